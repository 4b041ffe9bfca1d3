import type { Attachment } from '@pult/protocol'

/** Makes the expiring links of an attachment. A view is a pure function of a record and of this. */
export type SignAttachment = (attachment: Pick<Attachment, 'id' | 'width'>) => {
  readonly url: string
  readonly previewUrl?: string | undefined
}
