import type { WorkspaceId, Message } from '@pult/protocol'
import { StorageFault } from '@pult/engine'
import type { SQL } from 'bun'
import { messageIn, messageNow, readerOf } from '../message-view.ts'
import { numberIn, numberOf } from '../numbers.ts'
import { READER } from './batch-rows.ts'
import { type LogRow, recordOf } from './log-reader.ts'

/** A message at its place, with the text of its last change. */
export interface Found {
  readonly session: number
  readonly seq: number
  readonly message: Message
}

interface FoundRow extends LogRow {
  readonly first: string | number
  readonly session: string | number
}

/** Messages by `where`, of whose table the alias is `m`; `$1` is the workspace. The last change of each comes with it. */
export async function findMessages(
  sql: SQL,
  workspaceId: WorkspaceId,
  where: string,
  values: readonly unknown[],
): Promise<readonly Found[]> {
  const rows = await sql.unsafe<FoundRow[]>(
    `SELECT m.seq AS first, m.session, l.seq, l.at_ms, l.sum, l.body
      FROM log AS m
        LEFT JOIN changes AS c ON c.workspace_id = m.workspace_id AND c.seq = m.seq
        JOIN log AS l ON l.workspace_id = m.workspace_id AND l.seq = COALESCE(c.latest, m.seq)
      WHERE m.workspace_id = $1 AND m.chat IS NOT NULL AND ${where}`,
    [workspaceId, ...values],
  )
  return rows.map((row) => {
    const [seq, message] = [Number(row.first), messageIn(recordOf(row))]
    if (message === undefined || numberIn('msg', message.id) !== seq)
      throw new StorageFault(`Record ${row.seq} is not message ${seq}.`)
    return { seq, session: Number(row.session), message }
  })
}

/** The messages as they are now: with the marks of reading, and with what they quote as it is now. */
export async function messagesNow(
  sql: SQL,
  workspaceId: WorkspaceId,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  if (messages.length === 0) return []
  const quotedIds = [...new Set(messages.flatMap(({ replyTo }) => replyTo?.id ?? []))]
  const [marks, quoted] = await Promise.all([
    readAtOf(sql, workspaceId, messages),
    quotedIds.length === 0 ? [] : latestOf(sql, workspaceId, quotedIds),
  ])
  const byId = new Map<string, Message>(quoted.map((message) => [message.id, message]))
  return messages.map((message) =>
    messageNow(message, marks.get(message.id), byId.get(message.replyTo?.id ?? '')),
  )
}

/** The messages with these ids, with the text of their last change. A person may ask for any id: only messages of that very id are known. */
export async function latestOf(
  sql: SQL,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<readonly Message[]> {
  const wanted = new Set(ids)
  const numbers = ids.flatMap((id) => ({ seq: numberIn('msg', id) ?? 0 }))
  const where = 'm.seq IN (SELECT seq FROM json_to_recordset($2::json) AS wanted (seq BIGINT))'
  const found = await findMessages(sql, workspaceId, where, [numbers])
  return found.map(({ message }) => message).filter(({ id }) => wanted.has(id))
}

/** When the other side read each: the first mark that reaches it. */
async function readAtOf(
  sql: SQL,
  workspaceId: WorkspaceId,
  messages: readonly Message[],
): Promise<ReadonlyMap<string, string>> {
  const asked = messages.map(({ id, sessionId, authorType }) => ({
    id,
    seq: numberOf('msg', id),
    session: numberOf('ses', sessionId),
    reader: READER[readerOf(authorType)],
  }))
  const rows = await sql<{ id: string; at_ms: string | number | null }[]>`
    SELECT id, (SELECT at_ms FROM marks WHERE marks.workspace_id = ${workspaceId} AND marks.session = asked.session
        AND marks.reader = asked.reader AND marks.up_to >= asked.seq ORDER BY marks.up_to LIMIT 1) AS at_ms
      FROM json_to_recordset(${asked}::json) AS asked (id TEXT, seq BIGINT, session BIGINT, reader SMALLINT)`
  return new Map(
    rows.flatMap(({ id, at_ms }) => (at_ms === null ? [] : [[id, new Date(Number(at_ms)).toISOString()]])),
  )
}
