import { StorageFull } from '@pult/engine'
import {
  ATTACHMENT_BYTES_MAX,
  attachmentSchema,
  wireError,
  type Attachment,
  type WireError,
} from '@pult/protocol'
import { z } from 'zod'
import { createLimiter } from '../limits/limiter.ts'
import { defaultLimits } from '../limits/policy.ts'
import type { Limit } from '../limits/token-bucket.ts'
import type { RandomBytes } from '../sign-in/login-token.ts'
import { isAttachmentId, makeAttachmentId } from './attachment-id.ts'
import { cleanFileName } from './file-name.ts'
import type { FilePlace, Usage } from './file-place.ts'
import { fileTypeOf, UNKNOWN_TYPE, type FileType } from './file-type.ts'
import { createLinks, type Links } from './links.ts'
import { createPictures, type Picture } from './picture.ts'
import { durationMsOf } from './sound-duration.ts'
import { serveFile, type FileRequest } from './serve-file.ts'
import { createUsageCount } from './usage-count.ts'

/** The files that people send. What they are is decided here, once, by their bytes; how they are shown follows from it for ever. */
export interface Attachments extends Links {
  /**
   * Returns when the file is durable. Refuses with `attachment_too_large`, `attachment_refused` (a picture of too many pixels),
   * `validation_failed` (empty), `rate_limited` (the uploader's bytes an hour), `overloaded` or `storage_full`; nothing that is served is left then.
   * Sending the same file again stores it again. @throws StorageAway, or what the disk said
   */
  store(upload: Upload): Promise<{ readonly attachment: StoredAttachment } | { readonly refused: WireError }>
  /** [EP30] What is known of a stored file, or null: for the one who sends a message with it, and must be the one who uploaded it. @throws as {@link store} */
  get(id: string): Promise<StoredFile | null>
  /** [EP27] [EP28] The file or its preview; null where there is none. The link must have been verified. @throws as {@link store} */
  open(id: string, request: FileRequest & { readonly preview: boolean }): Promise<Response | null>
  /** Files and bytes that are kept, for the metrics; null while they have not been counted yet. Never throws. */
  usage(): Promise<Usage | null>
}

export interface Upload {
  /** As the sender called it; cleaned. */
  readonly name: string
  readonly content: Uint8Array | Blob
  /** Who sends it, unique over all workspaces, e.g. `main operator opr_…`. Counted by, and compared with when it is attached. */
  readonly uploadedBy: string
}

/** The shape of the wire without links, which are made anew each time it is shown. */
export type StoredAttachment = Omit<Attachment, 'url' | 'previewUrl'>

const storedFileSchema = z.object({
  attachment: attachmentSchema.omit({ url: true, previewUrl: true }),
  treatment: z.enum(['image', 'animation', 'media', 'download']),
  uploadedBy: z.string(),
  storedAtMs: z.number(),
})
export type StoredFile = z.infer<typeof storedFileSchema>

export interface AttachmentsOptions {
  readonly place: FilePlace
  /** The server's secret; the same on every node. */
  readonly secret: string
  /** What stands before `/api/v1/…` in links; empty for links relative to the host. */
  readonly publicUrl: string
  readonly nowMs: () => number
  readonly random: RandomBytes
  /** Bytes that one uploader may send. */
  readonly quota?: Limit
  /** What went wrong where nobody waits for an answer. */
  readonly onError: (error: unknown) => void
}

