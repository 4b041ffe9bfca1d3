import { constants, Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LogRecord } from '@pult/engine'
import { LogFault } from './errors.ts'
import { recordOf, type Row } from './log-file.ts'

/** What can be read of a log that another process has open. */
export interface RunningLog {
  /** Undefined: nothing has come from the write-ahead log into the file yet. */
  epoch(): string | undefined
  headSeq(): number
  /** Records after `afterSeq`, oldest first, at most `limit`; fewer, or none, where the file was being written. Each has its sum [ST16]. */
  read(afterSeq: number, limit: number): readonly LogRecord[]
}

/**
 * The log in a workspace's folder, as far as it is in the file itself: its owner's lock keeps everybody else from the write-ahead log [ST15], so the newest few megabytes are
 * missing until they are moved. No lock is taken and nothing is written. The file may change under a reader; what does not fit together is answered as if it were not there
 * yet, so real damage shows only to whoever opens the log as its owner. For another process than the owner's: closing a file drops all locks that a process has on it.
 */
export function openRunningLog(directory: string): RunningLog {
  const path = join(directory, 'log.sqlite')

  function look<T>(otherwise: T, read: (database: Database) => T): T {
    if (!existsSync(path)) return otherwise
    let database: Database | undefined
    try {
      // `immutable`: without locks, and without the write-ahead log.
      const uri = `${pathToFileURL(path).href}?immutable=1`
      database = new Database(uri, constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI)
      return read(database)
    } catch {
      return otherwise
    } finally {
      database?.close()
    }
  }

  return {
    epoch: () =>
      look<string | undefined>(
        undefined,
        (database) =>
          database.query<{ value: string }, []>("SELECT value FROM meta WHERE name = 'epoch'").get()?.value,
      ),
    headSeq: () =>
      look(
        0,
        (database) =>
          database.query<{ seq: number | null }, []>('SELECT max(seq) AS seq FROM log').get()?.seq ?? 0,
      ),
    read: (afterSeq, limit) =>
      look<readonly LogRecord[]>([], (database) => {
        const rows = database
          .query<Row, [number, number]>(
            'SELECT seq, at_ms, sum, body FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
          )
          .all(afterSeq, limit)
        return wholeBeginning(rows, afterSeq)
      }),
  }
}

function wholeBeginning(rows: readonly Row[], afterSeq: number): readonly LogRecord[] {
  const records: LogRecord[] = []
  try {
    for (const row of rows) records.push(recordOf(row, afterSeq + records.length + 1))
  } catch (error) {
    if (!(error instanceof LogFault)) throw error
  }
  return records
}
