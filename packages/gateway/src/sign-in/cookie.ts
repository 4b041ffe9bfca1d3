import { loginCookieName } from '@pult/protocol'

/**
 * The login cookie of a browser. Over https it is `__Host-pult_login`: with that prefix browsers take it only from this very host, whole path,
 * secure, so that neither a neighbouring subdomain nor plain http can plant one.
 */
export interface CookieScheme {
  /** Whether the world sees us over https, by `PULT_PUBLIC_URL`; not whether this hop is encrypted. */
  readonly https: boolean
}

/** [EP14] The token in the header `Cookie`, or null. Over https the unprefixed name is not looked at. */
export function readLoginCookie(header: string | null, scheme: CookieScheme): string | null {
  const name = loginCookieName(scheme.https)
  const token = new Bun.CookieMap(header ?? '').get(name)
  return token === null || token === '' ? null : token
}

/** [EP14] `Set-Cookie` that signs a browser in until `expiresAtMs`. */
export function loginCookie(token: string, expiresAtMs: number, nowMs: number, scheme: CookieScheme): string {
  return serialise(token, Math.max(0, Math.floor((expiresAtMs - nowMs) / 1000)), scheme)
}

/** [EP14] `Set-Cookie` that signs a browser out. */
export function endedLoginCookie(scheme: CookieScheme): string {
  return serialise('', 0, scheme)
}

function serialise(value: string, maxAge: number, scheme: CookieScheme): string {
  return new Bun.Cookie(loginCookieName(scheme.https), value, {
    httpOnly: true,
    secure: scheme.https,
    sameSite: 'strict',
    path: '/',
    maxAge,
  }).toString()
}
