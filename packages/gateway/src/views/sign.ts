import type { AttachmentId } from '@pult/protocol'

/** Makes the expiring links of an attachment. A view is a pure function of a record and of this. */
export type SignAttachment = (id: AttachmentId) => {
  readonly url: string
  readonly previewUrl?: string | undefined
}
