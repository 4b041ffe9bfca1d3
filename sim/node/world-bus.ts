import type { Bus } from '@pult/cluster'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Process } from './process.ts'

/** A node notices that it is cut off when it has heard nothing for so long, as its client of the real one does. */
const NOTICED_MS = 4_000
const DELAY_MS = { low: 1, high: 8 }

/** What the bus does to its words at present. */
export interface BusFaults {
  drop: number
  double: number
  /** So much later at most, each in its own time: what was said later may come sooner. */
  lateMs: number
}

interface End {
  readonly name: string
  readonly process: Process
  readonly hearers: Map<string, Set<(message: string) => void>>
  /** When the last word to each other end arrives: in order as long as nothing is wrong. */
  readonly arrivesMs: Map<End, number>
}

/** The quick bus between nodes: at most once, in the world's time. */
export class WorldBus {
  readonly faults: BusFaults = { drop: 0, double: 0, lateMs: 0 }
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #onWord: (subject: string, message: string) => void
  #ends: End[] = []
  /** Nodes that it does not reach, and since when. */
  readonly #cutSinceMs = new Map<string, number>()

  /** @param onWord is told of everything that is said, heard or not */
  constructor(scheduler: Scheduler, random: Random, onWord: (subject: string, message: string) => void) {
    this.#scheduler = scheduler
    this.#random = random
    this.#onWord = onWord
  }

  get isTroubled(): boolean {
    const { drop, double, lateMs } = this.faults
    return this.#cutSinceMs.size > 0 || drop + double + lateMs > 0
  }

  cut(name: string, isCut: boolean): void {
    if (!isCut) this.#cutSinceMs.delete(name)
    else if (!this.#cutSinceMs.has(name)) this.#cutSinceMs.set(name, this.#scheduler.nowMs())
  }

  /** As a process of the node reaches it. */
  open(name: string, process: Process): Bus {
    const end: End = { name, process, hearers: new Map(), arrivesMs: new Map() }
    this.#ends = this.#ends.filter((one) => one.process.isAlive())
    this.#ends.push(end)
    return {
      isUp: () => {
        const sinceMs = this.#cutSinceMs.get(name)
        return sinceMs === undefined || this.#scheduler.nowMs() - sinceMs < NOTICED_MS
      },
      publish: (subject, message) => {
        if (!process.isAlive()) return
        this.#onWord(subject, message)
        if (this.#cutSinceMs.has(name)) return
        for (const other of this.#ends)
          if (other.hearers.has(subject)) this.#carry(end, other, subject, message)
      },
      subscribe(subject, hear) {
        const hearers = end.hearers.get(subject) ?? new Set()
        end.hearers.set(subject, hearers.add(hear))
        return () => {
          hearers.delete(hear)
          if (hearers.size === 0) end.hearers.delete(subject)
        }
      },
      close: async () => end.hearers.clear(),
    }
  }

  #carry(from: End, to: End, subject: string, message: string): void {
    const { drop, double, lateMs } = this.faults
    if (this.#cutSinceMs.has(to.name) || this.#random.chance(drop)) return
    const times = this.#random.chance(double) ? 2 : 1
    for (let time = 0; time < times; time += 1) {
      const delayMs = this.#random.between(DELAY_MS.low, DELAY_MS.high) + this.#random.between(0, lateMs)
      const soonestMs = this.#scheduler.nowMs() + delayMs
      const atMs = lateMs > 0 ? soonestMs : Math.max(soonestMs, from.arrivesMs.get(to) ?? 0)
      from.arrivesMs.set(to, atMs)
      this.#scheduler.after(atMs - this.#scheduler.nowMs(), () =>
        to.process.gate(() => {
          for (const hear of to.hearers.get(subject) ?? []) hear(message)
        }),
      )
    }
  }
}
