import {
  BOT_COUNTS_KEPT_MS,
  BOT_FAILURES_KEPT,
  botCountsOf,
  botFailureOf,
  type BotCounted,
  type LogRecord,
} from '@pult/engine'
import type { Database, Statement } from 'bun:sqlite'
import { BOT_COLUMNS, COLUMN_OF, COUNTED } from '../bot-columns.ts'

const DAY_MS = 24 * 3_600_000
/** Between two looks for what is old: it is read by days. */
const TIDY_EACH_MS = DAY_MS
/** Steps of scenarios are many, and each reading adds them up: what is older than the longest "today" is kept by days of UTC instead of hours. */
const STEPS_BY_HOUR_MS = 2 * DAY_MS

/** Counts what bots do. It adds to what is there: the caller's transaction and its mark see to it that each record comes once. */
export interface BotWriter {
  add(record: LogRecord): void
  /** Forgets what is too old, and gathers what is old; at most once a day of the log. */
  tidy(newestMs: number): void
}

export function createBotWriter(database: Database): BotWriter {
  const addTo = Object.fromEntries(
    COUNTED.map((what) => {
      const column = COLUMN_OF[what]
      return [
        what,
        database.prepare(
          `INSERT INTO bot_counts (bot, node, hour, version, ${column}) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT DO UPDATE SET ${column} = ${column} + 1`,
        ),
      ]
    }),
  ) as { readonly [W in BotCounted]: Statement }
  const insertFailure = database.prepare('INSERT OR IGNORE INTO bot_failures VALUES (?, ?)')
  const forgetFailures = database.prepare(
    `DELETE FROM bot_failures WHERE bot = ?1 AND seq <=
      (SELECT seq FROM bot_failures WHERE bot = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ${BOT_FAILURES_KEPT})`,
  )
  const forgetCounts = database.prepare('DELETE FROM bot_counts WHERE hour < ?')
  const gatherSteps = database.prepare(
    `INSERT INTO bot_counts (bot, node, hour, version, ${BOT_COLUMNS.join(', ')})
      SELECT bot, node, hour / ${DAY_MS} * ${DAY_MS}, version, ${BOT_COLUMNS.map((column) => `SUM(${column})`).join(', ')}
        FROM bot_counts WHERE node > '' AND hour < ? AND hour % ${DAY_MS} > 0 GROUP BY 1, 2, 3, 4
      ON CONFLICT DO UPDATE SET ${BOT_COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`,
  )
  const forgetGathered = database.prepare(
    `DELETE FROM bot_counts WHERE node > '' AND hour < ? AND hour % ${DAY_MS} > 0`,
  )
  let tidiedMs = -Infinity

  return {
    add(record) {
      for (const { botId, node, hourMs, version, what } of botCountsOf(record))
        addTo[what].run(botId, node ?? '', hourMs, version)
      const failure = botFailureOf(record)
      if (failure === undefined) return
      insertFailure.run(failure.botId, record.seq)
      forgetFailures.run(failure.botId)
    },
    tidy(newestMs) {
      if (newestMs - tidiedMs < TIDY_EACH_MS) return
      tidiedMs = newestMs
      forgetCounts.run(newestMs - BOT_COUNTS_KEPT_MS)
      gatherSteps.run(newestMs - STEPS_BY_HOUR_MS)
      forgetGathered.run(newestMs - STEPS_BY_HOUR_MS)
    },
  }
}
