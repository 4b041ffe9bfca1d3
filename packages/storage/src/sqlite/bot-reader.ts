import { botFailureOf, type BotCounts, type LogRecord, type ReadModels } from '@pult/engine'
import type { Database } from 'bun:sqlite'
import { COLUMN_OF, COUNTED, countsOf } from '../bot-columns.ts'

/** What bots did. */
export interface BotReader {
  hours(botId: string, sinceMs: number): Awaited<ReturnType<ReadModels['botHours']>>
  steps(botId: string, sinceMs: number): Awaited<ReturnType<ReadModels['botSteps']>>
  failures(botId: string): readonly LogRecord[]
}

export function createBotReader(database: Database, recordAt: (seq: number) => LogRecord): BotReader {
  const each = COUNTED.map((what) => `${COLUMN_OF[what]} AS ${what}`).join(', ')
  const sums = COUNTED.map((what) => `SUM(${COLUMN_OF[what]}) AS ${what}`).join(', ')
  const selectHours = database.prepare<BotCounts & { hour: number; version: number }, [string, number]>(
    `SELECT hour, version, ${each} FROM bot_counts WHERE bot = ? AND node = '' AND hour >= ? ORDER BY hour, version`,
  )
  const selectSteps = database.prepare<BotCounts & { node: string; version: number }, [string, number]>(
    `SELECT node, version, ${sums} FROM bot_counts WHERE bot = ? AND node > '' AND hour >= ?
      GROUP BY node, version ORDER BY node, version`,
  )
  const selectFailures = database.prepare<{ seq: number }, [string]>(
    'SELECT seq FROM bot_failures WHERE bot = ? ORDER BY seq DESC',
  )
  return {
    hours: (botId, sinceMs) =>
      selectHours
        .all(botId, sinceMs)
        .map((row) => ({ hourMs: row.hour, version: row.version, counts: countsOf(row) })),
    steps: (botId, sinceMs) =>
      selectSteps
        .all(botId, sinceMs)
        .map((row) => ({ node: row.node, version: row.version, counts: countsOf(row) })),
    failures: (botId) =>
      selectFailures
        .all(botId)
        .map(({ seq }) => recordAt(seq))
        .filter((record) => botFailureOf(record)?.botId === botId),
  }
}
