import type { LogRecord } from '@pult/engine'
import { constants, type Database } from 'bun:sqlite'
import { DamagedEntity } from '../damaged-entity.ts'
import { LogFault, storageError } from './errors.ts'
import { migrate, type Migration } from './migrate.ts'
import { openDatabase } from './open-database.ts'
import { decodeRecord, encodeRecord } from '../record-codec.ts'
import { createRowWriter } from './row-writer.ts'
import { sumOfRecord } from '../record-sum.ts'

/**
 * `log.sqlite`, the truth: one row a record, appended and never touched again. No index beside the row id: one on the session made ten
 * times the disk writes. `sum` covers `seq`, time and text, so that a flipped bit stops us instead of being told to people [G10].
 */
export interface LogFile {
  readonly epoch: string
  readonly headSeq: () => number
  /** Durable when it returns; all or nothing. The records have been checked. @throws StorageFull, StorageFault */
  write(records: readonly LogRecord[]): void
  read(afterSeq: number, limit: number): readonly LogRecord[]
  /** The record with this number, which must be in the log. */
  readonly record: (seq: number) => LogRecord
  /** Lets go of the file. `asItIs`: its write-ahead log stays, for whoever looks for what is missing. */
  close(asItIs?: boolean): void
}

const MIGRATIONS: readonly Migration[] = [
  [
    'CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
    'CREATE TABLE log (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, sum INTEGER NOT NULL, body TEXT NOT NULL)',
  ],
]

export interface Row {
  readonly seq: number
  readonly at_ms: number
  readonly sum: number
  readonly body: string
}

export function openLogFile(path: string, makeEpoch: () => string, pagesMax?: number): LogFile {
  const database = openDatabase(path, {
    synchronous: 'FULL',
    cacheKiB: 4096,
    checkpointPages: 1000,
    ...(pagesMax === undefined ? {} : { pagesMax }),
  })
  try {
    // Asked before anything is written: who knows of an older log in this place throws, and that one's remains stay as they are.
    const epoch = isEmpty(database) ? makeEpoch() : undefined
    migrate(database, MIGRATIONS, 'Start that version again, or restore a backup made by this one.')
    return logFile(
      database,
      epochOf(database, () => epoch ?? makeEpoch()),
    )
  } catch (error) {
    closeAsItIs(database)
    throw storageError(error, `open ${path}`)
  }
}

function isEmpty(database: Database): boolean {
  return database.query('SELECT 1 FROM sqlite_schema LIMIT 1').get() === null
}

/** Leaves the write-ahead log where it is, for whoever looks for what is missing. */
function closeAsItIs(database: Database): void {
  database.fileControl(constants.SQLITE_FCNTL_PERSIST_WAL, 1)
  database.close(true)
}

function epochOf(database: Database, makeEpoch: () => string): string {
  const known = database.query<{ value: string }, []>("SELECT value FROM meta WHERE name = 'epoch'").get()
  if (known !== null) return known.value
  const epoch = makeEpoch()
  database.query("INSERT INTO meta VALUES ('epoch', ?)").run(epoch)
  return epoch
}

function logFile(database: Database, epoch: string): LogFile {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const rollback = database.prepare('ROLLBACK')
  const rows = createRowWriter(database, 'log', 4)
  const selectAfter = database.prepare<Row, [number, number]>(
    'SELECT seq, at_ms, sum, body FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
  )
  const selectOne = database.prepare<Row, [number]>('SELECT seq, at_ms, sum, body FROM log WHERE seq = ?')
  let head = database.query<{ seq: number | null }, []>('SELECT max(seq) AS seq FROM log').get()?.seq ?? 0

  return {
    epoch,
    headSeq: () => head,
    write(records) {
      if (records.length === 0) return
      try {
        begin.run()
        for (const record of records) {
          const body = encodeRecord(record)
          rows.add(record.seq, record.atMs, sumOfRecord(record.seq, record.atMs, body), body)
        }
        rows.flush()
        commit.run()
      } catch (error) {
        rows.clear()
        // After some errors SQLite has rolled back by itself.
        if (database.inTransaction) rollback.run()
        throw storageError(error, 'write to the log')
      }
      head = records.at(-1)!.seq
    },
    read(afterSeq, limit) {
      return trusted(() =>
        selectAfter.all(afterSeq, limit).map((row, index) => recordOf(row, afterSeq + index + 1)),
      )
    },
    record(seq) {
      // The read models name it; a number that was never given is damage of theirs.
      if (seq < 1 || seq > head) throw new DamagedEntity(`record ${seq}`)
      return trusted(() => recordOf(selectOne.get(seq), seq))
    },
    close(asItIs = false) {
      if (asItIs) closeAsItIs(database)
      else database.close(true)
    },
  }
}

/** @throws LogFault for a row that is not what was written there [ST16] */
export function recordOf(row: Row | null, seq: number): LogRecord {
  if (row?.seq !== seq) throw new LogFault(`The log has no record ${seq}.`)
  if (row.sum !== sumOfRecord(seq, row.at_ms, row.body) && row.sum !== formerSumOf(seq, row.at_ms, row.body))
    throw new LogFault(`Record ${seq} of the log is damaged.`)
  return decodeRecord(seq, row.at_ms, row.body)
}

/** 32 bits, signed: four bytes in the row. */
/** Of records that were written before sums covered all of a time. A damaged newer one has it right by chance once in 2^32. */
function formerSumOf(seq: number, atMs: number, body: string): number {
  return Bun.hash.xxHash32(body, (seq ^ atMs) >>> 0) | 0
}

function trusted<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof LogFault) throw error
    throw new LogFault(storageError(error, 'read the log').message, { cause: error })
  }
}
