/** One fold's next state. The state it began with stays as it was. */
export interface Draft<State> {
  readonly now: Readonly<State>
  readonly set: <Name extends keyof State>(name: Name, value: State[Name]) => void
}

export function createDraft<State extends object>(state: Readonly<State>): Draft<State> {
  let now = state
  return {
    get now() {
      return now
    },
    set(name, value) {
      if (now === state) now = { ...state }
      ;(now as State)[name] = value
    },
  }
}
