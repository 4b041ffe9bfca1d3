/** Noon of an ordinary Sunday. */
export const START_MS = Date.UTC(2026, 10, 22, 12)

/** Time that passes when a test says so, for everything that runs by it. */
export class Clock {
  nowMs = START_MS
  readonly #timers = new Set<{ readonly atMs: number; readonly run: () => void }>()

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Runs what is due, each at its own time, and lets the process breathe between. */
  async advance(ms: number): Promise<void> {
    const endMs = this.nowMs + ms
    for (;;) {
      const due = [...this.#timers]
        .filter(({ atMs }) => atMs <= endMs)
        .toSorted((one, other) => one.atMs - other.atMs)[0]
      if (due === undefined) break
      this.#timers.delete(due)
      this.nowMs = Math.max(this.nowMs, due.atMs)
      due.run()
      await breathe()
    }
    this.nowMs = endMs
    await breathe()
  }
}

/** Lets what is ready happen. */
export async function breathe(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await new Promise((resolve) => setImmediate(resolve))
}
