import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A request may be signed so long ago or ahead. */
const SKEW_MS_MAX = 15 * 60 * 1000

export interface Signer {
  readonly keyId: string
  readonly secret: string
  readonly region: string
}

/**
 * What is wrong with a request's signature, as the code that S3 says, or null: Signature Version 4, made here once more from what came and
 * compared. It knows nothing of the client library.
 */
export function signatureFault(request: IncomingMessage, body: Buffer, signer: Signer): string | null {
  const { authorization = '' } = request.headers
  const [, keyId, scope, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? []
  if (keyId === undefined || scope === undefined || signedHeaders === undefined) return 'AccessDenied'
  if (keyId !== signer.keyId) return 'InvalidAccessKeyId'
  const header = (name: string): string => String(request.headers[name] ?? '')
  const at = header('x-amz-date')
  if (scope !== `${at.slice(0, 8)}/${signer.region}/s3/aws4_request`) return 'AuthorizationHeaderMalformed'
  const atMs = Date.parse(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - atMs) < SKEW_MS_MAX)) return 'RequestTimeTooSkewed'
  // What must be signed, whatever the sender says that it signed.
  const names = signedHeaders.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied'
  const payload = header('x-amz-content-sha256')
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'

  const url = new URL(request.url ?? '/', 'http://any')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&')
  const path = decodeURIComponent(url.pathname).split('/').map(encoded).join('/')
  const lines = names.map((name) => `${name}:${header(name).trim()}\n`).join('')
  const canonical = [request.method, path, query, lines, signedHeaders, payload].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const key = scope
    .split('/')
    .reduce<Buffer>((before, part) => hmac(before, part), Buffer.from(`AWS4${signer.secret}`))
  return hmac(key, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch'
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

/** RFC 3986: what `encodeURIComponent` leaves as it is and S3 does not. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
