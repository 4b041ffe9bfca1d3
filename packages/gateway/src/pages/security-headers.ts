/**
 * What every answer tells the browser about itself. The rules are as strict as our own pages allow: no inline script or style anywhere, so
 * that text which slips through as markup still does nothing.
 */

/**
 * `page`: something to look at (the cabinet, the demo, the manual). `frame`: a page that named sites may put into a frame.
 * `embed`: a script or style that any site may load (the widget). `api`: data.
 */
export type AnswerKind = 'page' | 'frame' | 'embed' | 'api'

export interface SecurityOptions {
  /** Whether the world sees us over https, by `PULT_PUBLIC_URL`. Over plain http HSTS is not sent: it would lock people out. */
  readonly https: boolean
  /** `frame` only: the sites, as `https://example.com` or `*`. Without any nobody may. */
  readonly frameAncestors?: readonly string[]
}

/** A year, as browsers' preload lists ask. Subdomains are not included: they may be other people's. */
const HSTS_SECONDS = 365 * 24 * 3600

const PAGE_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  // Previews of what is about to be sent are blobs; tiny icons in styles are data.
  'img-src': "'self' data: blob:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'worker-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
} as const

/** Nothing here films, listens or asks where one is; voice messages record in our own pages only. */
const PERMISSIONS =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(self), midi=(), payment=(), usb=()'

/** [EP43] Header names are in lower case. Caching is not among them. */
export function securityHeaders(kind: AnswerKind, options: SecurityOptions): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    ...(options.https ? { 'strict-transport-security': `max-age=${HSTS_SECONDS}` } : {}),
    ...headersOf(kind, options.frameAncestors ?? []),
  }
}

function headersOf(kind: AnswerKind, frameAncestors: readonly string[]): Record<string, string> {
  switch (kind) {
    case 'page':
      return { ...pageHeaders("'none'"), 'x-frame-options': 'DENY' }
    case 'frame':
      return frameAncestors.length === 0
        ? headersOf('page', [])
        : // In a frame the opener is the site's business, and X-Frame-Options has no word for a list.
          {
            ...pageHeaders(frameAncestors.map(sourceOf).join(' ')),
            'cross-origin-resource-policy': 'cross-origin',
          }
    case 'embed':
      return {
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'cross-origin',
        // Modules are fetched with CORS; there is nothing secret in them.
        'access-control-allow-origin': '*',
      }
    case 'api':
      return {
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      }
  }
}

function pageHeaders(frameAncestors: string): Record<string, string> {
  const policy = { ...PAGE_POLICY, 'frame-ancestors': frameAncestors }
  return {
    'content-security-policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    // Not no-referrer: under that browsers write "Origin: null" when a form of our own is sent.
    'referrer-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}

/**
 * One site of the list. A comma or a semicolon in it would write a policy of its own.
 * @throws RangeError for what is no origin
 */
function sourceOf(site: string): string {
  if (site === '*') return site
  if (!/^https?:\/\/[^/\s;,'"]+$/.test(site))
    throw new RangeError(`"${site}" is no origin like https://example.com`)
  return site
}
