import type { Clock } from '@pult/client'

/** Something that is asked for often and done seldom. */
export interface Pace {
  /** Once more. Asked for while it is about to be done, it is done once. */
  readonly ask: () => void
  readonly stop: () => void
}

/**
 * Runs at once where nothing was done for `gapMs`, else when they are over. `run` answers whether it did something: what came to nothing
 * makes nobody wait.
 */
export function createPace(clock: Clock, gapMs: number, run: () => boolean): Pace {
  let cancel: (() => void) | undefined
  let doneAtMs = Number.NEGATIVE_INFINITY

  function act(): void {
    cancel = undefined
    if (run()) doneAtMs = clock.nowMs()
  }
  return {
    ask() {
      if (cancel !== undefined) return
      const sinceMs = clock.nowMs() - doneAtMs
      // A clock that was set back must not hold anything up.
      if (sinceMs >= gapMs || sinceMs < 0) act()
      else cancel = clock.after(gapMs - sinceMs, act)
    },
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
