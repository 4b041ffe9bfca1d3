/** What is done about a push after an answer of its service, or after none. */
export type Verdict =
  | { readonly name: 'sent' }
  /** The browser is not there any more: the subscription is dropped. */
  | { readonly name: 'gone' }
  | { readonly name: 'again'; readonly afterMs: number }
  | { readonly name: 'failed' }

/** The first try and two more: a service that is away for longer has forgotten what the push was about. */
export const TRIES_MAX = 3
/** Before the second try; the third waits four times as long. */
const RETRY_MS = 2_000
/** A service that asks for a longer rest is not asked again: what waits so long is news no more. */
const RETRY_AFTER_MS_MAX = 5 * 60_000

/**
 * [PU6] RFC 8030, section 5 and 7.3: 404 and 410 say that a subscription has ended. `status` null: no answer at all. `tries`: how often it was
 * tried, this time included. Waits are jittered by `random`, so that what failed together does not come back together.
 */
export function verdictOf(
  status: number | null,
  retryAfter: string | null,
  tries: number,
  nowMs: number,
  random: () => number,
): Verdict {
  if (status !== null && status >= 200 && status < 300) return { name: 'sent' }
  if (status === 404 || status === 410) return { name: 'gone' }
  const isTemporary = status === null || status === 429 || status >= 500
  if (!isTemporary || tries >= TRIES_MAX) return { name: 'failed' }
  const askedMs = retryAfter === null ? null : delayOf(retryAfter, nowMs)
  if (askedMs !== null && askedMs > RETRY_AFTER_MS_MAX) return { name: 'failed' }
  const ownMs = RETRY_MS * 4 ** (tries - 1) * (1 + random())
  return { name: 'again', afterMs: Math.round(Math.max(ownMs, askedMs ?? 0)) }
}

/** `Retry-After`: seconds or a date. Null for nonsense. */
function delayOf(retryAfter: string, nowMs: number): number | null {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000
  const atMs = Date.parse(retryAfter)
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs)
}
