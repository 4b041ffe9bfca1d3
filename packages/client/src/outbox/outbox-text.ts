import type { OutboxItem } from '../state.ts'
import { OUTBOX_MAX, type Items } from './outbox.ts'

/** What is kept of an outbox: whose it is, and what has not been acknowledged. */
export interface Kept<Data> {
  /** The operator's or the client's id; null before the first connection. */
  readonly owner: string | null
  readonly items: Items<Data>
}

export function writeOutbox<Data>(kept: Kept<Data>): string {
  return JSON.stringify({
    owner: kept.owner,
    items: kept.items.filter((item) => item.state !== 'sent'),
  })
}

/** Total: what another version or another hand wrote is an empty outbox. Whatever was being sent is sent again, with its key. */
export function readOutbox<Data>(text: string | null): Kept<Data> {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Kept<Data>>
    const items = Array.isArray(kept.items) ? (kept.items as unknown[]).filter(isItem<Data>) : []
    return {
      owner: typeof kept.owner === 'string' ? kept.owner : null,
      items: items
        .slice(0, OUTBOX_MAX)
        .map((item) => (item.state === 'sending' ? { ...item, state: 'queued' } : item)),
    }
  } catch {
    return { owner: null, items: [] }
  }
}

function isItem<Data>(value: unknown): value is OutboxItem<Data> {
  const item = (value ?? {}) as Partial<OutboxItem<Data>>
  return (
    typeof item.key === 'string' &&
    typeof item.data === 'object' &&
    item.data !== null &&
    (item.state === 'queued' || item.state === 'sending' || item.state === 'failed')
  )
}
