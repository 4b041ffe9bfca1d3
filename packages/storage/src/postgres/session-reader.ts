import type { Page, SessionQuery, SessionRecord } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'
import type { SQL } from 'bun'
import { NEWEST, type Place, placeOf, tokenOf } from '../page-token.ts'
import { unsealed } from '../sealed-json.ts'
import { holdsWanted, type Wanted, wantedOf } from '../words.ts'
import type { Lexemes } from './lexemes.ts'
import { findMessages } from './message-rows.ts'
import { plainText } from './plain-text.ts'
import { searchWords } from './word-search.ts'

export type SessionReader = (query: SessionQuery) => Promise<Page<SessionRecord>>

/** Sessions that a search goes through at once, with their messages. */
const SESSIONS_AT_ONCE = 64
/** Words found in fewer messages lead to their sessions; more common words are looked for in one session after the other. */
const MATCHES_MAX = 500
/** The same of reads: words that are seldom together are in many blocks for nothing. */
const READS_MAX = 8
/** Sessions that one call looks through for common words. Then the page ends early, and its token goes on from there. */
const LOOKED_THROUGH_MAX = 1_024

interface Row {
  readonly id: number
  readonly chat: number
  readonly rev: number
  readonly name: string
}

interface Where {
  readonly conditions: readonly string[]
  /** From `$2` on; `$1` is the workspace. */
  readonly values: readonly unknown[]
}

export function createSessionReader(sql: SQL, workspaceId: WorkspaceId, lexemes: Lexemes): SessionReader {
  /** Those that are open are sorted, those that are closed are in the order of an index: none of it is written when a message changes its session. */
  async function rows({ conditions, values }: Where, after: Place, limit: number): Promise<readonly Row[]> {
    const [rev, id, count] = [1, 2, 3].map((more) => `$${values.length + 1 + more}`)
    const halves = [
      ["status = 'ACTIVE'", 'rev'],
      ['closed_rev IS NOT NULL', 'closed_rev'],
    ].map(
      ([which, order]) => `(SELECT id, chat, rev, name FROM sessions
        WHERE ${['workspace_id = $1', which, ...conditions].join(' AND ')} AND (${order}, id) < (${rev}, ${id})
        ORDER BY ${order} DESC, id DESC LIMIT ${count})`,
    )
    const found = await sql.unsafe<{ id: string; chat: string; rev: string; name: string }[]>(
      `SELECT id, chat, rev, name FROM (${halves.join(' UNION ALL ')}) AS both_kinds ORDER BY rev DESC, id DESC LIMIT ${count}`,
      [workspaceId, ...values, after.major, after.minor, limit],
    )
    return found.map((row) => ({
      id: Number(row.id),
      chat: Number(row.chat),
      rev: Number(row.rev),
      name: row.name,
    }))
  }

  async function recordsOf(ids: readonly number[]): Promise<ReadonlyMap<number, SessionRecord>> {
    if (ids.length === 0) return new Map()
    const found = await sql<{ id: string; json: string }[]>`
      SELECT id, json FROM sessions WHERE workspace_id = ${workspaceId}
        AND id IN (SELECT id FROM json_to_recordset(${ids.map((id) => ({ id }))}::json) AS wanted (id BIGINT))`
    return new Map(
      found.map(({ id, json }) => [Number(id), unsealed(`session ${id}`, json) as SessionRecord]),
    )
  }

  /** The sessions with rare words; undefined where the words are common. */
  async function sessionsWith(wanted: readonly Wanted[]): Promise<ReadonlySet<number> | undefined> {
    const named = await sql<{ id: string }[]>`
      SELECT id FROM sessions
        WHERE workspace_id = ${workspaceId} AND name_words @@ CAST(${lexemes.query(wanted)} AS TSQUERY) LIMIT ${MATCHES_MAX + 1}`
    if (named.length > MATCHES_MAX) return undefined
    const sessions = new Set(named.map(({ id }) => Number(id)))
    let [matches, reads] = [0, 0]
    for await (const found of searchWords(sql, workspaceId, lexemes, wanted, undefined, NEWEST)) {
      matches += found.length
      reads += 1
      if (matches > MATCHES_MAX || reads > READS_MAX) return undefined
      for (const { session } of found) sessions.add(session)
    }
    return sessions
  }

  /** Which of these have the words in their name or in one of their messages. */
  async function amongThem(found: readonly Row[], wanted: readonly Wanted[]): Promise<ReadonlySet<number>> {
    const holding = new Set(found.filter(({ name }) => holdsWanted(name, wanted)).map(({ id }) => id))
    const others = found.filter(({ id }) => !holding.has(id))
    const places = others.map(({ chat, id }) => ({ chat, session: id }))
    const where = `(m.chat, m.session) IN
      (SELECT chat, session FROM json_to_recordset($2::json) AS asked (chat BIGINT, session BIGINT))`
    for (const { session, message } of places.length === 0
      ? []
      : await findMessages(sql, workspaceId, where, [places])) {
      if (!holding.has(session) && message.body !== '' && holdsWanted(message.body, wanted))
        holding.add(session)
    }
    return holding
  }

  async function page(
    where: Where,
    { after, limit }: SessionQuery,
    wantedAmong: (found: readonly Row[]) => Promise<ReadonlySet<number>> | undefined,
  ): Promise<Page<SessionRecord>> {
    const ids: number[] = []
    let last = placeOf(after)
    let next: string | null = null
    fill: for (let looked = 0; ;) {
      const atOnce = wantedAmong === everyRow ? limit + 1 : SESSIONS_AT_ONCE
      const found = await rows(where, last, atOnce)
      const wanted = await wantedAmong(found)
      for (const row of found) {
        if (ids.length === limit) {
          next = tokenOf(last)
          break fill
        }
        last = { major: row.rev, minor: row.id }
        if (wanted === undefined || wanted.has(row.id)) ids.push(row.id)
      }
      if (found.length < atOnce) break
      looked += found.length
      if (looked >= LOOKED_THROUGH_MAX && wantedAmong !== everyRow) {
        next = tokenOf(last)
        break
      }
    }
    const records = await recordsOf(ids)
    return { items: ids.flatMap((id) => records.get(id) ?? []), next }
  }

  return async (query) => {
    const where = whereOf(query)
    if (query.q === undefined) return page(where, query, everyRow)
    const wanted = wantedOf(query.q)
    if (wanted.length === 0) return { items: [], next: null }
    const matched = await sessionsWith(wanted)
    if (matched === undefined) return page(where, query, (found) => amongThem(found, wanted))
    const ids = [...matched].map((id) => ({ id }))
    const place = `$${where.values.length + 2}`
    const among = `id IN (SELECT id FROM json_to_recordset(${place}::json) AS matched (id BIGINT))`
    return page({ conditions: [...where.conditions, among], values: [...where.values, ids] }, query, everyRow)
  }
}

