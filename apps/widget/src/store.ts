/** One value, and who wants to know when it is another. */
export interface Store<State extends object> {
  readonly state: State
  /** Replaces the given fields. Nobody is told when each of them is what it was. */
  set(change: Partial<State>): void
  /** Returns how to stop listening. */
  subscribe(listener: () => void): () => void
}

export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get state() {
      return state
    },
    set(change) {
      const names = Object.keys(change) as (keyof State)[]
      if (names.every((name) => Object.is(state[name], change[name]))) return
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
