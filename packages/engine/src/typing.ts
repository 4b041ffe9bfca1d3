import { TYPING_CHARS_MAX, TYPING_EXPIRES_MS, type Typing } from '@pult/protocol'
import type { Signal } from './commands.ts'
import type { SessionRecord } from './entities.ts'

/** Who answers a client is writing: the client sees that, and whoever watches the session sees the words too. They are not said yet. */
export function typingSignals(
  { card }: SessionRecord,
  author: Pick<Typing, 'authorId' | 'authorType'>,
  text: string | undefined,
): readonly Signal[] {
  const signal: Typing = {
    sessionId: card.id,
    chatId: card.chatId,
    ...author,
    expiresInMs: TYPING_EXPIRES_MS,
  }
  const shown = text === undefined ? signal : { ...signal, text: text.slice(0, TYPING_CHARS_MAX) }
  const watchers = card.watcherIds.filter((id) => id !== author.authorId)
  return [
    { as: 'typing', to: { operators: watchers }, data: shown },
    { as: 'typing', to: { chat: card.chatId }, data: signal },
  ]
}
