import { Database } from 'bun:sqlite'
import { join } from 'node:path'

/** What is wrong with the files of a workspace of a program that has ended: damage, holes in the log. */
export function fileFaults(directory: string): string[] {
  const faults: string[] = []
  for (const name of ['log.sqlite', 'read.sqlite']) {
    const file = new Database(join(directory, 'workspaces/main', name), { readwrite: true })
    const found = file.query<{ integrity_check: string }, []>('PRAGMA integrity_check').all()
    for (const { integrity_check: words } of found) if (words !== 'ok') faults.push(`${name}: ${words}`)
    if (name === 'log.sqlite') {
      const { count, first, last } = shapeOf(file)
      if (count === 0) faults.push('the log is empty')
      else if (last - first + 1 !== count)
        faults.push(
          `the log has ${count} records from ${first} to ${last}: ${last - first + 1 - count} are missing`,
        )
    }
    file.close()
  }
  return faults
}

/** Records in the log of a program that has ended. */
export function recordsIn(directory: string): number {
  const file = new Database(join(directory, 'workspaces/main/log.sqlite'), { readwrite: true })
  const { count } = shapeOf(file)
  file.close()
  return count
}

function shapeOf(file: Database): { count: number; first: number; last: number } {
  const sql =
    'SELECT count(*) AS count, coalesce(min(seq), 1) AS first, coalesce(max(seq), 0) AS last FROM log'
  return file.query<{ count: number; first: number; last: number }, []>(sql).get()!
}
