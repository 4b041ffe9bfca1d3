import type { Batch } from '@pult/engine'
import { TouchedMap } from '../touched-map.ts'
import { WaitingKeys } from '../waiting-keys.ts'

/** Batches that are written together. */
export interface Round {
  readonly batches: Batch[]
  readonly touched: TouchedMap
  readonly keys: WaitingKeys
  records: number
}

export function emptyRound(): Round {
  return { batches: [], touched: new TouchedMap(), keys: new WaitingKeys(), records: 0 }
}

/** Two rounds as one. `newer` is used up. */
export function joined(older: Round, newer: Round): Round {
  newer.touched.addOlder(older.touched)
  const batches = [...older.batches, ...newer.batches]
  const keys = new WaitingKeys()
  for (const { records } of batches) keys.add(records)
  return {
    batches,
    touched: newer.touched,
    keys,
    records: older.records + newer.records,
  }
}
