/**
 * Whether a page may talk to us. The runtime upgrades a WebSocket from any page, and browsers send their cookies along; so every request
 * that could act for somebody is asked where it comes from.
 */
export interface OriginRule {
  /** `PULT_PUBLIC_URL`; null where the admin set none, and then the page must be of the host that the request itself named. */
  readonly publicUrl: string | null
  /** The header `Host`. */
  readonly requestHost: string | null
  /** Further origins, as `https://example.com` or `*`: the sites of a channel. */
  readonly allowed: readonly string[]
  /** What speaks for the person: a cookie goes along by itself, a bearer token only if the page has it. */
  readonly credential: 'cookie' | 'bearer'
  /** The header `Sec-Fetch-Site`, which a page cannot write: it speaks where a browser names no origin, as in reads of its own site. */
  readonly fetchSite?: string | null
}

/**
 * [EP15] A browser names the origin; what has none is a program, and a program has no reason to send a cookie. `null` (sandboxed frames,
 * files, redirects) is nobody. `*` opens nothing to cookies. To be asked for every upgrade and for everything that changes something; reads
 * over plain http come without origin and without `Sec-Fetch-Site`, and are guarded by the cookie's SameSite and by the lack of CORS.
 */
export function originAllowed(origin: string | null, rule: OriginRule): boolean {
  if (origin === null || origin === '')
    return rule.credential === 'bearer' || rule.fetchSite === 'same-origin'
  const page = readOrigin(origin)
  if (page === null) return false
  if (isOurs(page, rule)) return true
  return rule.allowed.some((entry) =>
    entry === '*' ? rule.credential === 'bearer' : readOrigin(entry)?.origin === page.origin,
  )
}

function isOurs(page: URL, { publicUrl, requestHost }: OriginRule): boolean {
  if (publicUrl !== null) return URL.parse(publicUrl)?.origin === page.origin
  // Behind a proxy that ends TLS the schemes differ; parsing with the page's own takes away its default port.
  return requestHost !== null && URL.parse(`${page.protocol}//${requestHost}`)?.host === page.host
}

/** Only what a browser would write: scheme and host, nothing behind. */
function readOrigin(text: string): URL | null {
  return /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(text) ? URL.parse(text) : null
}
