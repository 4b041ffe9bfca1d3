/** One event or signal, as the folds take it. */
export interface Delivery {
  readonly name: string
  readonly data: unknown
  /** Null for signals. */
  readonly seq: number | null
  readonly at: string
  readonly replayed: boolean
}
