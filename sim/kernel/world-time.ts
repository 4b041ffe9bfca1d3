import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'

/**
 * Runs something with the world's clock and chance in place of the machine's. What a browser or a database's driver reaches for by itself
 * (timers, `Date.now`, `crypto`) is the world's then, so that the code is the real one and the run is the same each time.
 * `run` must be synchronous: the machine's own are back when it returns.
 */
export function inWorldTime<T>(scheduler: Scheduler, random: Random, run: () => T): T {
  const machine = {
    Date: globalThis.Date,
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    setImmediate: globalThis.setImmediate,
    now: performance.now.bind(performance),
    random: Math.random.bind(Math),
    getRandomValues: crypto.getRandomValues.bind(crypto),
    randomUUID: crypto.randomUUID.bind(crypto),
  }
  const beganMs = scheduler.nowMs()
  Object.assign(globalThis, worldTimers(scheduler), { Date: worldDate(scheduler) })
  performance.now = () => scheduler.nowMs() - beganMs
  Math.random = random.next
  crypto.getRandomValues = <A extends ArrayBufferView | null>(array: A): A => {
    if (array !== null) {
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(random.bytes(array.byteLength))
    }
    return array
  }
  crypto.randomUUID = () => {
    const hex = Buffer.from(random.bytes(16)).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
  }
  try {
    return run()
  } finally {
    const { now, random, getRandomValues, randomUUID, ...globals } = machine
    Object.assign(globalThis, globals)
    performance.now = now
    Math.random = random
    crypto.getRandomValues = getRandomValues
    crypto.randomUUID = randomUUID
  }
}

function worldDate({ nowMs }: Scheduler): DateConstructor {
  const Machine = globalThis.Date
  class WorldDate extends Machine {
    constructor(...given: [] | [number | string | Date]) {
      super(...((given.length === 0 ? [nowMs()] : given) as [number]))
    }
    static override now(): number {
      return nowMs()
    }
  }
  return WorldDate as unknown as DateConstructor
}

/** A timer that can be taken back, in the shape that Node's and the browser's callers expect. */
class WorldTimer {
  readonly #cancel: () => void
  constructor(cancel: () => void) {
    this.#cancel = cancel
  }
  cancel(): void {
    this.#cancel()
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}

function worldTimers(scheduler: Scheduler): Record<string, unknown> {
  const setTimeout = (run: () => void, delayMs = 0): WorldTimer =>
    new WorldTimer(scheduler.after(delayMs, run))
  const setInterval = (run: () => void, everyMs: number): WorldTimer => {
    let cancel: () => void
    const arm = (): void => {
      cancel = scheduler.after(Math.max(1, everyMs), () => {
        arm()
        run()
      })
    }
    arm()
    return new WorldTimer(() => cancel())
  }
  const setImmediate = (run: () => void): WorldTimer => new WorldTimer(scheduler.after(0, run))
  return { setTimeout, clearTimeout: clearTimer, setInterval, clearInterval: clearTimer, setImmediate }
}

function clearTimer(timer: unknown): void {
  if (timer instanceof WorldTimer) timer.cancel()
}
