import type { Clock } from '../options.ts'

/** Calls back at the time that was named last; null: not at all. */
export interface StaleTimer {
  readonly arm: (atMs: number | null) => void
}

export function createStaleTimer(clock: Clock, callback: () => void): StaleTimer {
  let armedMs: number | null = null
  let cancel: (() => void) | undefined
  return {
    arm(atMs) {
      if (atMs === armedMs) return
      cancel?.()
      armedMs = atMs
      cancel =
        atMs === null
          ? undefined
          : clock.after(Math.max(0, atMs - clock.nowMs()), () => {
              armedMs = null
              callback()
            })
    },
  }
}
