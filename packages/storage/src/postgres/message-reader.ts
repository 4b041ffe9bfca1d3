import { isActivity, type KeyRecord, type LogRecord, type MessageQuery, type Page } from '@pult/engine'
import type { ChatId, Message, MessageId, Note, SessionId, WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { hashedKey } from '../key-hash.ts'
import { COMMAND_KEY_KEPT_MS, keyIn } from '../keys.ts'
import { numberIn } from '../numbers.ts'
import { type Place, placeOf, tokenOf } from '../page-token.ts'
import { wantedOf } from '../words.ts'
import { ABOUT } from './batch-rows.ts'
import type { Lexemes } from './lexemes.ts'
import { type LogRow, recordOf } from './log-reader.ts'
import { findMessages, type Found, latestOf, messagesNow } from './message-rows.ts'
import { searchWords } from './word-search.ts'

/** Messages, notes, activities and keys, straight from the log and its indexes. */
export interface MessageReader {
  message(id: MessageId): Promise<Message | undefined>
  messages(query: MessageQuery): Promise<Page<Message>>
  notes(sessionId: SessionId, after: string | undefined, limit: number): Promise<Page<Note>>
  activities(sessionId: SessionId, after: string | undefined, limit: number): Promise<Page<LogRecord>>
  key(author: string, key: string): Promise<KeyRecord | undefined>
}

/** A list of messages from its newest on, by as many as came at once; each knows its place. */
type Source = (place: Place, limit: number) => AsyncIterable<readonly Found[]>

const NOTHING = { items: [], next: null } as const

export function createMessageReader(
  sql: SQL,
  workspaceId: WorkspaceId,
  lexemes: Lexemes,
  chatOf: (sessionId: SessionId) => Promise<ChatId | undefined>,
): MessageReader {
  /** A list that the database orders: read on until whoever reads has enough. */
  const inOrder = (where: string, order: string, valuesAt: (place: Place) => readonly unknown[]): Source =>
    async function* (place, limit) {
      for (let from = place; ;) {
        const values = valuesAt(from)
        const rest = `${where} ORDER BY ${order} LIMIT $${values.length + 2}`
        const found = await findMessages(sql, workspaceId, rest, [...values, limit])
        yield found
        const last = found.at(-1)
        if (last === undefined || found.length < limit) return
        from = placeOfFound(last)
      }
    }

  async function sourceOf({ chatId, sessionId, q }: MessageQuery): Promise<Source | undefined> {
    const session = sessionId === undefined ? undefined : numberIn('ses', sessionId)
    const itsChatId = sessionId === undefined ? chatId : await chatOf(sessionId)
    const chat = itsChatId === undefined ? undefined : numberIn('cht', itsChatId)
    const isNarrowed = chatId !== undefined || sessionId !== undefined
    if (isNarrowed && chat === undefined) return undefined
    if (q !== undefined) {
      const wanted = wantedOf(q)
      if (wanted.length === 0) return undefined
      return (place) => searchWords(sql, workspaceId, lexemes, wanted, chat, place)
    }
    if (chat === undefined) return inOrder('m.seq < $2', 'm.seq DESC', ({ minor }) => [minor])
    if (session === undefined) {
      const where = 'm.chat = $2 AND (m.session, m.seq) < ($3, $4)'
      return inOrder(where, 'm.session DESC, m.seq DESC', ({ major, minor }) => [chat, major, minor])
    }
    const where = 'm.chat = $2 AND m.session = $3 AND m.seq < $4'
    return inOrder(where, 'm.seq DESC', ({ minor }) => [chat, session, minor])
  }

  /** What a session has of a kind, newest first; `itemOf` lets through what is really the session's. */
  async function pageOfSession<T>(
    about: number,
    sessionId: SessionId,
    after: string | undefined,
    limit: number,
    itemOf: (record: LogRecord) => readonly T[],
  ): Promise<Page<T>> {
    const session = numberIn('ses', sessionId)
    if (session === undefined) return NOTHING
    const rows = await sql<LogRow[]>`
      SELECT seq, at_ms, sum, body FROM log
        WHERE workspace_id = ${workspaceId} AND session = ${session} AND about = ${about} AND seq < ${placeOf(after).minor}
        ORDER BY seq DESC LIMIT ${limit + 1}`
    const records = rows.slice(0, limit).map(recordOf)
    const last = rows.length > limit ? records.at(-1) : undefined
    return {
      items: records.flatMap(itemOf),
      next: last === undefined ? null : tokenOf({ major: 0, minor: last.seq }),
    }
  }

  return {
    async message(id) {
      const found = await latestOf(sql, workspaceId, [id])
      return (await messagesNow(sql, workspaceId, found))[0]
    },
    async messages(query) {
      const { chatId, sessionId, after, limit } = query
      const source = await sourceOf(query)
      if (source === undefined) return NOTHING
      const page: Found[] = []
      for await (const found of source(placeOf(after), limit + 1)) {
        // The same number in another workspace, another session with the words.
        const wanted = found.filter(
          ({ message }) =>
            (chatId === undefined || message.chatId === chatId) &&
            (sessionId === undefined || message.sessionId === sessionId),
        )
        page.push(...wanted)
        if (page.length > limit) break
      }
      const items = page.slice(0, limit)
      const last = page.length > limit ? items.at(-1) : undefined
      return {
        items: await messagesNow(
          sql,
          workspaceId,
          items.map(({ message }) => message),
        ),
        next: last === undefined ? null : pageTokenOf(query, last),
      }
    },
    notes: (sessionId, after, limit) =>
      pageOfSession(ABOUT.note, sessionId, after, limit, ({ fact }) =>
        fact.type === 'note' && fact.note.sessionId === sessionId ? [fact.note] : [],
      ),
    activities: (sessionId, after, limit) =>
      pageOfSession(ABOUT.activity, sessionId, after, limit, (record) =>
        isActivity(record.fact) && record.fact.session.card.id === sessionId ? [record] : [],
      ),
    async key(author, key) {
      const hashed = hashedKey(author, key)
      const rows = await sql<(LogRow & { newest_ms: string | number })[]>`
        SELECT seq, at_ms, sum, body,
            (SELECT at_ms FROM log WHERE workspace_id = ${workspaceId} ORDER BY seq DESC LIMIT 1) AS newest_ms
          FROM log WHERE workspace_id = ${workspaceId} AND seq IN (
            SELECT seq FROM log
              WHERE workspace_id = ${workspaceId} AND author_hash = ${hashed.author} AND key_hash = ${hashed.key}
            UNION SELECT seq FROM command_keys
              WHERE workspace_id = ${workspaceId} AND author_hash = ${hashed.author} AND key_hash = ${hashed.key})
          ORDER BY seq DESC`
      for (const row of rows) {
        const known = keyIn(recordOf(row), author, key)
        if (known === undefined) continue
        // Forgotten by the clock of the records, whether it has been tidied up or not.
        if (known.forever || known.atMs >= Number(row.newest_ms) - COMMAND_KEY_KEPT_MS) return known
      }
      return undefined
    },
  }
}

function placeOfFound({ session, seq }: Found): Place {
  return { major: session, minor: seq }
}

/** Only a chat is listed by its sessions first. */
function pageTokenOf({ chatId, sessionId, q }: MessageQuery, found: Found): string {
  const isByChat = chatId !== undefined && sessionId === undefined && q === undefined
  return tokenOf(isByChat ? placeOfFound(found) : { major: 0, minor: found.seq })
}
