import type { Message } from '@pult/protocol'

/** What is wanted of a message. */
export type MessageWish = 'reply' | 'edit' | 'copy' | 'delete' | 'translate'

/** Only what makes sense: answering where one can write, changing one's own words, copying where there are any. */
export function mayDo(
  wish: MessageWish,
  message: Pick<Message, 'authorType' | 'authorId' | 'deletedAt' | 'body' | 'sessionId'>,
  here: { readonly meId: string | null; readonly writable: boolean; readonly sessionId: string },
): boolean {
  if ((message.deletedAt ?? null) !== null) return false
  if (wish === 'copy' || wish === 'translate') return message.body !== ''
  if (wish === 'reply') return here.writable
  // What was said in a session that is over stands.
  if (message.sessionId !== here.sessionId) return false
  return message.authorType === 'OPERATOR' && message.authorId === here.meId
}
