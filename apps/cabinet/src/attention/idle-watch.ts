import { effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Clock } from '@pult/client'
import { idleDueMs, onIdleTime, onInput, onStatus, type Idle } from './idle.ts'

/** What counts as a hand at the desk. */
const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
/** Other tabs hear of it at most so often; each would otherwise hear of every step of the mouse. */
const TELL_EVERY_MS = 2_000

export interface IdleWatch {
  readonly idle: ReadonlySignal<Idle>
  stop(): void
}

/** Tabs hear each other by it. */
export interface InputChannel {
  readonly tell: (atMs: number) => void
  readonly onTold: (listener: (atMs: number) => void) => () => void
}

/**
 * Follows the hands in every tab. `onAway` is called in each when the minute of the warning is over: who leads sets the status.
 * `awaySinceMs`: where an earlier page left off, null otherwise.
 */
export function watchIdle(ports: {
  readonly clock: Clock
  readonly channel: InputChannel
  /** Null: nobody is asked. */
  readonly limitMs: ReadonlySignal<number | null>
  readonly status: ReadonlySignal<string | null>
  readonly awaySinceMs: number | null
  readonly target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  readonly onAway: () => void
}): IdleWatch {
  const { clock, channel, limitMs, status, target } = ports
  const startMs = clock.nowMs()
  const idle = signal<Idle>(
    ports.awaySinceMs === null
      ? { name: 'here', inputMs: startMs }
      : { name: 'away', sinceMs: ports.awaySinceMs },
  )
  let toldMs = 0
  let cancel: (() => void) | undefined

  function become(next: Idle): void {
    const before = idle.peek()
    if (next === before) return
    idle.value = next
    if (next.name === 'away' && before.name === 'warned') ports.onAway()
  }
  /** One timer, which asks again when it rings: an input does not set it anew. */
  function arm(): void {
    cancel?.()
    const dueMs = idleDueMs(idle.peek(), limitMs.peek())
    cancel =
      dueMs === null
        ? undefined
        : clock.after(Math.max(0, dueMs - clock.nowMs()), () => {
            become(onIdleTime(idle.peek(), limitMs.peek(), clock.nowMs()))
            arm()
          })
  }
  function hear(atMs: number): void {
    const { name } = idle.peek()
    become(onInput(idle.peek(), atMs))
    if (name === 'warned') arm()
  }
  function onHand(): void {
    const nowMs = clock.nowMs()
    if (idle.peek().name === 'warned' || nowMs - toldMs >= TELL_EVERY_MS) {
      toldMs = nowMs
      channel.tell(nowMs)
    }
    hear(nowMs)
  }

  for (const name of inputs) target.addEventListener(name, onHand, { capture: true, passive: true })
  const stops = [
    channel.onTold(hear),
    effect(() => {
      const now = status.value
      if (now !== null) become(onStatus(idle.peek(), now, clock.nowMs()))
    }),
    effect(() => {
      become(onIdleTime(idle.peek(), limitMs.value, clock.nowMs()))
      arm()
    }),
  ]
  return {
    idle,
    stop() {
      for (const name of inputs) target.removeEventListener(name, onHand, { capture: true })
      for (const stop of stops) stop()
      cancel?.()
    },
  }
}
