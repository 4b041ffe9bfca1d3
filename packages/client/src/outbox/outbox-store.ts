import type { Storage } from '../options.ts'
import { parsed } from '../parsed.ts'
import type { OutboxItem } from '../state.ts'
import { OUTBOX_MAX, type Items } from './outbox.ts'

/** What is kept of an outbox: whose it is, and what has not been acknowledged. */
export interface Kept<Data> {
  /** The operator's or the client's id; null before the first connection. */
  readonly owner: string | null
  readonly items: Items<Data>
}

export interface OutboxStore<Data> {
  /** Total: what another version or another hand wrote is an empty outbox. Whatever was being sent is sent again, with its key. */
  readonly load: () => Kept<Data>
  readonly save: (kept: Kept<Data>) => void
}

/**
 * Each message has a place of its own, so that a change costs as much as the message that changed, however many wait; under `name` are the
 * owner and the keys. The storage must not throw.
 */
export function createOutboxStore<Data>(storage: Storage, name: string): OutboxStore<Data> {
  /** What stands in the storage by key; undefined: something that is no message. */
  let stored: ReadonlyMap<string, OutboxItem<Data> | undefined> = new Map()
  const placeOf = (key: string) => `${name}.${key}`

  function itemAt(key: string): OutboxItem<Data> | undefined {
    const item = parsed(storage.get(placeOf(key)))
    if (!isItem<Data>(item, key)) return undefined
    return item.state === 'sending' ? { ...item, state: 'queued' } : item
  }

  return {
    load() {
      const { owner, keys } = (parsed(storage.get(name)) ?? {}) as Readonly<Record<string, unknown>>
      const known = (Array.isArray(keys) ? (keys as unknown[]) : []).filter((key) => typeof key === 'string')
      stored = new Map(known.map((key) => [key, itemAt(key)]))
      return {
        owner: typeof owner === 'string' ? owner : null,
        items: [...stored.values()].filter((item) => item !== undefined).slice(0, OUTBOX_MAX),
      }
    },
    save({ owner, items }) {
      const next = new Map(items.flatMap((item) => (item.state === 'sent' ? [] : [[item.key, item]])))
      // A tab may end between any two of these: nothing may stand in the storage that no key leads to, and a key may lead to nothing.
      for (const key of stored.keys()) if (!next.has(key)) storage.remove(placeOf(key))
      storage.set(name, JSON.stringify({ owner, keys: [...next.keys()] }))
      for (const [key, item] of next)
        if (stored.get(key) !== item) storage.set(placeOf(key), JSON.stringify(item))
      stored = next
    },
  }
}

function isItem<Data>(value: unknown, key: string): value is OutboxItem<Data> {
  const item = (value ?? {}) as Partial<OutboxItem<Data>>
  return (
    item.key === key &&
    typeof item.data === 'object' &&
    item.data !== null &&
    (item.state === 'queued' || item.state === 'sending' || item.state === 'failed')
  )
}
