import { StorageAway, StorageFault, StorageFull } from '@pult/engine'
import { SQL } from 'bun'

/**
 * What an error of the database means.
 * - `full`: no room on its disk; the statement did nothing.
 * - `conflict`: two transactions met; this one did nothing, and the same again may succeed at once.
 * - `away`: no connection, or none any more; whether the statement did something is not known.
 * - `fault`: everything else; nothing gets better by waiting.
 */
export type Trouble = 'full' | 'conflict' | 'away' | 'fault'

/** An answer did not come in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

const FULL = '53100'
/** Serialization failure, deadlock, lock not available; a statement that somebody cancelled. */
const CONFLICTS: ReadonlySet<string> = new Set(['40001', '40P01', '55P03', '57014'])
/**
 * Stopping, crashed and starting servers, too many connections, no memory for one more, a transaction that was idle for too long (its connection is gone),
 * a standby that was asked before it was made the primary.
 */
const AWAY: ReadonlySet<string> = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
  '53200',
  '25P03',
  '25006',
])
const CONNECTION_EXCEPTION = '08'

export function troubleOf(error: unknown): Trouble {
  if (error instanceof NoAnswer) return 'away'
  if (!(error instanceof SQL.PostgresError)) return 'fault'
  if (error.code === 'ERR_POSTGRES_COMMIT_ROLLED_BACK') return 'conflict'
  if (/^ERR_POSTGRES_(CONNECTION_|IDLE_TIMEOUT|LIFETIME_TIMEOUT)/.test(error.code)) return 'away'
  const state = error.errno ?? ''
  if (state === FULL) return 'full'
  if (CONFLICTS.has(state)) return 'conflict'
  return AWAY.has(state) || state.startsWith(CONNECTION_EXCEPTION) ? 'away' : 'fault'
}

/** `doing` completes "Could not …". */
export function storageErrorOf(error: unknown, doing: string): StorageFull | StorageAway | StorageFault {
  if (error instanceof StorageFull || error instanceof StorageAway || error instanceof StorageFault)
    return error
  const said = error instanceof Error ? error.message : String(error)
  switch (troubleOf(error)) {
    case 'full':
      return new StorageFull(`Could not ${doing}: the database's disk is full.`, { cause: error })
    case 'away':
    case 'conflict':
      return new StorageAway(`Could not ${doing}: the database does not answer (${said}).`, { cause: error })
    case 'fault':
      return new StorageFault(`Could not ${doing}: ${said}`, { cause: error })
  }
}
