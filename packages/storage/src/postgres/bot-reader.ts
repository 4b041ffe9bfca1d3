import { botFailureOf, type BotCounts, type LogRecord, type ReadModels } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { COLUMN_OF, COUNTED } from '../bot-columns.ts'
import { type LogRow, recordOf } from './log-reader.ts'
import { plainText } from './plain-text.ts'

/** What bots did. */
export interface BotReader {
  hours(botId: string, sinceMs: number): Promise<Awaited<ReturnType<ReadModels['botHours']>>>
  steps(botId: string, sinceMs: number): Promise<Awaited<ReturnType<ReadModels['botSteps']>>>
  failures(botId: string): Promise<readonly LogRecord[]>
}

type CountRow = Readonly<Record<string, string | number>>

export function createBotReader(sql: SQL, workspaceId: WorkspaceId): BotReader {
  const each = Object.values(COLUMN_OF).join(', ')
  const sums = Object.values(COLUMN_OF)
    .map((column) => `SUM(${column}) AS ${column}`)
    .join(', ')
  return {
    async hours(botId, sinceMs) {
      const rows = await sql.unsafe<CountRow[]>(
        `SELECT hour, version, ${each} FROM bot_counts
          WHERE workspace_id = $1 AND bot = $2 AND node = '' AND hour >= $3 ORDER BY hour, version`,
        [workspaceId, plainText(botId), sinceMs],
      )
      return rows.map((row) => ({
        hourMs: Number(row['hour']),
        version: Number(row['version']),
        counts: countsOf(row),
      }))
    },
    async steps(botId, sinceMs) {
      const rows = await sql.unsafe<CountRow[]>(
        `SELECT node, version, ${sums} FROM bot_counts
          WHERE workspace_id = $1 AND bot = $2 AND node > '' AND hour >= $3 GROUP BY node, version ORDER BY node, version`,
        [workspaceId, plainText(botId), sinceMs],
      )
      return rows.map((row) => ({
        node: String(row['node']),
        version: Number(row['version']),
        counts: countsOf(row),
      }))
    },
    async failures(botId) {
      const rows = await sql<LogRow[]>`
        SELECT log.seq, log.at_ms, log.sum, log.body
          FROM bot_failures JOIN log ON log.workspace_id = bot_failures.workspace_id AND log.seq = bot_failures.seq
          WHERE bot_failures.workspace_id = ${workspaceId} AND bot_failures.bot = ${plainText(botId)}
          ORDER BY log.seq DESC`
      return rows.map(recordOf).filter((record) => botFailureOf(record)?.botId === botId)
    },
  }
}

function countsOf(row: CountRow): BotCounts {
  return Object.fromEntries(
    COUNTED.map((what) => [what, Number(row[COLUMN_OF[what]])]),
  ) as unknown as BotCounts
}
