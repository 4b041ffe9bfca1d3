import type { OutboundFailure, OutboundFault } from '../outbound/index.ts'

/** What is done after a try that brought no answer. */
export type Verdict = { readonly name: 'again'; readonly afterMs: number } | { readonly name: 'failed' }

/** [WH3] A try that takes longer than this has failed: a client waits behind it. */
export const TRY_MS_MAX = 3_000
/** A try that could not last this long is not made: it would fail, and say nothing about the endpoint. */
export const TRY_MS_MIN = 250
/** Before the second try; each further pause is twice as long, and all are jittered up to twice their length. */
const PAUSE_MS_MIN = 250
const PAUSE_MS_MAX = 8_000

/** What only a change of the settings mends. */
const PERMANENT: ReadonlySet<OutboundFault> = new Set([
  'bad_request',
  'https_only',
  'blocked_port',
  'blocked_address',
  'redirected',
])
/** Standard Webhooks: the receiver wants no more. */
const GONE = 410

export function isGone(failure: OutboundFailure): boolean {
  return failure.status === GONE
}

/**
 * [WH3] `tries`: how often it was tried, this time included. `leftMs`: until the bot's time for the answer is over: a try that would
 * begin too late for it is not waited for. Pauses are jittered by `random`, so that what failed together does not come back together.
 */
export function verdictOf(
  failure: OutboundFailure,
  tries: number,
  leftMs: number,
  random: () => number,
): Verdict {
  if (PERMANENT.has(failure.code) || isGone(failure)) return { name: 'failed' }
  const pauseMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** (tries - 1)) * (1 + random())
  const afterMs = Math.round(Math.max(pauseMs, askedMs(failure.retryAfter)))
  return afterMs + TRY_MS_MIN > leftMs ? { name: 'failed' } : { name: 'again', afterMs }
}

/** `Retry-After` in seconds. A date is not believed: their clock may differ from ours by more than a client waits. */
function askedMs(retryAfter: string | undefined): number {
  return retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0
}
