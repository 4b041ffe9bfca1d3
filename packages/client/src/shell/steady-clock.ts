import type { Clock } from '../options.ts'

export interface SteadyClock extends Clock {
  /** A time of this clock as the device's clock has it now. */
  readonly shownMs: (steadyMs: number) => number
}

/**
 * The device's clock, but one that never goes back, and on which a timer that rings has run its time. Somebody who sets their clock back by an hour
 * would otherwise believe a dead connection for an hour: its deadline would be as far away again.
 */
export function createSteadyClock(clock: Clock): SteadyClock {
  /** How far the device's clock has been set back in all. */
  let backMs = 0
  let lastMs = -Infinity

  const reach = (atMs: number): number => (lastMs = Math.max(lastMs, atMs))
  function nowMs(): number {
    const ownMs = clock.nowMs()
    backMs = Math.max(backMs, lastMs - ownMs)
    return reach(ownMs + backMs)
  }

  return {
    nowMs,
    after(delayMs, callback) {
      const atMs = nowMs() + delayMs
      return clock.after(delayMs, () => {
        reach(atMs)
        callback()
      })
    },
    shownMs: (steadyMs) => steadyMs - backMs,
  }
}
