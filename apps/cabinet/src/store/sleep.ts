import type { Clock } from '@pult/client'
import type { Page } from './page.ts'

/** How often the clock is looked at. */
const LOOK_MS = 2_000
/** In a page that is in sight a timer is never so late, unless the device or the page slept. */
export const ASLEEP_VISIBLE_MS = 10_000
/** A hidden page's timers ring once a minute; later than this it was frozen, or the lid was closed. */
export const ASLEEP_HIDDEN_MS = 90_000

/** Whether a look at the clock that comes so late after the one before means sleep. */
export function wasAsleep(gapMs: number, wasVisible: boolean): boolean {
  return gapMs >= (wasVisible ? ASLEEP_VISIBLE_MS : ASLEEP_HIDDEN_MS)
}

/**
 * Calls back after a sleep, with the time at which it began: browsers tell nothing of a closed lid, and their timers stand still with it, so
 * that a dead connection would be believed for as long as it had left. Returns how to stop.
 */
export function watchSleep(
  { clock, page }: { readonly clock: Clock; readonly page: Page },
  onWoken: (sinceMs: number) => void,
): () => void {
  let lastMs = clock.nowMs()
  let wasVisible = page.isVisible()
  let cancel: (() => void) | undefined

  function look(): void {
    cancel?.()
    const nowMs = clock.nowMs()
    const sinceMs = lastMs
    const slept = wasAsleep(nowMs - lastMs, wasVisible)
    lastMs = nowMs
    wasVisible = page.isVisible()
    cancel = clock.after(LOOK_MS, look)
    if (slept) onWoken(sinceMs)
  }

  cancel = clock.after(LOOK_MS, look)
  const unwatch = page.onLook(look)
  return () => {
    cancel?.()
    unwatch()
  }
}
