import { contentDisposition } from './file-name.ts'
import type { OpenPart } from './file-place.ts'
import type { FileType } from './file-type.ts'

/** How a stored file goes out. Everything in the answer says: these are bytes, run nothing. */
export interface ServedFile {
  /** Of these bytes; they never change under their id. */
  readonly etag: string
  readonly name: string
  readonly type: FileType
}

export interface FileRequest {
  /** The header `Range`. */
  readonly range?: string | null | undefined
  /** The header `If-None-Match`. */
  readonly ifNoneMatch?: string | null | undefined
}

/** [EP27] Only what we wrote ourselves, and sound and film, are shown in place. */
const INLINE: ReadonlySet<FileType['treatment']> = new Set(['image', 'media'])
/** A link lives a day; so may what it showed. */
const CACHE_SECONDS = 24 * 3600

/** Null when the file is gone. */
export async function serveFile(
  part: OpenPart,
  served: ServedFile,
  request: FileRequest,
): Promise<Response | null> {
  const { size } = part
  const headers = headersOf(served)
  if (request.ifNoneMatch?.split(',').some((tag) => tag.trim() === served.etag)) {
    return new Response(null, { status: 304, headers })
  }
  const range = readRange(request.range ?? null, size)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    return new Response(null, { status: 416, headers })
  }
  if (range !== null) headers.set('content-range', `bytes ${range.first}-${range.last}/${size}`)
  const { first, last } = range ?? { first: 0, last: size - 1 }
  const body = await part.read(first, last)
  return body === null ? null : new Response(body, { status: range === null ? 200 : 206, headers })
}

function headersOf({ name, type, etag }: ServedFile): Headers {
  return new Headers({
    'content-type': type.mimeType === 'text/plain' ? 'text/plain; charset=utf-8' : type.mimeType,
    'content-disposition': contentDisposition(INLINE.has(type.treatment) ? 'inline' : 'attachment', name),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // The widget shows files on other people's sites; the signature in the link is what guards them.
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': `private, max-age=${CACHE_SECONDS}, immutable`,
    'accept-ranges': 'bytes',
    etag,
  })
}

/**
 * [EP28] One range of bytes, as players ask for (RFC 9110 section 14). Several ranges, other units and nonsense are answered with the whole
 * file, which the RFC allows; null means that.
 */
export function readRange(
  header: string | null,
  size: number,
): { readonly first: number; readonly last: number } | 'unsatisfiable' | null {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return null
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return null
  return first >= size ? 'unsatisfiable' : { first, last }
}
