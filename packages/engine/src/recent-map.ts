/**
 * A bounded cache by generations: what was put or found lately is kept, at most twice `generationMax`. Forgetting drops a whole map
 * at once, because taking the oldest out of a large map one by one costs more than everything else that a message does.
 */
export class RecentMap<K, V> {
  readonly #generationMax: number
  #young = new Map<K, V>()
  #old = new Map<K, V>()

  constructor(generationMax: number) {
    this.#generationMax = generationMax
  }

  get(key: K): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  has(key: K): boolean {
    return this.#young.has(key) || this.#old.has(key)
  }

  set(key: K, value: V): void {
    this.#young.set(key, value)
    if (this.#young.size < this.#generationMax) return
    this.#old = this.#young
    this.#young = new Map()
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  *[Symbol.iterator](): Generator<[K, V]> {
    yield* this.#old
    yield* this.#young
  }
}
