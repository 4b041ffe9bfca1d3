import { BOT_COLUMNS } from '../bot-columns.ts'

/**
 * The statements that take many rows at once: `$1` is the workspace, another parameter the rows as one JSON, which costs our side half of what arrays or single
 * parameters cost, and the database no more.
 */

/** Where the rows come from: what stands after FROM. By the name of `new` they have these columns. */
type From = (columns: Columns) => string
/** The text of a statement that takes its rows from there. */
type Statement = (from: From) => string

type ColumnType = 'BIGINT' | 'INTEGER' | 'SMALLINT' | 'TEXT' | 'TSVECTOR'
type Columns = Readonly<Record<string, ColumnType>>

/** @param rest what follows the rows: a condition, what to do on a conflict */
function insertion(table: string, columns: Columns, rest = ''): Statement {
  const names = Object.keys(columns)
  // A vector comes as its text.
  const values = names.map((name) => (columns[name] === 'TSVECTOR' ? `CAST(${name} AS TSVECTOR)` : name))
  return (from) => `INSERT INTO ${table} (workspace_id, ${names.join(', ')})
    SELECT $1, ${values.join(', ')} FROM ${from(columns)} ${rest}`
}

/** The rows of a parameter, by its number. */
function rowsOf(parameter: number): From {
  return (columns) => {
    const typed = Object.entries(columns).map(
      ([name, type]) => `${name} ${type === 'TSVECTOR' ? 'TEXT' : type}`,
    )
    return `json_to_recordset($${parameter}::json) AS new (${typed.join(', ')})`
  }
}

/** Inserts, or replaces the row with this key. In place: an index whose columns stay as they are is not written. */
function upsertion(table: string, key: Columns, columns: Columns): Statement {
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
const ITS = {
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
  renewed: (
    from: From,
  ) => `UPDATE sessions SET rev = new.rev, json = new.json FROM ${from({ ...SESSION_KEY, ...SESSION_NEWS })}
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
  rewatched: (from: From) =>
    `DELETE FROM watched WHERE workspace_id = $1 AND session IN (SELECT session FROM ${from({ session: 'BIGINT' })})`,
  watched: insertion('watched', { operator: 'TEXT', session: 'BIGINT' }),
  chats: upsertion('chats', { id: 'BIGINT' }, { json: 'TEXT' }),
  clients: upsertion('clients', { id: 'BIGINT' }, { channel: 'TEXT', external_id: 'TEXT', json: 'TEXT' }),
  gone: (from: From) =>
    `DELETE FROM entities WHERE workspace_id = $1 AND (kind, id) IN (SELECT kind, id FROM ${from(ENTITY_KEY)})`,
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

export type StatementName = keyof typeof ITS

export const STATEMENT_NAMES = Object.keys(ITS) as readonly StatementName[]

/** Each by itself: `$1` is the workspace, `$2` the rows. */
export const STATEMENTS = Object.fromEntries(
  STATEMENT_NAMES.map((name) => [name, ITS[name](rowsOf(2))]),
) as Readonly<Record<StatementName, string>>

const FENCE = `fence AS (UPDATE workspaces SET head_seq = $3
  WHERE workspace_id = $1 AND head_seq = $2 AND lease_epoch = $4 RETURNING 1)`
/** The workspace, where its log ends, where it will, the epoch of the lease, how many sessions are renewed. */
const PARAMETERS_BEFORE_ROWS = 5

/** Several statements as one. */
export interface Together {
  readonly names: readonly StatementName[]
  /**
   * All or nothing, and one way there and back instead of three. `$1` is the workspace, `$2` where its log ends, `$3` where it will, `$4` the epoch of the lease, `$5` how many sessions are renewed,
   * from `$6` on the rows of each of `names`. Its one row says in `fenced` 1, or 0 where the fence was shut and nothing was written. A session to be renewed that is not there ends it with a
   * division by zero, and nothing is written.
   */
  readonly text: string
}

function behindFence(names: readonly StatementName[]): Together {
  // Rows come beside the row of the fence: it is first, and without it there are none.
  const parts = names.map((name, index) => {
    const rows = rowsOf(PARAMETERS_BEFORE_ROWS + 1 + index)
    const text = ITS[name]((columns) => `fence CROSS JOIN ${rows(columns)}`)
    return `, ${name === 'renewed' ? `renewed AS (${text} RETURNING 1)` : `part_${index} AS (${text})`}`
  })
  const renewed = names.includes('renewed') ? '(SELECT count(*) FROM renewed)' : '0'
  const text = `WITH ${FENCE}${parts.join('')}
    SELECT CAST(fenced AS INTEGER) / CASE WHEN fenced = 0 OR ${renewed} = $5::integer THEN 1 ELSE 0 END AS fenced
      FROM (SELECT count(*) AS fenced FROM fence) AS its`
  return { names, text }
}

const but = (...left: readonly StatementName[]): readonly StatementName[] =>
  STATEMENT_NAMES.filter((name) => !left.includes(name))

/**
 * Few, as the database keeps a plan of each for every connection, and empty rows cost next to nothing: what people write, and everything in which no table is
 * written twice, as the database would choose which is first.
 */
export const TOGETHER: readonly Together[] = [
  behindFence(['log', 'renewed', 'words']),
  behindFence(but('sessions', 'watched', 'gone', 'botFailures')),
  behindFence(but('renewed', 'watched', 'gone', 'botFailures')),
]

/** The least that has all of these, or undefined where they cannot be one statement. */
export function atOnce(names: readonly StatementName[]): Together | undefined {
  return TOGETHER.find((one) => names.every((name) => one.names.includes(name)))
}
