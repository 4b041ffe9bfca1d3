/** Stands in a layer for what the layer below has and this map has not. */
const GONE = Symbol('gone')

/**
 * Changes above a layer before the next branch makes one layer of both. A branch copies the changes and, once in so many, everything: between a
 * thousand and ten thousand entries the two cost about the same here.
 */
const CHANGES_MAX = 128

/**
 * A map that is cheap to change and to keep as it was: a large layer that many share and nobody changes, and the few changes above it.
 * With five thousand sessions on the desk every event would otherwise copy five thousand entries. Its order is that of a `Map`: by first
 * coming, and what went and came back stands at the end.
 *
 * Whoever made a branch may change it until it is handed out.
 */
export class LayeredMap<Value extends object> implements ReadonlyMap<string, Value> {
  // Not `#`: what a test compares must be seen by the comparison.
  private readonly layer: ReadonlyMap<string, Value>
  private readonly changes: Map<string, Value | typeof GONE>
  /** Of the layer's keys those that went and came back. */
  private readonly late: Set<string>
  private count: number
  /** The layer that this one was made of, and what was changed for it: versions on both sides of that moment differ in little. */
  private before: { readonly layer: ReadonlyMap<string, Value>; readonly keys: readonly string[] } | null

  constructor(entries: Iterable<readonly [string, Value]> = []) {
    this.layer = new Map(entries)
    this.changes = new Map()
    this.late = new Set()
    this.count = this.layer.size
    this.before = null
  }

  get size(): number {
    return this.count
  }

  get(key: string): Value | undefined {
    const change = this.changes.get(key)
    if (change === undefined) return this.layer.get(key)
    return change === GONE ? undefined : change
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  set(key: string, value: Value): this {
    if (!this.has(key)) {
      this.count += 1
      if (this.layer.has(key)) {
        this.late.add(key)
        this.changes.delete(key)
      }
    }
    this.changes.set(key, value)
    return this
  }

  delete(key: string): boolean {
    if (!this.has(key)) return false
    this.count -= 1
    this.late.delete(key)
    if (this.layer.has(key)) this.changes.set(key, GONE)
    else this.changes.delete(key)
    return true
  }

  /** The same entries, to be changed without changing this one. */
  branch(): LayeredMap<Value> {
    const branch = Object.create(LayeredMap.prototype) as LayeredMap<Value>
    const isFlat = this.changes.size > CHANGES_MAX
    return Object.assign(branch, {
      layer: isFlat ? this.flat() : this.layer,
      changes: isFlat ? new Map() : new Map(this.changes),
      late: isFlat ? new Set() : new Set(this.late),
      count: this.count,
      before: isFlat ? { layer: this.layer, keys: [...this.changes.keys()] } : this.before,
    })
  }

  forEach(callback: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) callback(value, key, this)
  }

  *entries(): Generator<[string, Value], undefined> {
    for (const entry of this.layer) {
      const [key] = entry
      const change = this.changes.get(key)
      if (change === undefined) yield entry
      else if (change !== GONE && !this.late.has(key)) yield [key, change]
    }
    for (const [key, change] of this.changes) {
      if (change !== GONE && (this.late.has(key) || !this.layer.has(key))) yield [key, change]
    }
  }

  *keys(): Generator<string, undefined> {
    for (const [key] of this.entries()) yield key
  }

  *values(): Generator<Value, undefined> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): Generator<[string, Value], undefined> {
    return this.entries()
  }

  /** Keys among which all differences to the other stand; null where that is not known without looking at everything. */
  suspects(other: ReadonlyMap<string, object>): Iterable<string> | null {
    if (!(other instanceof LayeredMap)) return null
    const between =
      other.layer === this.layer ? [] : this.before?.layer === other.layer ? this.before?.keys : null
    return between && new Set([...between, ...this.changes.keys(), ...other.changes.keys()])
  }

  /** By the layer's own copy, which the runtime makes at once. */
  private flat(): ReadonlyMap<string, Value> {
    const flat = new Map(this.layer)
    for (const [key, change] of this.changes) {
      if (change === GONE || this.late.has(key)) flat.delete(key)
      if (change !== GONE) flat.set(key, change)
    }
    return flat
  }
}

/**
 * The keys that came, went, or have another value in `after` than in `before`. Costs a moment between two states of which one came of the
 * other by a few events, and a walk over both maps otherwise.
 */
export function changedKeys<Value extends object>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): ReadonlySet<string> {
  const changed = new Set<string>()
  if (before === after) return changed
  const suspects = after instanceof LayeredMap ? after.suspects(before) : null
  for (const key of suspects ?? after.keys()) if (before.get(key) !== after.get(key)) changed.add(key)
  if (suspects === null) for (const key of before.keys()) if (!after.has(key)) changed.add(key)
  return changed
}
