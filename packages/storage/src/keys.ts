import type { KeyRecord, LogRecord } from '@pult/engine'
import { COMMAND_KEY_MS } from '@pult/protocol'

/** [ST9] How long a command's key is kept: twice what is promised, so that a clock that jumps within a day breaks no promise. */
export const COMMAND_KEY_KEPT_MS = 2 * COMMAND_KEY_MS

/** The key of the message in a record: for ever. */
export function messageKeyOf({ seq, atMs, fact }: LogRecord): KeyRecord | undefined {
  if (fact.type !== 'message' || fact.message.key === undefined) return undefined
  const { id, sessionId, chatId, authorId, authorType, key } = fact.message
  const reply = authorType === 'CLIENT' ? { messageId: id, sessionId, chatId } : { messageId: id }
  return { author: authorId, key, hash: fact.hash ?? '', reply, seq, atMs, forever: true }
}

/** The key of the command that a record began. */
export function commandKeyOf({ seq, atMs, origin }: LogRecord): KeyRecord | undefined {
  return origin === undefined ? undefined : { ...origin, seq, atMs, forever: false }
}

/** The key that `author` used in this record, if it is there. */
export function keyIn(record: LogRecord, author: string, key: string): KeyRecord | undefined {
  const found = [messageKeyOf(record), commandKeyOf(record)]
  return found.find((known) => known !== undefined && known.author === author && known.key === key)
}
