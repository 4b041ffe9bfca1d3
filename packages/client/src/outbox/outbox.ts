import { retryDelayMs } from '../link/retry.ts'
import type { Refusal } from '../pult-error.ts'
import type { OutboxItem } from '../state.ts'

/**
 * Messages on their way, as a value: oldest first, one at a time within a lane (a session), so that order holds.
 *
 *   queued ──sent──► sending ──accepted──► sent ──its event──► gone
 *     ▲                │  └────refused for good──► failed ──retry──► queued
 *     └──temporary─────┘                              └──discard──► gone
 */
export type Items<Data> = readonly OutboxItem<Data>[]

/** More than anybody types while a tunnel lasts; two hundred of the longest still fit the browser's storage. */
export const OUTBOX_MAX = 200

export function queued<Data>(
  items: Items<Data>,
  message: { readonly key: string; readonly data: Data },
  nowMs: number,
): Items<Data> {
  const item: OutboxItem<Data> = {
    ...message,
    createdAtMs: nowMs,
    state: 'queued',
    attempts: 0,
    retryAtMs: 0,
    error: null,
  }
  return [...items, item]
}

/** What may go now: the first of each lane that is neither failed nor acknowledged, if it waits and its pause is over. */
export function due<Data>(
  items: Items<Data>,
  laneOf: (data: Data) => string,
  nowMs: number,
): readonly OutboxItem<Data>[] {
  return heads(items, laneOf).filter((item) => item.state === 'queued' && item.retryAtMs <= nowMs)
}

/** When the next pause is over; null: nothing is in a pause. */
export function nextDueMs<Data>(items: Items<Data>, laneOf: (data: Data) => string): number | null {
  const times = heads(items, laneOf).flatMap((item) => (item.state === 'queued' ? [item.retryAtMs] : []))
  return times.length === 0 ? null : Math.min(...times)
}

function heads<Data>(items: Items<Data>, laneOf: (data: Data) => string): readonly OutboxItem<Data>[] {
  const lanes = new Set<string>()
  return items.filter((item) => {
    if (item.state === 'failed' || item.state === 'sent') return false
    const lane = laneOf(item.data)
    if (lanes.has(lane)) return false
    lanes.add(lane)
    return true
  })
}

export function sending<Data>(items: Items<Data>, key: string): Items<Data> {
  return changed(items, key, (item) => ({ ...item, state: 'sending' }))
}

/** Acknowledged. `isTold`: its event has been folded in already, so that nothing is left to show. */
export function accepted<Data>(items: Items<Data>, key: string, isTold: boolean): Items<Data> {
  return isTold
    ? without(items, key)
    : changed(items, key, (item) => ({ ...item, state: 'sent', error: null }))
}

/** A temporary refusal waits and keeps its place; a lost connection is not even counted, nor is a silence, which has been waited for already. */
export function refused<Data>(
  items: Items<Data>,
  key: string,
  refusal: Refusal,
  nowMs: number,
  random: () => number,
): Items<Data> {
  return changed(items, key, (item) => {
    if (refusal.code === 'network' || refusal.code === 'timeout') return { ...item, state: 'queued' }
    if (!refusal.temporary) return { ...item, state: 'failed', error: refusal }
    const pauseMs = Math.max(refusal.retryMs ?? 0, retryDelayMs(item.attempts, random))
    return {
      ...item,
      state: 'queued',
      attempts: item.attempts + 1,
      retryAtMs: nowMs + pauseMs,
      error: refusal,
    }
  })
}

/** A failed message goes again, in its old place and with its old key. `insisting` answers what it was refused for [C2]. */
export function retried<Data>(
  items: Items<Data>,
  key: string,
  insisting: (data: Data, refusal: Refusal) => Data,
): Items<Data> {
  return changed(items, key, (item) => {
    if (item.state !== 'failed') return item
    const data = item.error === null ? item.data : insisting(item.data, item.error)
    return { ...item, data, state: 'queued', attempts: 0, retryAtMs: 0, error: null }
  })
}

export function without<Data>(items: Items<Data>, key: string): Items<Data> {
  return only(items, (item) => item.key !== key)
}

/** After a snapshot an acknowledged message is in the history; its event will not come. */
export function withoutSent<Data>(items: Items<Data>): Items<Data> {
  return only(items, (item) => item.state !== 'sent')
}

/** The same object when all are kept. */
function only<Data>(items: Items<Data>, isKept: (item: OutboxItem<Data>) => boolean): Items<Data> {
  return items.every(isKept) ? items : items.filter(isKept)
}

function changed<Data>(
  items: Items<Data>,
  key: string,
  change: (item: OutboxItem<Data>) => OutboxItem<Data>,
): Items<Data> {
  return items.map((item) => (item.key === key ? change(item) : item))
}
