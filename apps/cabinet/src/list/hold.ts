/**
 * Rows do not move under a hand. While the reader points at the list or steps through it, the order that was seen stands; what comes
 * meanwhile stands below it, and what left stays as a shadow of itself.
 *
 *   free ──hand on the list──► held ──time is up, hand gone, typing elsewhere──► free
 */
export interface Hold {
  /** What was seen when it began. */
  readonly ids: readonly string[]
  /** Milliseconds of the page's clock. */
  readonly untilMs: number
}

/** As long as a hand may rest between looking and clicking; later nobody works in the list, and the newest order is worth more. */
export const POINTER_HOLD_MS = 10_000
/** Between two steps of an arrow. */
export const KEY_HOLD_MS = 2_500

/** A hand is on the list. It never shortens what stands. */
export function held(hold: Hold | null, ids: readonly string[], nowMs: number, forMs: number): Hold {
  const untilMs = nowMs + forMs
  if (hold === null) return { ids, untilMs }
  return untilMs <= hold.untilMs ? hold : { ids: hold.ids, untilMs }
}

/** The order on screen: the one that was seen, then what came since. The same object as `live` where nothing differs. */
export function shownOrder(hold: Hold | null, live: readonly string[]): readonly string[] {
  if (hold === null || isSame(hold.ids, live)) return live
  const seen = new Set(hold.ids)
  return [...hold.ids, ...live.filter((id) => !seen.has(id))]
}

export function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((id, at) => id === b[at]))
}
