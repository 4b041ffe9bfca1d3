import type { Page, SessionQuery, SessionRecord } from '@pult/engine'
import type { Database, SQLQueryBindings } from 'bun:sqlite'
import { type Place, placeOf, tokenOf } from '../page-token.ts'
import { holdsWanted, type Wanted, wantedOf } from '../words.ts'
import { matchExpression } from './match-expression.ts'
import type { MessageReader } from './message-reader.ts'
import { unsealed } from '../sealed-json.ts'

export type SessionReader = (query: SessionQuery) => Page<SessionRecord>

/** Rows that a search goes through between two reads of the index. */
const ROWS_AT_ONCE = 64
/** Words found in fewer messages lead to their sessions; more common words are looked for in one session after the other. */
const MATCHES_MAX = 500
/** Sessions that one call looks through for common words. Then the page ends early, and its token goes on from there. */
const LOOKED_THROUGH_MAX = 2_000

interface Row {
  readonly id: number
  readonly rev: number
  readonly name: string
}

interface Where {
  readonly conditions: readonly string[]
  readonly values: readonly SQLQueryBindings[]
}

export function createSessionReader(database: Database, messages: MessageReader): SessionReader {
  const selectJson = database.prepare<{ json: string }, [number]>('SELECT json FROM sessions WHERE id = ?')
  const selectNames = database.prepare<{ id: number }, [string, number]>(
    'SELECT rowid AS id FROM names WHERE names MATCH ? LIMIT ?',
  )

  function rows(where: Where, after: Place, limit: number): readonly Row[] {
    const conditions = [...where.conditions, '(rev, id) < (?, ?)'].join(' AND ')
    const sql = `SELECT id, rev, name FROM sessions WHERE ${conditions} ORDER BY rev DESC, id DESC LIMIT ?`
    return database.query<Row, SQLQueryBindings[]>(sql).all(...where.values, after.major, after.minor, limit)
  }

  /** The sessions with rare words; undefined where the words are common. */
  function sessionsWith(wanted: readonly Wanted[]): ReadonlySet<number> | undefined {
    const named = selectNames.all(matchExpression(wanted), MATCHES_MAX + 1)
    if (named.length > MATCHES_MAX) return undefined
    return messages.sessionsWith(wanted, MATCHES_MAX)?.union(new Set(named.map(({ id }) => id)))
  }

  function page(
    where: Where,
    query: SessionQuery,
    isWanted: (row: Row) => boolean,
    lookedThroughMax: number,
  ): Page<SessionRecord> {
    const items: SessionRecord[] = []
    let last = placeOf(query.after)
    for (let looked = 0; looked < lookedThroughMax;) {
      const atOnce = Math.max(ROWS_AT_ONCE, query.limit + 1)
      const found = rows(where, last, atOnce)
      for (const row of found) {
        if (items.length === query.limit) return { items, next: tokenOf(last) }
        last = { major: row.rev, minor: row.id }
        if (isWanted(row))
          items.push(unsealed(`session ${row.id}`, selectJson.get(row.id)?.json ?? '') as SessionRecord)
      }
      if (found.length < atOnce) return { items, next: null }
      looked += found.length
    }
    return { items, next: tokenOf(last) }
  }

  return (query) => {
    const where = whereOf(query)
    if (query.q === undefined) return page(where, query, () => true, Infinity)
    const wanted = wantedOf(query.q)
    if (wanted.length === 0) return { items: [], next: null }
    const matched = sessionsWith(wanted)
    if (matched === undefined) {
      const isWanted = ({ id, name }: Row): boolean =>
        holdsWanted(name, wanted) || messages.isInSession(id, wanted)
      return page(where, query, isWanted, LOOKED_THROUGH_MAX)
    }
    const among = and(where, 'id IN (SELECT value FROM json_each(?))', JSON.stringify([...matched]))
    return page(among, query, () => true, Infinity)
  }
}

/** The filters as SQL. Only the names of columns are put together; whatever a person chose is bound. */
function whereOf(query: SessionQuery): Where {
  const columns = {
    status: query.status,
    bot_status: query.botStatus,
    operator: query.operatorId,
    group_id: query.groupId,
    client: query.clientId,
    channel: query.channelId,
  }
  let where: Where = { conditions: [], values: [] }
  for (const [column, value] of Object.entries(columns)) {
    // The status is written out, so that the index of active sessions can be chosen.
    if (column === 'status' && value === 'ACTIVE') where = and(where, "status = 'ACTIVE'")
    else if (value !== undefined) where = and(where, `${column} = ?`, value)
  }
  const { seenBy } = query
  if (seenBy === undefined) return where
  return and(
    where,
    `id IN (
      SELECT session FROM held WHERE operator = ?
      UNION SELECT session FROM watched WHERE operator = ?
      UNION SELECT id FROM sessions WHERE status = 'ACTIVE' AND bot_status = 'HELP'
        AND group_id IN (SELECT value FROM json_each(?)))`,
    seenBy.operatorId,
    seenBy.operatorId,
    JSON.stringify(seenBy.groupIds),
  )
}

function and({ conditions, values }: Where, condition: string, ...bound: readonly SQLQueryBindings[]): Where {
  return { conditions: [...conditions, condition], values: [...values, ...bound] }
}
