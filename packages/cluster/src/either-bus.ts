import type { Bus } from './bus.ts'

/** Says that a node is cut off from the quick bus. */
const CUT_OFF = 'pult.cutOff'
const CUT_OFF_EACH_MS = 2_000
/** Who has not said so for as long is there again. */
const CUT_OFF_MS = 7_000

export interface EitherBusOptions {
  readonly quick: Bus
  /** Reaches everybody, always. */
  readonly slow: Bus
  readonly steadyMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
}

/**
 * The quick bus; and the slow one as well, for as long as this node or any other is cut off from the quick one. Words may come twice then, which nobody minds who counts them.
 */
export function openEitherBus({ quick, slow, steadyMs, after }: EitherBusOptions): Bus {
  let cutOffUntilMs = -Infinity
  let stop: (() => void) | undefined
  slow.subscribe(CUT_OFF, () => {
    cutOffUntilMs = steadyMs() + CUT_OFF_MS
  })

  function say(): void {
    if (!quick.isUp()) slow.publish(CUT_OFF, '')
    stop = after(CUT_OFF_EACH_MS, say)
  }
  say()

  return {
    isUp: () => quick.isUp(),
    publish(subject, message) {
      if (quick.isUp()) quick.publish(subject, message)
      if (!quick.isUp() || steadyMs() < cutOffUntilMs) slow.publish(subject, message)
    },
    subscribe(subject, hear) {
      const ends = [quick.subscribe(subject, hear), slow.subscribe(subject, hear)]
      return () => {
        for (const end of ends) end()
      }
    },
    async close() {
      stop?.()
      await Promise.all([quick.close(), slow.close()])
    },
  }
}
