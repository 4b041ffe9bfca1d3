export {
  createAttachments,
  type Attachments,
  type AttachmentsOptions,
  type StoredAttachment,
  type StoredFile,
  type Upload,
} from './attachments.ts'
export { withLinks, type LinkParts, type Links } from './links.ts'
