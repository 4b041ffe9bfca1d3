import { createDraft, type Draft } from './draft.ts'

/**
 * The draft of a state that has maps in it. One is copied at the first change to it and not again, so that ten thousand replayed events
 * cost one copy and not ten thousand; one that knows a cheaper way than a copy is branched. Apart from the plain draft, because a visitor's
 * state has no maps and its bundle no room.
 */
export interface MapDraft<State> extends Draft<State> {
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

export function createMapDraft<State extends object>(state: Readonly<State>): MapDraft<State> {
  const draft = createDraft(state)
  const own = new Set<keyof State>()
  return {
    get now() {
      return draft.now
    },
    set: draft.set,
    map<Name extends MapNames<State>>(name: Name) {
      if (!own.has(name)) {
        own.add(name)
        const map = draft.now[name] as ReadonlyMap<string, unknown>
        draft.set(name, (isBranching(map) ? map.branch() : new Map(map)) as State[Name])
      }
      return draft.now[name] as unknown as Writable<State[Name]>
    },
  }
}

function isBranching(map: object): map is { branch(): object } {
  return 'branch' in map
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
