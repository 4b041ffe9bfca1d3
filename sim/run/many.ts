import { NODES_EVERY, NODES_FROM } from '../node-worlds.ts'
import { PINNED } from '../pinned.ts'
import type { Order, Report } from './messages.ts'
import { runPool } from './pool.ts'
import { counted, emptyTally, type Tally } from './tally.ts'

export interface ManyOptions {
  readonly from: number
  /** How many after the pinned ones; Infinity: until `isOver`. */
  readonly count: number
  readonly isOver?: () => boolean
  /** One in eight of the fresh ones has several nodes: its seed is that many behind the first of those. */
  readonly isMixed?: boolean
  readonly atOnce: number
  readonly bug: string | null
  readonly onProgress: (tally: Tally, report: Report) => void
}

/** Every so many seeds, one is run twice and its hashes are compared [SIM1]. */
const TWICE_EVERY = 100

/** Runs the pinned seeds, then fresh ones. */
export async function runMany(options: ManyOptions): Promise<Tally> {
  const { count, isOver, onProgress } = options
  let tally = emptyTally()
  const seeds = seedsOf(options)
  let begun = 0
  await runPool({
    ...options,
    worlds: PINNED.length + count,
    next(): Order | undefined {
      if (begun >= PINNED.length + count || isOver?.() === true) return undefined
      begun += 1
      return { seed: seeds.next().value!, isTwice: begun % TWICE_EVERY === 0 }
    },
    onMarks: (marks) => {
      tally = { ...tally, marks: { ...emptyTally(marks).marks, ...tally.marks } }
    },
    onReport(report) {
      tally = counted(tally, report)
      onProgress(tally, report)
    },
  })
  return tally
}

function* seedsOf({ from, isMixed = false }: ManyOptions): Generator<number, undefined> {
  for (const { seed } of PINNED) yield seed
  for (let seed = from; ; seed += 1)
    yield isMixed && seed % NODES_EVERY === 0 && seed < NODES_FROM ? NODES_FROM + seed : seed
}
