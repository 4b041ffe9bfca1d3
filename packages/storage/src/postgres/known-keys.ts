import type { LogRecord } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { KeyFilter } from '../key-filter.ts'
import { hashedKey, hashedKeysOf } from '../key-hash.ts'

/** Rows read into the filter at once: some milliseconds. */
const ROWS_AT_ONCE = 20_000
/** Between two tries while the database is away. */
const RETRY_MS = 1_000

/**
 * Which keys the workspace may have, so that a new message costs no question to the database. For its owner only: nobody else adds keys. After the opening the filter is
 * filled little by little; until it is full, everything may be known.
 */
export interface KnownKeys {
  /** The keys of records that are, or may be, durable from now on. */
  add(records: readonly LogRecord[]): void
  mayHave(author: string, key: string): boolean
  /** Ends the filling. */
  stop(): void
}

/** @param wait between two tries of reading */
export function openKnownKeys(
  sql: SQL,
  workspaceId: WorkspaceId,
  wait: (ms: number) => Promise<void>,
): KnownKeys {
  const filter = new KeyFilter()
  let isComplete = false
  const stopped = new AbortController()

  async function fill(table: 'log' | 'command_keys'): Promise<void> {
    for (let last: readonly [number, number] = [-(2 ** 31), -(2 ** 31)]; !stopped.signal.aborted;) {
      const rows = await patientRows(table, last)
      for (const [author, key] of rows) filter.add(author, key)
      if (rows.length < ROWS_AT_ONCE) return
      last = rows.at(-1)!
    }
  }

  async function patientRows(
    table: 'log' | 'command_keys',
    [author, key]: readonly [number, number],
  ): Promise<readonly (readonly [number, number])[]> {
    for (;;) {
      try {
        return (await sql
          .unsafe(
            `SELECT author_hash, key_hash FROM ${table}
              WHERE workspace_id = $1 AND key_hash IS NOT NULL AND (author_hash, key_hash) > ($2, $3)
              ORDER BY author_hash, key_hash LIMIT ${ROWS_AT_ONCE}`,
            [workspaceId, author, key],
          )
          .values()) as [number, number][]
      } catch (error) {
        // Whatever it is, the store meets it too, and says so; here everything goes on being perhaps known.
        if (stopped.signal.aborted) throw error
        await wait(RETRY_MS)
      }
    }
  }

  void Promise.all([fill('log'), fill('command_keys')]).then(
    () => (isComplete = !stopped.signal.aborted),
    () => undefined,
  )

  return {
    add(records) {
      for (const { author, key } of records.flatMap(hashedKeysOf)) filter.add(author, key)
    },
    mayHave(author, key) {
      const hashed = hashedKey(author, key)
      return !isComplete || filter.mayHave(hashed.author, hashed.key)
    },
    stop: () => stopped.abort(),
  }
}
