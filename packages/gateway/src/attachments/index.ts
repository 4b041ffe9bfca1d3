export {
  createAttachments,
  type Attachments,
  type AttachmentsOptions,
  type StoredAttachment,
  type StoredFile,
  type Upload,
} from './attachments.ts'
export { withLinks, type LinkParts, type Links } from './links.ts'
export { createBucket, type Bucket, type BucketOptions } from './bucket.ts'
export { bucketCode } from './bucket-requests.ts'
export type { FilePlace } from './file-place.ts'
export { createFolder } from './folder.ts'
