import type { Attachment, Message, Quote } from '@pult/protocol'
import type { SignAttachment } from './sign.ts'

/**
 * A message as operators see it: the record with fresh links, and with its sender's key for the sender alone. One without attachments
 * and key is shown as it is stored.
 */
export function messageView(message: Message, sign: SignAttachment, isAuthor: boolean): Message {
  const shown = isAuthor || message.key === undefined ? message : withoutKey(message)
  if (!hasAttachments(message)) return shown
  return {
    ...shown,
    attachments: signed(message.attachments, sign),
    ...(message.replyTo ? { replyTo: quoteView(message.replyTo, sign) } : {}),
    ...(message.replyToMessage ? { replyToMessage: quoteView(message.replyToMessage, sign) } : {}),
  }
}

function withoutKey({ key: _key, ...message }: Message): Message {
  return message
}

/** [A8] A client sees that a message was edited, not what stood there before. */
export function clientMessageView(message: Message, sign: SignAttachment): Message {
  const shown = messageView(message, sign, message.authorType === 'CLIENT')
  if (shown.history === undefined) return shown
  return { ...shown, history: shown.history.map(({ editedAt }) => ({ editedAt })) }
}

export function signed(attachments: readonly Attachment[], sign: SignAttachment): Attachment[] {
  return attachments.map((attachment) => {
    const { url, previewUrl } = sign(attachment)
    return { ...attachment, url, ...(previewUrl === undefined ? {} : { previewUrl }) }
  })
}

function quoteView(quote: Quote, sign: SignAttachment): Quote {
  return { ...quote, attachments: signed(quote.attachments, sign) }
}

function hasAttachments(message: Message): boolean {
  return (
    message.attachments.length > 0 ||
    (message.replyTo?.attachments.length ?? 0) > 0 ||
    (message.replyToMessage?.attachments.length ?? 0) > 0
  )
}
