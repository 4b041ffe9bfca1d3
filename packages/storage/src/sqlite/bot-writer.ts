import { BOT_FAILURES_KEPT, botCountsOf, botFailureOf, type BotCounted, type LogRecord } from '@pult/engine'
import type { Database, Statement } from 'bun:sqlite'
import { COLUMN_OF, COUNTED } from './bot-columns.ts'

/** Between two looks for what is too old: it is read by days. */
const FORGET_EACH_MS = 24 * 3_600_000

/** Counts what bots do. It adds to what is there: the caller's transaction and its mark see to it that each record comes once. */
export interface BotWriter {
  add(record: LogRecord): void
  forgetBefore(beforeMs: number): void
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
  let forgottenMs = -Infinity

  return {
    add(record) {
      for (const { botId, node, hourMs, version, what } of botCountsOf(record))
        addTo[what].run(botId, node ?? '', hourMs, version)
      const failure = botFailureOf(record)
      if (failure === undefined) return
      insertFailure.run(failure.botId, record.seq)
      forgetFailures.run(failure.botId)
    },
    forgetBefore(beforeMs) {
      if (beforeMs - forgottenMs < FORGET_EACH_MS) return
      forgottenMs = beforeMs
      forgetCounts.run(beforeMs)
    },
  }
}
