import {
  openEitherBus,
  openNatsBus,
  openWordsBus,
  type Bus,
  type NatsAddress,
  type NodeId,
} from '@pult/cluster'
import { createWordsTable } from '@pult/storage'
import type { SQL } from 'bun'
import type { Logger } from 'pino'
import { runtimeTimers } from './workspace-host.ts'

/** Looks into the table of words: as the only way between nodes, beside NATS for those who are cut off from it, and where nobody else is there. */
const POLL_ONLY_MS = 100
const POLL_BESIDE_MS = 500
const POLL_ALONE_MS = 1_000

export interface BusPorts {
  readonly sql: SQL
  readonly node: NodeId
  /** Absent: words between nodes go through the database. */
  readonly address: NatsAddress | undefined
  /** Whether this is the only node, as far as is known. */
  readonly isAlone: () => boolean
  readonly onError: (error: unknown) => void
}

/** How words go between nodes. NATS may be away at the start and at any time. */
export function openBus({ sql, node, address, isAlone, onError }: BusPorts, log: Logger): Bus {
  const words = openWordsBus({
    table: createWordsTable(sql),
    pollMs: () => (address !== undefined ? POLL_BESIDE_MS : isAlone() ? POLL_ALONE_MS : POLL_ONLY_MS),
    after: runtimeTimers.after,
    onError,
  })
  if (address === undefined) return words
  const nats = openNatsBus({
    ...address,
    name: `pult ${node}`,
    onState: (isUp, sentence) => log[isUp ? 'info' : 'warn'](sentence),
  })
  return openEitherBus({
    quick: nats,
    slow: words,
    steadyMs: () => performance.now(),
    after: runtimeTimers.after,
  })
}
