import type { Clock } from '../options.ts'

/** At most one call in `everyMs`, the first at once, the newest last. Another lane does not wait for the one before. */
export interface Throttle<Data> {
  readonly push: (lane: string, data: Data) => void
  readonly rest: () => void
}

export function createThrottle<Data>(
  clock: Clock,
  everyMs: number,
  act: (data: Data) => void,
): Throttle<Data> {
  let lane: string | undefined
  let nextMs = 0
  let newest: Data | undefined
  let cancel: (() => void) | undefined

  function rest(): void {
    cancel?.()
    cancel = undefined
    newest = undefined
  }

  return {
    rest,
    push(to, data) {
      const nowMs = clock.nowMs()
      if (to !== lane || nowMs >= nextMs) {
        rest()
        lane = to
        nextMs = nowMs + everyMs
        return act(data)
      }
      newest = data
      cancel ??= clock.after(nextMs - nowMs, () => {
        const last = newest
        rest()
        nextMs = clock.nowMs() + everyMs
        if (last !== undefined) act(last)
      })
    },
  }
}
