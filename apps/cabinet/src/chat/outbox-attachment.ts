import type { Attachment } from '@pult/protocol'

/** The outbox keeps what it was given: here the whole answer of the upload, so that the name can be shown. */
export function isAttachment(attachment: string | { readonly id: string }): attachment is Attachment {
  return typeof attachment !== 'string' && 'name' in attachment && 'url' in attachment
}
