/** A clock that a test lets go on: timers ring when they are due, and what they cause is waited for. */
export class TestClock {
  /** Goes forward only. */
  steadyMs = 0
  #timers: { readonly atMs: number; readonly run: () => void }[] = []

  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { atMs: this.steadyMs + delayMs, run }
    this.#timers.push(timer)
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer))
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.steadyMs + ms
    await idle()
    for (;;) {
      const [timer] = this.#timers.toSorted((one, other) => one.atMs - other.atMs)
      if (timer === undefined || timer.atMs > untilMs) break
      this.#timers = this.#timers.filter((one) => one !== timer)
      this.steadyMs = Math.max(this.steadyMs, timer.atMs)
      timer.run()
      await idle()
    }
    this.steadyMs = untilMs
  }
}

/** Long enough for every turn and every word that is on its way. */
export async function idle(): Promise<void> {
  for (let round = 0; round < 25; round += 1) await new Promise((resolve) => setImmediate(resolve))
}
