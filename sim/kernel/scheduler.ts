import { drainMicrotasks } from 'bun:jsc'

/** The only clock of a world, and the only thing that makes anything happen in it. */
export interface Scheduler {
  /** Milliseconds since 1970, whole. */
  readonly nowMs: () => number
  /** How many things have happened. */
  readonly steps: () => number
  /** Runs something once; returns how to prevent it. What is due at the same moment runs in the order in which it was asked for. */
  readonly after: (delayMs: number, run: () => void) => () => void
  /** Lets the next thing happen, and everything that follows from it at once. False when there is nothing left. */
  readonly step: () => boolean
  /** When the next thing happens, or null. */
  readonly nextAtMs: () => number | null
}

interface Entry {
  readonly atMs: number
  readonly order: number
  run: (() => void) | undefined
}

export function createScheduler(startMs: number): Scheduler {
  /** A binary heap by time, then order. */
  const heap: Entry[] = []
  let nowMs = startMs
  let order = 0
  let steps = 0

  const isBefore = (one: Entry, other: Entry): boolean =>
    one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)

  function push(entry: Entry): void {
    let index = heap.length
    heap.push(entry)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (isBefore(heap[parent]!, entry)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = entry
  }

  function pop(): Entry {
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (isBefore(last, heap[child]!)) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = last
    return first
  }

  /** Entries that were taken back stay until they come up. */
  function dropDead(): void {
    while (heap.length > 0 && heap[0]!.run === undefined) pop()
  }

  return {
    nowMs: () => nowMs,
    steps: () => steps,
    after(delayMs, run) {
      const entry: Entry = { atMs: nowMs + Math.max(0, Math.ceil(delayMs)), order: (order += 1), run }
      push(entry)
      return () => {
        entry.run = undefined
      }
    },
    step() {
      dropDead()
      if (heap.length === 0) return false
      const { atMs, run } = pop()
      nowMs = atMs
      steps += 1
      run!()
      drainMicrotasks()
      return true
    },
    nextAtMs() {
      dropDead()
      return heap[0]?.atMs ?? null
    },
  }
}
