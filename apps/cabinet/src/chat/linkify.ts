/**
 * Text of other people becomes parts that are rendered as text nodes and links, never as markup. Only http, https, mailto and tel are
 * ever links: anything else ("javascript:", "data:") stays the text that it is.
 */
export type TextPart = { readonly text: string; readonly href?: string }

/** Beyond it the rest stays text: a message made of links must not cost the list its frame time. */
export const LINKS_MAX = 200

/**
 * Written-out addresses, `www.`, e-mail addresses and international phone numbers. Each branch has bounded repeats and no nested
 * quantifier, so that no text makes it slow.
 */
const LINK =
  /\bhttps?:\/\/[^\s<>"'`{}|\\^]{1,2000}|\bwww\.[^\s<>"'`{}|\\^]{1,2000}|\bmailto:[^\s<>"'`?]{3,254}|\btel:\+?[\d()-]{5,24}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|\+\d[\d ()-]{8,20}\d/giu

/** Splits text into plain parts and links, in order; the parts' texts joined are the text itself. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  let links = 0
  for (const match of text.matchAll(LINK)) {
    if (links === LINKS_MAX) break
    const written = withoutTail(match[0])
    const href = hrefOf(written)
    if (href === null) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ text: written, href })
    from = match.index + written.length
    links += 1
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

/** The address if it is of a kind that may be opened, or null. Also guards addresses that came as data: attachments, buttons, pages. */
export function safeHref(address: string): string | null {
  try {
    const url = new URL(address)
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null
  } catch {
    return null
  }
}

function hrefOf(written: string): string | null {
  if (/^(https?:\/\/|mailto:|tel:)/i.test(written)) return safeHref(written)
  if (/^www\./i.test(written)) return safeHref(`https://${written}`)
  if (written.startsWith('+')) return safeHref(`tel:${written.replaceAll(/[^\d+]/g, '')}`)
  return written.includes('@') ? safeHref(`mailto:${written}`) : null
}

/** A full stop ends the sentence and not the address; a closing bracket belongs to the address only when it was opened in it. */
function withoutTail(written: string): string {
  let end = written.length
  while (end > 0) {
    const last = written[end - 1] ?? ''
    if ('.,;:!?…»”’*_~'.includes(last)) end -= 1
    else if (last === ')' && count(written, '(', end) < count(written, ')', end)) end -= 1
    else if (last === ']' && count(written, '[', end) < count(written, ']', end)) end -= 1
    else break
  }
  return written.slice(0, end)
}

function count(text: string, sign: string, end: number): number {
  let found = 0
  for (let index = 0; index < end; index += 1) if (text[index] === sign) found += 1
  return found
}
