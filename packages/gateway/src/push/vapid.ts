import { importJWK, SignJWT, type JWK } from 'jose'

/**
 * The server's name towards push services, RFC 8292. Browsers subscribe with the public key, and only who has the private one may push to
 * them: another pair ends every subscription.
 */
export interface VapidKeys {
  /** Uncompressed point of P-256, base64url. */
  readonly publicKey: string
  /** The private number, base64url. Secret. */
  readonly privateKey: string
}

/** Half of the 24 hours that RFC 8292 allows, so that clocks may differ and a token can be used again. */
const TOKEN_MS = 12 * 3_600_000
/** A token is signed anew when it has so long to live. */
const TOKEN_LEFT_MS = 3_600_000
/** Services for which a token is at hand; wildcards stand for many. */
const TOKENS_MAX = 100

/** Makes a new pair. */
export async function createVapidKeys(): Promise<VapidKeys> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const [point, { d = '' }] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('jwk', pair.privateKey),
  ])
  return { publicKey: Buffer.from(point).toString('base64url'), privateKey: d }
}

/** Whether a text could be such a pair, and the two belong together: a damaged file must not end every subscription silently. */
export async function areVapidKeys(keys: VapidKeys): Promise<boolean> {
  try {
    // The key's parts are checked against each other when it is used.
    const data = new TextEncoder().encode('a')
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    const curve = { name: 'ECDSA', namedCurve: 'P-256' }
    const signing = await crypto.subtle.importKey('jwk', jwkOf(keys), curve, false, ['sign'])
    const point = new Uint8Array(Buffer.from(keys.publicKey, 'base64url'))
    const verifying = await crypto.subtle.importKey('raw', point, curve, false, ['verify'])
    const signature = await crypto.subtle.sign(algorithm, signing, data)
    return await crypto.subtle.verify(algorithm, verifying, signature, data)
  } catch {
    return false
  }
}

/** What stands in `Authorization` for an endpoint. `contact`: an https or mailto address of whoever runs the server. */
export function createVapid(
  keys: VapidKeys,
  contact: string,
): (endpoint: string, nowMs: number) => Promise<string> {
  const tokens = new Map<string, { readonly header: Promise<string>; readonly endsAtMs: number }>()
  let imported: ReturnType<typeof importJWK> | undefined

  async function sign(audience: string, endsAtMs: number): Promise<string> {
    imported ??= importJWK(jwkOf(keys), 'ES256')
    const token = await new SignJWT({ aud: audience, exp: Math.floor(endsAtMs / 1000), sub: contact })
      .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
      .sign(await imported)
    return `vapid t=${token}, k=${keys.publicKey}`
  }

  return (endpoint, nowMs) => {
    const { origin } = new URL(endpoint)
    const known = tokens.get(origin)
    // One that would live too long was signed before the clock was set back.
    if (known !== undefined && known.endsAtMs - nowMs > TOKEN_LEFT_MS && known.endsAtMs - nowMs <= TOKEN_MS)
      return known.header
    if (tokens.size >= TOKENS_MAX) tokens.clear()
    const endsAtMs = nowMs + TOKEN_MS
    const header = sign(origin, endsAtMs)
    tokens.set(origin, { header, endsAtMs })
    return header
  }
}

function jwkOf({ publicKey, privateKey }: VapidKeys): JWK & { readonly kty: 'EC' } {
  const point = Buffer.from(publicKey, 'base64url')
  return {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: privateKey,
  }
}
