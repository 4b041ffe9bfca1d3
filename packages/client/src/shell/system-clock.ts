import type { Clock } from '../options.ts'

/** `setTimeout` fires at once above 2³¹−1 ms. */
const DELAY_MS_MAX = 2 ** 31 - 1

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, DELAY_MS_MAX))
    return () => clearTimeout(timer)
  },
}
