import { Database } from 'bun:sqlite'
import { StorageFault } from '@pult/engine'
import { isBusy, storageError } from './errors.ts'

export interface DatabaseOptions {
  /** FULL: a commit is durable when it returns. NORMAL: the newest commits may be gone after a power cut, the file stays whole. */
  readonly synchronous: 'FULL' | 'NORMAL'
  readonly cacheKiB: number
  /** Pages in the write-ahead log before they are moved into the file. */
  readonly checkpointPages: number
  /** Pages of the file at most; for tests of a full disk. */
  readonly pagesMax?: number
}

/** A process that was killed a moment ago may still hold the lock while the kernel buries it. */
const LOCK_WAIT_MS = 500

/**
 * Opens or makes a file and takes it for this process alone, so that two processes never write one workspace.
 * The lock is the kernel's: a killed process leaves none behind.
 * @throws StorageFault
 */
export function openDatabase(path: string, options: DatabaseOptions): Database {
  let database: Database | undefined
  try {
    database = new Database(path, { create: true, readwrite: true, strict: true })
    database.run(`PRAGMA busy_timeout = ${LOCK_WAIT_MS}`)
    // With an exclusive lock SQLite keeps the index of the write-ahead log in its own memory: less system calls, no -shm file.
    database.run('PRAGMA locking_mode = EXCLUSIVE')
    database.run('PRAGMA journal_mode = WAL')
    database.run(`PRAGMA synchronous = ${options.synchronous}`)
    database.run(`PRAGMA cache_size = -${options.cacheKiB}`)
    database.run(`PRAGMA wal_autocheckpoint = ${options.checkpointPages}`)
    if (options.pagesMax !== undefined) database.run(`PRAGMA max_page_count = ${options.pagesMax}`)
    database.run('BEGIN EXCLUSIVE')
    database.run('COMMIT')
    return database
  } catch (error) {
    database?.close(true)
    if (isBusy(error)) {
      throw new StorageFault(
        `${path} is in use by another process. Two processes cannot serve one workspace: stop the other one first.`,
        { cause: error },
      )
    }
    throw storageError(error, `open ${path}`)
  }
}