export function createAttachments(options: AttachmentsOptions): Attachments {
  const { place, nowMs } = options
  const quota = createLimiter(options.quota ?? defaultLimits.uploadBytesPerUploader)
  const pictures = createPictures()
  const usage = createUsageCount({ place, nowMs, onError: options.onError })

  async function store({ name, content, uploadedBy }: Upload) {
    const size = content instanceof Blob ? content.size : content.byteLength
    if (size === 0) return refuse('validation_failed', { field: 'file', message: 'The file is empty.' })
    if (size > ATTACHMENT_BYTES_MAX) return refuse('attachment_too_large', { field: 'file' })
    const share = quota.take(uploadedBy, nowMs(), size)
    if (!share.allowed)
      return refuse('rate_limited', Number.isFinite(share.retryMs) ? { retryMs: share.retryMs } : {})

    const bytes = content instanceof Blob ? await content.bytes() : content
    const prepared = await prepare(bytes)
    if ('refused' in prepared) return prepared

    const id = makeAttachmentId(nowMs(), options.random)
    const { type, picture } = prepared
    const durationMs = type.treatment === 'media' ? durationMsOf(prepared.bytes, type.mimeType) : undefined
    const attachment: StoredAttachment = {
      id,
      name: cleanFileName(name),
      mimeType: type.mimeType,
      size: prepared.bytes.byteLength,
      ...(picture === null ? {} : { width: picture.width, height: picture.height }),
      ...(durationMs === undefined ? {} : { durationMs }),
    }
    const description: StoredFile = { attachment, treatment: type.treatment, uploadedBy, storedAtMs: nowMs() }
    const parts = [
      ['file', prepared.bytes],
      ...(picture === null ? [] : [['preview', picture.preview] as const]),
      ['json', Buffer.from(JSON.stringify(description))],
    ] as const
    try {
      // [EP25] One after the other, the description last: a file is there when its description is.
      for (const [part, partBytes] of parts) await place.write(id, part, partBytes)
    } catch (cause) {
      await place.remove(id)
      if (cause instanceof StorageFull) return refuse('storage_full')
      throw cause
    }
    usage.add(parts.reduce((sum, [, partBytes]) => sum + partBytes.byteLength, 0))
    return { attachment }
  }

  /** [EP21] [EP22] What is to be kept of the bytes that came. */
  async function prepare(bytes: Uint8Array): Promise<Prepared | { readonly refused: WireError }> {
    const type = fileTypeOf(bytes)
    if (type.treatment !== 'image' && type.treatment !== 'animation') return { bytes, type, picture: null }
    const picture = await pictures.rewrite(bytes, type.mimeType, type.treatment === 'animation')
    if (picture === 'too_many_pixels')
      return refuse('attachment_refused', { field: 'file', message: TOO_MANY_PIXELS })
    if (picture === 'overloaded') return refuse('overloaded')
    // It claims to be a picture and is none: a polyglot, a damaged file. Whatever it is, it can be saved.
    if (picture === 'not_a_picture') return { bytes, type: UNKNOWN_TYPE, picture: null }
    return { bytes: picture.bytes, type, picture }
  }

  async function get(id: string): Promise<StoredFile | null> {
    const bytes = isAttachmentId(id) ? await place.read(id, 'json') : null
    return bytes === null ? null : storedFileSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  }

  async function open(id: string, { preview, ...request }: FileRequest & { readonly preview: boolean }) {
    if (!isAttachmentId(id)) return null
    // At once, since each may be a question to another machine.
    const [stored, part] = await Promise.all([get(id), place.open(id, preview ? 'preview' : 'file')])
    if (stored === null || part === null) return null
    const { name, mimeType } = stored.attachment
    const served = preview
      ? { etag: `"${id}-preview"`, name: `${name}.webp`, type: PREVIEW_TYPE }
      : { etag: `"${id}"`, name, type: { mimeType, treatment: stored.treatment } }
    return serveFile(part, served, request)
  }

  return {
    ...createLinks(options.secret, options.publicUrl),
    store,
    get,
    open,
    usage: () => usage.now(),
  }
}

interface Prepared {
  readonly bytes: Uint8Array
  readonly type: FileType
  readonly picture: Picture | null
}

const PREVIEW_TYPE: FileType = { mimeType: 'image/webp', treatment: 'image' }
const TOO_MANY_PIXELS = 'The picture has more than 40 megapixels.'

function refuse(...reason: Parameters<typeof wireError>): { readonly refused: WireError } {
  return { refused: wireError(...reason) }
}
