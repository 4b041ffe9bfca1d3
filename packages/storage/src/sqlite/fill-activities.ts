import { isActivity, type LogRecord } from '@pult/engine'
import type { Database } from 'bun:sqlite'
import { numberOf } from '../numbers.ts'
import { INSERT_ACTIVITY } from './projection.ts'

/** Records between two commits: a killed process begins again at most so far back. */
const RECORDS_AT_ONCE = 4_096

/**
 * Fills in the activities of read models that were begun before there were any: reading the log once is much less than making the models
 * again, whose index of words alone takes ten times as long. Done in an instant where nothing is missing; goes on where a killed process left off.
 */
export function fillActivities(
  database: Database,
  log: { read(afterSeq: number, limit: number): readonly LogRecord[] },
): void {
  const value = (name: string): number | undefined =>
    database.query<{ value: number }, [string]>('SELECT value FROM meta WHERE name = ?').get(name)?.value
  const endSeq = value('records_seq') ?? 0
  let from = value('activities_seq')
  if (from === undefined) return
  const insert = database.prepare<unknown, [number, number]>(INSERT_ACTIVITY)
  const mark = database.prepare<unknown, [number]>("UPDATE meta SET value = ? WHERE name = 'activities_seq'")
  while (from < endSeq) {
    const records = log.read(from, Math.min(RECORDS_AT_ONCE, endSeq - from))
    const last = records.at(-1)?.seq ?? endSeq
    database.transaction(() => {
      for (const { seq, fact } of records)
        if (isActivity(fact)) insert.run(numberOf('ses', fact.session.card.id), seq)
      mark.run(last)
    })()
    from = last
  }
  database.run("DELETE FROM meta WHERE name = 'activities_seq'")
}
