import { BOT_COUNTS_KEPT_MS, type BotStay, type LogRecord } from '@pult/engine'
import type { BotId, SessionId } from '@pult/protocol'
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBotReader } from './bot-reader.ts'
import { createBotWriter } from './bot-writer.ts'
import { openReadFile } from './read-file.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW_MS = Date.parse('2026-11-22T10:00:00.000Z')
const botId = 'bot_of_orders' as BotId

function passed(sinceMs: number): LogRecord {
  const stay: BotStay = { botId, version: 1, sinceMs, at: null }
  return {
    seq: 1,
    atMs: NOW_MS,
    fact: {
      type: 'botMemory',
      sessionId: 'ses_1' as SessionId,
      bot: { memory: null, answerMs: 1, isOfferedBack: false, stay },
      passed: { version: 1, trail: ['menu'], at: null, failed: [] },
      tell: [],
    },
  }
}

test('[ST19] old steps are gathered by days and nothing of them is lost; what is too old is forgotten', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pult-storage-'))
  const database = openReadFile(join(folder, 'read.sqlite'), { epoch: 'e', headSeq: 0 })
  try {
    const writer = createBotWriter(database)
    const reader = createBotReader(database, () => passed(0))
    const rows = (): number => database.query<{ n: number }, []>('SELECT COUNT(*) n FROM bot_counts').get()!.n
    const came = (sinceMs: number): number =>
      reader.steps(botId, sinceMs).reduce((sum, { counts }) => sum + counts.came, 0)
    for (let hour = 0; hour < 24 * 10; hour += 1) writer.add(passed(NOW_MS - hour * HOUR_MS))
    expect([rows(), came(0)]).toEqual([240, 240])
    writer.tidy(NOW_MS)
    // Two days by the hour, and the days before them, the first and the last of which are not whole.
    expect([rows(), came(0), came(NOW_MS - DAY_MS)]).toEqual([49 + 9, 240, 25])
    writer.add(passed(NOW_MS - 5 * DAY_MS - HOUR_MS))
    writer.tidy(NOW_MS + DAY_MS)
    expect([rows(), came(0)]).toEqual([24 + 1 + 10, 241])
    writer.tidy(NOW_MS + BOT_COUNTS_KEPT_MS + DAY_MS)
    expect([rows(), came(0)]).toEqual([0, 0])
  } finally {
    database.close(true)
    rmSync(folder, { recursive: true })
  }
})
