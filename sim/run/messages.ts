import type { Outcome } from '../types.ts'

/** A world that a worker is to run. */
export interface Order {
  readonly seed: number
  /** Whether to run it again and compare: the same seed must give the same world [SIM1]. */
  readonly isTwice: boolean
}

/** What came of a world, without its story: who wants that, runs the seed again. */
export interface Report extends Pick<Outcome, 'seed' | 'steps' | 'hash' | 'marks' | 'broken'> {
  /** What the first run took of a core, in milliseconds. */
  readonly ms: number
  /** How many times it was run. */
  readonly runs: number
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly marks: readonly string[] }
  | { readonly kind: 'report'; readonly report: Report }
  /** It cannot begin: nothing that it would run could be trusted. */
  | { readonly kind: 'unfit'; readonly why: string }
