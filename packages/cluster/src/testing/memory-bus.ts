import type { Bus } from '../bus.ts'

/** What a bus in memory does to its words. */
export interface BusFaults {
  /** Of each delivery: how often it comes. 0: lost; 2: doubled. */
  times(subject: string): number
}

/** One bus in memory with as many ends as there are nodes; what is published comes a moment later. */
export class MemoryBus {
  faults: BusFaults = { times: () => 1 }
  readonly #hearers = new Map<string, Set<(message: string) => void>>()

  open(): Bus {
    const mine = new Set<() => void>()
    return {
      publish: (subject, message) => {
        for (const hear of this.#hearers.get(subject) ?? []) {
          const times = this.faults.times(subject)
          setImmediate(() => {
            for (let time = 0; time < times; time += 1)
              if (this.#hearers.get(subject)?.has(hear)) hear(message)
          })
        }
      },
      subscribe: (subject, hear) => {
        const hearers = this.#hearers.get(subject) ?? new Set()
        this.#hearers.set(subject, hearers.add(hear))
        const stop = (): void => void hearers.delete(hear)
        mine.add(stop)
        return stop
      },
      isUp: () => true,
      close: async () => {
        for (const stop of mine) stop()
      },
    }
  }
}
