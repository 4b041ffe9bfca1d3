import { signal, type ReadonlySignal } from '@preact/signals'

/** Now, once a second; only what reads it is drawn again. It stands still in a hidden tab and catches up on return. */
export function createTicking(): { readonly nowMs: ReadonlySignal<number>; readonly stop: () => void } {
  const nowMs = signal(Date.now())
  const tick = () => {
    if (document.visibilityState === 'visible') nowMs.value = Date.now()
  }
  const timer = setInterval(tick, 1000)
  document.addEventListener('visibilitychange', tick)
  return {
    nowMs,
    stop() {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    },
  }
}
