/**
 * How far a copy of a log is behind it. The log is looked at now and then; what stood there at a look and has not been taken in since is what the copy lacks. So a copy
 * that keeps up is never behind, however much is written between two looks.
 */
export interface Behind {
  /** Records that stood in the log at the last look, and are not here. */
  readonly records: number
  /** Since the oldest look whose records are not here yet. */
  readonly ms: number
}

/** What was seen in the log, by a clock that nobody sets. */
interface Sight {
  readonly headSeq: number
  readonly atMs: number
}

/** Oldest first; none: everything that was seen is here. */
export type Unreached = readonly Sight[]

/** Sights that are kept. A copy that is stuck for hours is not told more exactly by thousands. */
const SIGHTS_MAX = 32

/** The log was looked at. `ownSeq`: how far the copy has come. */
export function afterLook(unreached: Unreached, sight: Sight, ownSeq: number): Unreached {
  const left = [...unreached, sight].filter(({ headSeq }) => headSeq > ownSeq)
  // The oldest says since when, the newest how much; between them every second one will do.
  return left.length <= SIGHTS_MAX
    ? left
    : left.filter((_, index) => index % 2 === 0 || index === left.length - 1)
}

export function behindOf(unreached: Unreached, ownSeq: number, nowMs: number): Behind {
  const left = unreached.filter(({ headSeq }) => headSeq > ownSeq)
  const [oldest] = left
  if (oldest === undefined) return { records: 0, ms: 0 }
  return { records: left.at(-1)!.headSeq - ownSeq, ms: Math.max(0, Math.round(nowMs - oldest.atMs)) }
}
