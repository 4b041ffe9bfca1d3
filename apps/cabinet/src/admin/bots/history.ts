/** What was done and can be taken back, as a value. */
export interface History<T> {
  readonly past: readonly T[]
  readonly now: T
  readonly future: readonly T[]
  /** What the last step was about: one that goes on with the same joins it. */
  readonly about: string | null
}

/** Steps back: more than anybody remembers having done. A scenario is a few tens of kilobytes, and its parts are shared between steps. */
const STEPS_MAX = 200

export function beginning<T>(now: T): History<T> {
  return { past: [], now, future: [], about: null }
}

/** @param about letters typed into one field are one step; null: a step of its own */
export function did<T>(history: History<T>, next: T, about: string | null): History<T> {
  const isJoined = about !== null && about === history.about && history.past.length > 0
  const past = isJoined ? history.past : [...history.past, history.now].slice(-STEPS_MAX)
  return { past, now: next, future: [], about }
}

/** The same object where there is nothing to take back. */
export function undone<T>(history: History<T>): History<T> {
  const { past, now, future } = history
  if (past.length === 0) return history
  return { past: past.slice(0, -1), now: past.at(-1)!, future: [now, ...future], about: null }
}

/** The same object where there is nothing to do again. */
export function redone<T>(history: History<T>): History<T> {
  const { past, now, future } = history
  if (future.length === 0) return history
  return { past: [...past, now], now: future[0]!, future: future.slice(1), about: null }
}
