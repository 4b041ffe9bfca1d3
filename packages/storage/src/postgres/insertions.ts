import { BOT_COLUMNS } from '../bot-columns.ts'

/**
 * The statements that take many rows at once: `$1` is the workspace, `$2` the rows as one JSON, which costs our side half of what arrays or single parameters
 * cost, and the database no more.
 */

type ColumnType = 'BIGINT' | 'INTEGER' | 'SMALLINT' | 'TEXT' | 'TSVECTOR'
type Columns = Readonly<Record<string, ColumnType>>

/** @param rest what follows the rows: a condition, what to do on a conflict */
function insertion(table: string, columns: Columns, rest = ''): string {
  const names = Object.keys(columns)
  // A vector comes as its text.
  const values = names.map((name) => (columns[name] === 'TSVECTOR' ? `CAST(${name} AS TSVECTOR)` : name))
  return `INSERT INTO ${table} (workspace_id, ${names.join(', ')})
    SELECT $1, ${values.join(', ')} FROM ${rowsOf(columns)} ${rest}`
}

/** The rows of `$2` as a table by the name of `new`. */
function rowsOf(columns: Columns): string {
  const typed = Object.entries(columns).map(
    ([name, type]) => `${name} ${type === 'TSVECTOR' ? 'TEXT' : type}`,
  )
  return `json_to_recordset($2::json) AS new (${typed.join(', ')})`
}

/** Inserts, or replaces the row with this key. In place: an index whose columns stay as they are is not written. */
function upsertion(table: string, key: Columns, columns: Columns): string {
  const sets = Object.keys(columns).map((name) => `${name} = excluded.${name}`)
  const conflict = `ON CONFLICT (workspace_id, ${Object.keys(key).join(', ')}) DO UPDATE SET ${sets.join(', ')}`
  return insertion(table, { ...key, ...columns }, conflict)
}

const BOT_KEY = { bot: 'TEXT', node: 'TEXT', hour: 'BIGINT', version: 'BIGINT' } as const
/** The end of an insertion that adds to what is there. */
export const ADD_BOT_COUNTS = `ON CONFLICT (workspace_id, ${Object.keys(BOT_KEY).join(', ')})
  DO UPDATE SET ${BOT_COLUMNS.map((column) => `${column} = bot_counts.${column} + excluded.${column}`).join(', ')}`

const ENTITY_KEY = { kind: 'TEXT', id: 'TEXT' } as const

const SESSION_KEY = { id: 'BIGINT' } as const
/** What each message changes of its session. */
const SESSION_NEWS = { rev: 'BIGINT', json: 'TEXT' } as const

/** In the order in which they run; each has its rows under its name in `BatchRows`. */
export const STATEMENTS = {
  log: insertion('log', {
    seq: 'BIGINT',
    at_ms: 'BIGINT',
    chat: 'BIGINT',
    session: 'BIGINT',
    about: 'SMALLINT',
    author_hash: 'INTEGER',
    key_hash: 'INTEGER',
    sum: 'INTEGER',
    body: 'TEXT',
  }),
  sessions: upsertion('sessions', SESSION_KEY, {
    ...SESSION_NEWS,
    chat: 'BIGINT',
    closed_rev: 'BIGINT',
    status: 'TEXT',
    bot_status: 'TEXT',
    operator: 'TEXT',
    group_id: 'TEXT',
    client: 'TEXT',
    channel: 'TEXT',
    name: 'TEXT',
    name_words: 'TSVECTOR',
  }),
  renewed: `UPDATE sessions SET rev = new.rev, json = new.json FROM ${rowsOf({ ...SESSION_KEY, ...SESSION_NEWS })}
    WHERE sessions.workspace_id = $1 AND sessions.id = new.id`,
  words: insertion('words', { block: 'BIGINT', part: 'BIGINT', words: 'TSVECTOR' }),
  commandKeys: insertion('command_keys', {
    author_hash: 'INTEGER',
    key_hash: 'INTEGER',
    seq: 'BIGINT',
    at_ms: 'BIGINT',
  }),
  changes: upsertion('changes', { seq: 'BIGINT' }, { latest: 'BIGINT' }),
  // A mark behind an earlier one reads nothing new, and would hide the earlier time.
  marks: insertion(
    'marks',
    { session: 'BIGINT', reader: 'SMALLINT', up_to: 'BIGINT', at_ms: 'BIGINT' },
    `WHERE NOT EXISTS (SELECT 1 FROM marks WHERE marks.workspace_id = $1 AND marks.session = new.session
      AND marks.reader = new.reader AND marks.up_to >= new.up_to)`,
  ),
  held: insertion('held', { operator: 'TEXT', session: 'BIGINT' }, 'ON CONFLICT DO NOTHING'),
  rewatched: `DELETE FROM watched WHERE workspace_id = $1 AND session IN (SELECT session FROM ${rowsOf({ session: 'BIGINT' })})`,
  watched: insertion('watched', { operator: 'TEXT', session: 'BIGINT' }),
  chats: upsertion('chats', { id: 'BIGINT' }, { json: 'TEXT' }),
  clients: upsertion('clients', { id: 'BIGINT' }, { channel: 'TEXT', external_id: 'TEXT', json: 'TEXT' }),
  gone: `DELETE FROM entities WHERE workspace_id = $1 AND (kind, id) IN (SELECT kind, id FROM ${rowsOf(ENTITY_KEY)})`,
  entities: upsertion('entities', ENTITY_KEY, { json: 'TEXT' }),
  botCounts: insertion(
    'bot_counts',
    {
      ...BOT_KEY,
      ...Object.fromEntries(BOT_COLUMNS.map((column): [string, ColumnType] => [column, 'BIGINT'])),
    },
    `WHERE true ${ADD_BOT_COUNTS}`,
  ),
  botFailures: insertion('bot_failures', { bot: 'TEXT', seq: 'BIGINT' }),
} as const
