/**
 * One fold's next state. A map is copied at the first change to it and not again, so that ten thousand replayed events
 * cost one copy and not ten thousand; one that knows a cheaper way than a copy is branched. The state it began with stays as it was.
 */
export interface Draft<State> {
  readonly now: Readonly<State>
  readonly set: <Name extends keyof State>(name: Name, value: State[Name]) => void
  /** The map under this name, ours to change. */
  readonly map: <Name extends MapNames<State>>(name: Name) => Writable<State[Name]>
}

type MapNames<State> = {
  [Name in keyof State]: State[Name] extends ReadonlyMap<string, unknown> ? Name : never
}[keyof State]

type Writable<M> = M extends ReadonlyMap<infer Key, infer Value> ? WritableMap<Key, Value> : never

interface WritableMap<Key, Value> extends ReadonlyMap<Key, Value> {
  set(key: Key, value: Value): unknown
  delete(key: Key): boolean
}

function isBranching(map: object): map is { branch(): object } {
  return 'branch' in map
}

export function createDraft<State extends object>(state: Readonly<State>): Draft<State> {
  let now = state
  const own = new Set<keyof State>()
  function set<Name extends keyof State>(name: Name, value: State[Name]): void {
    if (now === state) now = { ...state }
    ;(now as State)[name] = value
  }
  return {
    get now() {
      return now
    },
    set,
    map<Name extends MapNames<State>>(name: Name) {
      if (!own.has(name)) {
        own.add(name)
        const map = now[name] as ReadonlyMap<string, unknown>
        set(name, (isBranching(map) ? map.branch() : new Map(map)) as State[Name])
      }
      return now[name] as unknown as Writable<State[Name]>
    },
  }
}

/** Puts at the end and forgets the oldest above `max`. */
export function putBounded<Value>(
  map: WritableMap<string, Value>,
  id: string,
  value: Value,
  max: number,
): void {
  map.delete(id)
  map.set(id, value)
  for (const oldest of map.keys()) {
    if (map.size <= max) return
    map.delete(oldest)
  }
}
