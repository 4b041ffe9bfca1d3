import type { Database } from 'bun:sqlite'
import { StorageFault } from '@pult/engine'
import { storageError } from './errors.ts'

/** One step of a file's history. Never changed once released; the next step is added behind it. */
export type Migration = readonly string[]

/**
 * [ST11] Brings a file to the newest schema. Each step and the number that says it is done commit together, so that a process killed in the
 * middle leaves the step before it. A file of a newer program is refused and left untouched.
 * @param wayOut what to do about a file of a newer program
 * @throws StorageFault
 */
export function migrate(database: Database, migrations: readonly Migration[], wayOut: string): void {
  const row = database.query<{ user_version: number }, []>('PRAGMA user_version').get()
  const version = row?.user_version ?? 0
  if (version > migrations.length) {
    throw new StorageFault(
      `${database.filename} was written by a newer version: its schema is ${version}, this version knows ${migrations.length}. ${wayOut}`,
    )
  }
  for (const [index, statements] of [...migrations.entries()].slice(version)) {
    try {
      database.run('BEGIN IMMEDIATE')
      for (const statement of statements) database.run(statement)
      database.run(`PRAGMA user_version = ${index + 1}`)
      database.run('COMMIT')
    } catch (error) {
      if (database.inTransaction) database.run('ROLLBACK')
      throw storageError(error, `bring ${database.filename} to schema ${index + 1}`)
    }
  }
}
