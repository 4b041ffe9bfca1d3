import { isTrustedProxy } from './client-address.ts'
import type { EdgeAddress } from './request-context.ts'
import type { RandomBytes } from './sign-in/index.ts'

/** What the log is told of one request, when it is answered. No query, no header, no body: those hold signatures and tokens. */
export interface RequestNote {
  /** Also the answer's header `X-Request-Id`. */
  readonly id: string
  /** `SOCKET` when a socket ends: it began as a request of the same id that was answered with 101. */
  readonly method: string
  readonly path: string
  /** The HTTP status; for a socket the code that it was closed with. */
  readonly status: number
  /** From its first line to its answer; for a socket how long it was open. */
  readonly ms: number
  readonly ip: string
}

/** What proxies make up; anything else could write lines of its own into somebody's log. */
const REQUEST_ID = /^[\w.:-]{1,64}$/

/** The id that a trusted proxy gave the request, so that its log and ours tell of the same thing; else one of ours. */
export function requestIdOf(
  request: Request,
  remoteAddress: string,
  { trustedProxies }: EdgeAddress,
  random: RandomBytes,
): string {
  const given = request.headers.get('x-request-id')
  if (given !== null && REQUEST_ID.test(given) && isTrustedProxy(remoteAddress, trustedProxies)) return given
  return Buffer.from(random(9)).toString('base64url')
}
