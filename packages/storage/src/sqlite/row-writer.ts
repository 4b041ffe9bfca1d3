import type { Database } from 'bun:sqlite'

/** Rows of one statement: calling SQLite costs as much as a row does. More than these save nothing any more. */
const ROWS_AT_ONCE = 16

type Value = number | string

/** Gathers rows for one table and inserts them sixteen at a time, in the order in which they came. */
export interface RowWriter {
  /** One row, with a value for each column. It is in the table after {@link flush} at the latest. */
  add(...row: readonly Value[]): void
  /** Inserts what waits. */
  flush(): void
  /** Forgets what waits: its transaction is gone. */
  clear(): void
}

/**
 * The transaction is the caller's, and so is its rollback when a call throws: what the statement had inserted until then stays (`OR FAIL`).
 * With the usual `OR ABORT` SQLite would copy every page that a statement of many rows touches, to be able to take back that statement
 * alone, and they would cost more than single rows.
 */
export function createRowWriter(database: Database, table: string, columns: number): RowWriter {
  const row = `(${Array(columns).fill('?').join(', ')})`
  const insertOne = database.prepare<unknown, Value[]>(`INSERT OR FAIL INTO ${table} VALUES ${row}`)
  const insertMany = database.prepare<unknown, Value[]>(
    `INSERT OR FAIL INTO ${table} VALUES ${Array(ROWS_AT_ONCE).fill(row).join(', ')}`,
  )
  let waiting: Value[] = []

  return {
    add(...values) {
      for (const value of values) waiting.push(value)
      if (waiting.length < ROWS_AT_ONCE * columns) return
      const values16 = waiting
      waiting = []
      insertMany.run(...values16)
    },
    flush() {
      const values = waiting
      waiting = []
      for (let at = 0; at < values.length; at += columns) insertOne.run(...values.slice(at, at + columns))
    },
    clear() {
      waiting = []
    },
  }
}
