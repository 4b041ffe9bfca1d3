import type { KeyRecord, LogRecord } from '@pult/engine'
import { keyIn } from './keys.ts'

/**
 * Keys of records that the read models do not have yet. Put in order only when somebody asks: nearly every key is known to be new without
 * looking here. By the key alone: authors rarely share one, and a pair costs a new string.
 */
export class WaitingKeys {
  readonly #records = new Map<string, LogRecord[]>()
  #unordered: (readonly LogRecord[])[] = []

  add(records: readonly LogRecord[]): void {
    this.#unordered.push(records)
  }

  get(author: string, key: string): KeyRecord | undefined {
    this.#order()
    for (const record of this.#records.get(key)?.toReversed() ?? []) {
      const known = keyIn(record, author, key)
      if (known !== undefined) return known
    }
    return undefined
  }

  #order(): void {
    const batches = this.#unordered
    this.#unordered = []
    for (const record of batches.flat()) {
      const { fact, origin } = record
      if (fact.type === 'message' && fact.message.key !== undefined) this.#put(fact.message.key, record)
      if (origin !== undefined) this.#put(origin.key, record)
    }
  }

  #put(key: string, record: LogRecord): void {
    const known = this.#records.get(key)
    if (known === undefined) this.#records.set(key, [record])
    else known.push(record)
  }
}
