import { clientAddress, type TrustedProxies } from './client-address.ts'
import { deviceName } from './device-name.ts'
import { originAllowed, readLoginCookie, type CookieScheme } from './sign-in/index.ts'

/** What the edge knows of whoever asks, before anybody is authenticated. */
export interface RequestOrigin {
  /** The address of the client, through trusted proxies. */
  readonly ip: string
  /** The browser and what it runs on, in plain words. */
  readonly device: string | null
  /** The header `Origin`. */
  readonly origin: string | null
  /** The login cookie, where its page may use it. */
  readonly cookieToken: string | null
  /** A login cookie came from a page that may not use it. */
  readonly isForeign: boolean
}

export interface EdgeAddress {
  /** `PULT_PUBLIC_URL` without a slash at its end, or null. */
  readonly publicUrl: string | null
  readonly trustedProxies: TrustedProxies
}

export function requestOrigin(request: Request, remoteAddress: string, edge: EdgeAddress): RequestOrigin {
  const { headers } = request
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const isAllowed = originAllowed(origin, {
    publicUrl: edge.publicUrl,
    requestHost: headers.get('host'),
    allowed: [],
    credential: 'cookie',
    fetchSite: site,
  })
  const cookie = readLoginCookie(headers.get('cookie'), cookieScheme(edge))
  // A page of ours that reads sends no Origin; the browser says by Sec-Fetch-Site that it is ours.
  const isRead = request.method === 'GET' && origin === null && headers.get('upgrade') === null
  const mayUse = isAllowed || (isRead && (site === null || site === 'same-origin' || site === 'none'))
  return {
    ip: clientAddress({
      remoteAddress,
      forwardedFor: headers.get('x-forwarded-for'),
      trustedProxies: edge.trustedProxies,
    }),
    device: deviceName(headers.get('user-agent')),
    origin,
    cookieToken: mayUse ? cookie : null,
    isForeign: cookie !== null && !mayUse,
  }
}

export function cookieScheme({ publicUrl }: EdgeAddress): CookieScheme {
  return { https: publicUrl?.startsWith('https:') === true }
}
