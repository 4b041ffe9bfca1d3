import { signal, type ReadonlySignal } from '@preact/signals'
import type { Clock } from '@pult/client'
import type { Page } from './page.ts'

/** Countdowns and ages are told in seconds. */
const TICK_MS = 1_000

export const browserClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/**
 * Now, at every full second; only what reads it is drawn again. It stands still in a hidden tab and catches up on return.
 * Each tick sets the next, so that a clock that jumps is followed within a second.
 */
export function createTicking(ports: { readonly clock: Clock; readonly page: Page }): {
  readonly nowMs: ReadonlySignal<number>
  readonly stop: () => void
} {
  const { clock, page } = ports
  const nowMs = signal(clock.nowMs())
  let cancel: (() => void) | undefined

  function tick(): void {
    cancel?.()
    cancel = undefined
    if (!page.isVisible()) return
    const readMs = clock.nowMs()
    nowMs.value = readMs
    cancel = clock.after(TICK_MS - (readMs % TICK_MS), tick)
  }

  tick()
  const unwatch = page.onLook(tick)
  return {
    nowMs,
    stop() {
      cancel?.()
      unwatch()
    },
  }
}
