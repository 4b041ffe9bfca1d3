/** What a generator of the storm is told: as its argument, then by message. */
export interface GeneratorOrder {
  readonly url: string
  readonly channelKey: string
  readonly count: number
  readonly seed: number
  /** Everybody comes back at a moment of their own within so long after the line was lost. */
  readonly jitterMs: number
}

export interface Answers {
  readonly kind: 'answers'
  /** By session: the texts with which the operator answered while everybody came back. */
  readonly bodies: Readonly<Record<string, string>>
}

/** What it tells. Times are `Date.now()`, which the processes of one machine share. */
export type GeneratorMessage =
  /** Everybody is connected and has written once. */
  | { readonly kind: 'ready'; readonly sessionIds: readonly string[] }
  | {
      readonly kind: 'back'
      readonly count: number
      readonly snapshots: number
      readonly times: readonly number[]
    }
  | {
      readonly kind: 'report'
      readonly faults: readonly string[]
      readonly acknowledged: number
      readonly repeated: number
    }
