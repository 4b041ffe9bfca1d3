import { createHmac } from 'node:crypto'
import type { Attachment, AttachmentId } from '@pult/protocol'
import { sameText } from '../sign-in/constant-time.ts'

/**
 * Signed links: whoever was shown a message may load its files for a day, without a cookie (the widget lives on other people's sites) and
 * without anybody being asked.
 */
export interface LinkParts {
  readonly id: string
  /** Seconds since the epoch, as in the query. */
  readonly expires: number
  readonly signature: string
  readonly preview: boolean
}

export interface Links {
  /** [EP26] The link to the file, and to its preview where it is a picture (a stored attachment has a width exactly then). */
  sign(
    attachment: { readonly id: AttachmentId; readonly width?: number | undefined },
    nowMs: number,
  ): { readonly url: string; readonly previewUrl?: string }
  /** [EP26] `expired` only for what we signed. */
  verify(parts: LinkParts, nowMs: number): 'good' | 'expired' | 'forged'
}

/** What a link lives at least: a working day and the night after it. */
export const LINK_MS_MIN = 24 * 3600 * 1000
/** Expiries are rounded up to it, so that the same link is made for an hour and browsers find it in their cache. */
export const LINK_ROUNDING_MS = 3600 * 1000

/** `publicUrl`: what stands before `/api/v1/attachments/…`, without a slash at its end; empty for links relative to the host. */
export function createLinks(secret: string, publicUrl: string): Links {
  // A key of its own, so that nothing signed elsewhere with the server's secret passes for a link.
  const key = createHmac('sha256', secret).update('pult attachment link v1').digest()
  const signatureOf = (id: string, expires: number, preview: boolean) =>
    createHmac('sha256', key)
      .update(`${id} ${expires} ${preview ? 'preview' : 'file'}`)
      .digest('base64url')
  const urlOf = (id: string, expires: number, preview: boolean) =>
    `${publicUrl}/api/v1/attachments/${encodeURIComponent(id)}?expires=${expires}` +
    `${preview ? '&preview=1' : ''}&signature=${signatureOf(id, expires, preview)}`

  return {
    sign({ id, width }, nowMs) {
      const expires = (Math.ceil((nowMs + LINK_MS_MIN) / LINK_ROUNDING_MS) * LINK_ROUNDING_MS) / 1000
      const url = urlOf(id, expires, false)
      return width === undefined ? { url } : { url, previewUrl: urlOf(id, expires, true) }
    },
    verify({ id, expires, signature, preview }, nowMs) {
      if (!sameText(signatureOf(id, expires, preview), signature)) return 'forged'
      return nowMs >= expires * 1000 ? 'expired' : 'good'
    },
  }
}

/** A stored attachment as it goes over the wire, its links fresh. */
export function withLinks(
  links: Links,
  attachment: Omit<Attachment, 'url' | 'previewUrl'>,
  nowMs: number,
): Attachment {
  return { ...attachment, ...links.sign(attachment, nowMs) }
}
