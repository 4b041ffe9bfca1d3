/** Wakes everybody who hears it, each once. A set and no `AbortSignal`: with a thousand listeners each removal would look through all of them. */
export interface Bell {
  readonly ring: () => void
  /** Returns how to hear no more. */
  readonly hear: (run: () => void) => () => void
}

export function createBell(): Bell {
  let hearers = new Set<() => void>()
  return {
    ring() {
      const woken = hearers
      hearers = new Set()
      for (const wake of woken) wake()
    },
    hear(run) {
      const own = hearers
      own.add(run)
      return () => void own.delete(run)
    },
  }
}
