import type { SQL } from 'bun'
import { connectAnew } from './connect-postgres.ts'
import { answered, realPatience } from './patience.ts'

interface Word {
  readonly subject: string
  readonly message: string
}

interface NumberedWord extends Word {
  readonly number: number
}

/** Words between nodes by way of the database, for where no bus carries them. At most once, as on a bus: what is committed late may be passed by. */
export interface WordsTable {
  /** The number of the newest word. */
  newest(): Promise<number>
  publish(words: readonly Word[]): Promise<void>
  /** Words after this number, oldest first, at most {@link WORDS_MAX}. */
  read(after: number): Promise<readonly NumberedWord[]>
  /** Throws away what nobody waits for any more. */
  tidy(): Promise<void>
}

const WORDS_MAX = 500
/** Longer than whoever was away for a moment needs to read on. */
const KEPT_MS = 60_000

/** What is looked at all the time is small: a line that does not answer for so long is silent, for whoever else goes by this pool as well. */
const ANSWER_MS_MAX = 3_000

export function createWordsTable(sql: SQL): WordsTable {
  const patience = { ...realPatience, answerMsMax: ANSWER_MS_MAX }
  const ask = <T>(run: () => Promise<T>): Promise<T> => answered(run(), patience, () => connectAnew(sql))
  return {
    newest: () => ask(newest),
    publish: (words) => ask(() => publish(words)),
    read: (after) => ask(() => read(after)),
    tidy: () => ask(tidy),
  }

  async function newest(): Promise<number> {
    const rows = await sql<{ newest: string | null }[]>`SELECT max(number) AS newest FROM node_words`
    return Number(rows[0]?.newest ?? 0)
  }

  async function publish(words: readonly Word[]): Promise<void> {
    if (words.length === 0) return
    await sql`
        INSERT INTO node_words (subject, message, at)
          SELECT subject, message, now() FROM json_to_recordset(${words}::json) AS word (subject TEXT, message TEXT)`
  }

  async function read(after: number): Promise<NumberedWord[]> {
    const rows = await sql<{ number: string; subject: string; message: string }[]>`
        SELECT number, subject, message FROM node_words WHERE number > ${after} ORDER BY number LIMIT ${WORDS_MAX}`
    return rows.map(({ number, subject, message }) => ({ number: Number(number), subject, message }))
  }

  async function tidy(): Promise<void> {
    await sql`DELETE FROM node_words WHERE at < now() - ${KEPT_MS}::integer * INTERVAL '1 millisecond'`
  }
}
