import { SQLiteError } from 'bun:sqlite'
import { StorageFault, StorageFull } from '@pult/engine'
import { DamagedEntity } from '../damaged-entity.ts'

/**
 * What an error of the file means [G10]. `doing` completes "Could not …".
 * Only a full disk is survivable; whatever else SQLite reports, the file can no longer be trusted to hold what we think.
 */
export function storageError(error: unknown, doing: string): StorageFull | StorageFault {
  if (error instanceof StorageFull || error instanceof StorageFault) return error
  const cause = error instanceof SQLiteError || isSystemError(error) ? error : undefined
  if (cause?.code === 'SQLITE_FULL' || cause?.code === 'ENOSPC') {
    return new StorageFull(`Could not ${doing}: the disk is full.`, { cause })
  }
  const said = error instanceof Error ? error.message : String(error)
  return new StorageFault(`Could not ${doing}: ${said}`, { cause: error })
}

export function isBusy(error: unknown): boolean {
  return error instanceof SQLiteError && (error.code ?? '').startsWith('SQLITE_BUSY')
}

/** The truth is damaged, or what says so: nothing can be made again from it. */
export class LogFault extends StorageFault {}

/** What is in the read models is not what was written there; the log can make them again. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedEntity) return true
  if (error instanceof LogFault) return false
  if (error instanceof SQLiteError) return /^SQLITE_(CORRUPT|NOTADB)/.test(error.code ?? '')
  return error instanceof StorageFault && isDamage(error.cause)
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
