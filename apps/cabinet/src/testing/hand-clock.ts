import type { Clock } from '@pult/client'

/** A clock that stands still until it is told how much time has passed. */
export interface HandClock extends Clock {
  /** Calls back whatever is due on the way, in its order, each at its own time. */
  readonly pass: (ms: number) => void
  /** How many wait to be called back. */
  readonly waiting: number
}

export function createHandClock(startMs: number): HandClock {
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>()
  let nowMs = startMs

  function nextUntil(endMs: number) {
    const due = [...timers].filter(({ atMs }) => atMs <= endMs)
    return due.toSorted((a, b) => a.atMs - b.atMs)[0]
  }

  return {
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    pass(ms) {
      const endMs = nowMs + ms
      for (let timer = nextUntil(endMs); timer !== undefined; timer = nextUntil(endMs)) {
        timers.delete(timer)
        nowMs = timer.atMs
        timer.callback()
      }
      nowMs = endMs
    },
    get waiting() {
      return timers.size
    },
  }
}
