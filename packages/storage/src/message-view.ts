import type { LogRecord } from '@pult/engine'
import type { AuthorType, Message, Quote } from '@pult/protocol'

/** Who reads what a person wrote: the client what the others did, the operators what the client did. */
export type Reader = 'CLIENT' | 'OPERATOR'

export function readerOf(author: AuthorType): Reader {
  return author === 'CLIENT' ? 'OPERATOR' : 'CLIENT'
}

/** The message that a record has whole. */
export function messageIn({ fact }: LogRecord): Message | undefined {
  return fact.type === 'message' || fact.type === 'messageChanged' ? fact.message : undefined
}

/**
 * The message as it is now: the log has it as it was at its last change.
 * `readAt` comes from the marks of reading, which stand beside it, unless the message names a time itself; `quoted` is the message
 * that it answers, as that one is now.
 */
export function messageNow(
  message: Message,
  readAt: string | undefined,
  quoted: Message | undefined,
): Message {
  const isNewlyRead = readAt !== undefined && (message.readAt === undefined || message.readAt === null)
  if (!isNewlyRead && quoted === undefined) return message
  return {
    ...message,
    ...(isNewlyRead ? { readAt } : {}),
    ...(quoted === undefined ? {} : { replyToMessage: quoteOf(quoted) }),
  }
}

function quoteOf({ id, authorType, body, attachments, authorName }: Message): Quote {
  return { id, authorType, body, attachments, authorName }
}
