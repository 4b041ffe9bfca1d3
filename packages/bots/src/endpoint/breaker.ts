import type { SessionId } from '@pult/protocol'

/**
 * Whether an endpoint is asked. One that fails everybody is doubted: one try at a time finds out about it, and the others wait, because a new
 * version may be starting. When that lasts it rests: sessions go to people at once, and now and then one of them finds out whether it is back.
 * Times are of a clock that only goes forward.
 *
 *   closed ──fails some sessions──► doubted ──for a while──► resting ──its time is over──► probing
 *      ▲                               │                        ▲                            │ │
 *      │                            answered                    └───────────failed───────────┘ │
 *      └───────────────────────────────┴───────────────────────answered────────────────────────┘
 */
export type Breaker =
  | { readonly name: 'closed'; readonly failing: Failing | null }
  /** `isAsking`: a try is under way; otherwise the next may begin at `nextMs`. */
  | {
      readonly name: 'doubted'
      readonly failing: Failing
      readonly isAsking: boolean
      readonly nextMs: number
    }
  /** `rests`: how often it has rested since it last answered. */
  | { readonly name: 'resting'; readonly untilMs: number; readonly rests: number }
  | { readonly name: 'probing'; readonly rests: number }

/** Failures with no answer between them. */
interface Failing {
  /** When the first of them was tried. */
  readonly sinceMs: number
  readonly tries: number
  /** Whose they were, up to {@link SESSIONS_MIN}. */
  readonly sessionIds: readonly SessionId[]
}

export interface FailedTry {
  readonly sessionId: SessionId
  readonly startedMs: number
  /** It was let through alone. */
  readonly isProbe: boolean
  /** It has said that it is gone: nothing more is needed to believe it. */
  readonly isGone: boolean
}

/** A new version starts within it, and the tries of a session bridge it. */
export const FAILING_MS_MIN = 5_000
/** One message that a bot stumbles over must not silence it for the others. */
export const SESSIONS_MIN = 3
const TRIES_MIN = 5
/** Between the tries while it is doubted: as long as the shortest pause of a session. */
const DOUBT_MS = 250
/** The first rest; each further one is twice as long. */
export const REST_MS_MIN = 5_000
/** A minute after it is back it is asked again, at the latest and without jitter. */
export const REST_MS_MAX = 60_000

export const CLOSED: Breaker = { name: 'closed', failing: null }

/** Who may try now. A `probe` is let through alone, and must be ended by one of the functions below; who is to `wait` asks again later. */
export function admit(
  breaker: Breaker,
  nowMs: number,
): { readonly pass: 'free' | 'probe' | 'wait' | 'refused'; readonly breaker: Breaker } {
  switch (breaker.name) {
    case 'closed':
      return { pass: 'free', breaker }
    case 'doubted':
      if (breaker.isAsking || nowMs < breaker.nextMs) return { pass: 'wait', breaker }
      return { pass: 'probe', breaker: { ...breaker, isAsking: true } }
    case 'probing':
      return { pass: 'refused', breaker }
    case 'resting':
      if (nowMs < breaker.untilMs) return { pass: 'refused', breaker }
      return { pass: 'probe', breaker: { name: 'probing', rests: breaker.rests } }
  }
}

/** It has answered, even if what it said cannot be taken: it is there. */
export function onAnswered(breaker: Breaker): Breaker {
  return breaker.name === 'closed' && breaker.failing === null ? breaker : CLOSED
}

/** A try has failed. Those that began before a rest change nothing about it. */
export function onFailed(breaker: Breaker, failed: FailedTry, nowMs: number, random: () => number): Breaker {
  if (breaker.name === 'probing') return failed.isProbe ? rest(breaker.rests, nowMs, random) : breaker
  if (breaker.name === 'resting') return breaker
  const failing = withTry(breaker.failing, failed)
  const isOfMany = failing.tries >= TRIES_MIN && failing.sessionIds.length >= SESSIONS_MIN
  if (failed.isGone || (isOfMany && nowMs - failing.sinceMs >= FAILING_MS_MIN)) return rest(0, nowMs, random)
  if (breaker.name === 'doubted') {
    return failed.isProbe
      ? { ...breaker, failing, isAsking: false, nextMs: nowMs + DOUBT_MS }
      : { ...breaker, failing }
  }
  return isOfMany
    ? { name: 'doubted', failing, isAsking: false, nextMs: nowMs + DOUBT_MS }
    : { name: 'closed', failing }
}

function withTry(before: Failing | null, { sessionId, startedMs }: FailedTry): Failing {
  if (before === null) return { sinceMs: startedMs, tries: 1, sessionIds: [sessionId] }
  const { sessionIds } = before
  const isNew = sessionIds.length < SESSIONS_MIN && !sessionIds.includes(sessionId)
  return {
    sinceMs: Math.min(before.sinceMs, startedMs),
    tries: before.tries + 1,
    sessionIds: isNew ? [...sessionIds, sessionId] : sessionIds,
  }
}

/** The session of a probe was taken away before it was answered: the next one probes. */
export function onProbeLeft(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.name === 'doubted') return { ...breaker, isAsking: false, nextMs: nowMs }
  return breaker.name === 'probing' ? { name: 'resting', untilMs: nowMs, rests: breaker.rests } : breaker
}

/** In one word, for people. */
export function healthOf(breaker: Breaker): 'answering' | 'failing' | 'resting' | 'probing' {
  if (breaker.name === 'doubted') return 'failing'
  if (breaker.name === 'closed') return breaker.failing === null ? 'answering' : 'failing'
  return breaker.name
}

/** Milliseconds until it is asked again; 0 unless it rests. */
export function restOf(breaker: Breaker, nowMs: number): number {
  return breaker.name === 'resting' ? Math.max(0, Math.round(breaker.untilMs - nowMs)) : 0
}

function rest(rests: number, nowMs: number, random: () => number): Breaker {
  const ceilingMs = Math.min(REST_MS_MAX, REST_MS_MIN * 2 ** rests)
  return { name: 'resting', untilMs: nowMs + ceilingMs * (0.5 + random() / 2), rests: rests + 1 }
}
