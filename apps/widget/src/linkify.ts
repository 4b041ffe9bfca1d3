/** A run of text, or a link with the address that it goes to. */
export type TextPart = string | { readonly href: string; readonly text: string }

/**
 * One pattern, three alternatives: an address with a scheme that we allow, a bare e-mail address, a phone number in international form.
 * Every repetition is bounded or over a set that excludes what follows it, so the time is linear in the text.
 */
const LINK =
  /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"'`]{1,2000}|[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}|\+\d[\d\s()-]{8,20}\d/giu
const TRAILING = /[.,;:!?…»”’\]}]$/u

/**
 * Splits a message into text and links: `http:`, `https:`, `mailto:` and `tel:` only, so that no other scheme
 * can ever become a link. Joined together, the parts' texts are the text that came in.
 */
export function linkify(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(LINK)) {
    const link = withoutTail(match[0])
    const href = addressOf(link)
    if (href === null) continue
    if (match.index > from) parts.push(text.slice(from, match.index))
    parts.push({ href, text: link })
    from = match.index + link.length
  }
  if (from < text.length) parts.push(text.slice(from))
  return parts
}

/** The punctuation that ends the sentence is not part of the address; neither is a bracket that was opened before it. */
function withoutTail(link: string): string {
  let kept = link
  for (;;) {
    if (TRAILING.test(kept)) kept = kept.slice(0, -1)
    else if (kept.endsWith(')') && !kept.includes('(')) kept = kept.slice(0, -1)
    else return kept
  }
}

function addressOf(link: string): string | null {
  if (link.startsWith('+')) {
    const digits = link.replace(/\D/g, '')
    // E.164: at most 15 digits; fewer than 10 are a sum or a date rather than a phone.
    return digits.length >= 10 && digits.length <= 15 ? `tel:+${digits}` : null
  }
  return hrefOf(/^\w+:/.test(link) ? link : `mailto:${link}`)
}

/** The address if it may be a link, or null. Everything that becomes an `href` goes through here, the bot's buttons too. */
export function hrefOf(address: string): string | null {
  return URL.canParse(address) && /^(https?|mailto|tel):$/.test(new URL(address).protocol) ? address : null
}
