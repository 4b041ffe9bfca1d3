import type { Touched } from '@pult/engine'

export type Kind = Touched['kind']
export type ValueOf<K extends Kind> = NonNullable<Extract<Touched, { kind: K }>['value']>

/** The newest value of each entity that a row of batches touched: a session touched a hundred times is written once. */
export class TouchedMap {
  readonly #kinds = new Map<Kind, Map<string, Touched>>()

  add(touched: Touched): void {
    let kind = this.#kinds.get(touched.kind)
    if (kind === undefined) this.#kinds.set(touched.kind, (kind = new Map()))
    kind.set(touched.id, touched)
  }

  get<K extends Kind>(kind: K, id: string): ValueOf<K> | undefined {
    const touched = this.#kinds.get(kind)?.get(id)
    return (touched?.value ?? undefined) as ValueOf<K> | undefined
  }

  *all(): Generator<Touched> {
    for (const kind of this.#kinds.values()) yield* kind.values()
  }

  get isEmpty(): boolean {
    return this.#kinds.size === 0
  }

  get size(): number {
    let size = 0
    for (const kind of this.#kinds.values()) size += kind.size
    return size
  }

  addNewer(newer: TouchedMap): void {
    for (const touched of newer.all()) this.add(touched)
  }

  /** Adds what is older: it does not replace what is there. */
  addOlder(older: TouchedMap): void {
    for (const touched of older.all()) {
      if (this.#kinds.get(touched.kind)?.has(touched.id) !== true) this.add(touched)
    }
  }
}
