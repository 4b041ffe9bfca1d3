/** The first retry comes within a second: most losses are a blink. */
export const RETRY_MS_MIN = 500
/** A server that is away for long is asked twice a minute. */
export const RETRY_MS_MAX = 30_000
/** The server asked for a pause (4300–4399) and did not say how long. */
const PAUSE_MS_DEFAULT = 10_000

/** Jittered from the first try: after a deploy a thousand widgets come back spread over the window instead of together. */
export function retryDelayMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** (attempt + 1))
  return RETRY_MS_MIN + random() * (ceilingMs - RETRY_MS_MIN)
}

/** Never before what was asked, and spread over half as long again. */
export function pauseMs(retryMs: number | null, random: () => number): number {
  const leastMs = retryMs ?? PAUSE_MS_DEFAULT
  return leastMs + random() * Math.max(RETRY_MS_MIN, leastMs / 2)
}
