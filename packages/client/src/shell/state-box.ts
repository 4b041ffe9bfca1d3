import { createListeners } from './listeners.ts'

/** The state that everybody sees: replaced as often as needed within one turn, told once at its end. */
export interface StateBox<State> {
  readonly state: State
  readonly put: (next: State) => void
  /** What is put inside is told as one change, when the outermost call is done. */
  readonly together: (act: () => void) => void
  readonly onState: (listener: (state: State) => void) => () => void
}

export function createStateBox<State>(initial: State): StateBox<State> {
  const listeners = createListeners<[State]>()
  let state = initial
  let told = initial
  let depth = 0

  function together(act: () => void): void {
    depth += 1
    try {
      act()
    } finally {
      depth -= 1
      if (depth === 0 && told !== state) {
        told = state
        listeners.tell(state)
      }
    }
  }

  return {
    get state() {
      return state
    },
    put: (next) => together(() => void (state = next)),
    together,
    onState: listeners.add,
  }
}
