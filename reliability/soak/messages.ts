/** What the process that pings tells every few seconds: milliseconds of the answers since the last time. */
export interface Pings {
  readonly answersMs: readonly number[]
  /** Tries that were not answered with 200. */
  readonly failed: number
}