/** Nothing is asked of a row: each is wanted. */
const everyRow = (): undefined => undefined

/** The filters as SQL. Only the names of columns are put together; whatever a person chose is bound. */
function whereOf(query: SessionQuery): Where {
  const columns = {
    bot_status: query.botStatus,
    operator: query.operatorId,
    group_id: query.groupId,
    client: query.clientId,
    channel: query.channelId,
  }
  const conditions: string[] = []
  const values: unknown[] = []
  const bind = (value: unknown): string => {
    values.push(value)
    return `$${values.length + 1}`
  }
  // Written out, so that one of the two halves is known to be empty.
  if (query.status === 'ACTIVE') conditions.push("status = 'ACTIVE'", 'closed_rev IS NULL')
  else if (query.status !== undefined) conditions.push("status = 'CLOSED'")
  for (const [column, value] of Object.entries(columns))
    if (value !== undefined) conditions.push(`${column} = ${bind(plainText(value))}`)
  const { seenBy } = query
  if (seenBy !== undefined) {
    const operator = bind(plainText(seenBy.operatorId))
    const groups = bind(seenBy.groupIds.map((id) => ({ id: plainText(id) })))
    conditions.push(`id IN (
      SELECT session FROM held WHERE workspace_id = $1 AND operator = ${operator}
      UNION SELECT session FROM watched WHERE workspace_id = $1 AND operator = ${operator}
      UNION SELECT id FROM sessions WHERE workspace_id = $1 AND status = 'ACTIVE' AND bot_status = 'HELP'
        AND group_id IN (SELECT id FROM json_to_recordset(${groups}::json) AS theirs (id TEXT)))`)
  }
  return { conditions, values }
}
