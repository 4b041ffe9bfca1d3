import { BOT_COLUMNS } from '../bot-columns.ts'

/** One step of the database's history. Never changed once released; the next step is added behind it. */
export type Step = readonly string[]

/**
 * `workspace_id` leads every key and every index but the two of words, whose entries begin with the workspace's tag instead. Everything that can be made
 * twice says IF NOT EXISTS: where the making of tables is no part of a transaction (YugabyteDB), a step that was killed in the middle is done again.
 */
export const STEPS: readonly Step[] = [
  [
    // The fence: whoever writes moves `head_seq` under the epoch of its own lease, or writes nothing.
    `CREATE TABLE IF NOT EXISTS workspaces (
      workspace_id TEXT PRIMARY KEY, log_epoch TEXT, head_seq BIGINT NOT NULL,
      lease_owner TEXT, lease_epoch BIGINT NOT NULL, lease_expires_at TIMESTAMPTZ NOT NULL)`,
    // The truth, and by its indexes most of the read models: what leads to a record stands in the record's own row.
    // `chat`: of a message. `session`: of a message, a note, an activity. `about`: 1 a note, 2 an activity. `author_hash`, `key_hash`: of a message's key.
    `CREATE TABLE IF NOT EXISTS log (
      workspace_id TEXT, seq BIGINT, at_ms BIGINT NOT NULL, chat BIGINT, session BIGINT, about SMALLINT,
      author_hash INTEGER, key_hash INTEGER, sum INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (workspace_id, seq))`,
    // The sessions of a chat follow one another, so one order serves the chat and the session.
    'CREATE INDEX IF NOT EXISTS log_messages ON log (workspace_id, chat, session, seq) WHERE chat IS NOT NULL',
    'CREATE INDEX IF NOT EXISTS log_about ON log (workspace_id, session, about, seq) WHERE about IS NOT NULL',
    'CREATE INDEX IF NOT EXISTS log_keys ON log (workspace_id, author_hash, key_hash) WHERE key_hash IS NOT NULL',
    `CREATE TABLE IF NOT EXISTS command_keys (
      workspace_id TEXT, author_hash INTEGER, key_hash INTEGER, seq BIGINT, at_ms BIGINT NOT NULL,
      PRIMARY KEY (workspace_id, author_hash, key_hash, seq))`,
    'CREATE INDEX IF NOT EXISTS command_keys_by_time ON command_keys (workspace_id, at_ms)',
    // Of an edited or deleted message: the record that has it as it is now.
    'CREATE TABLE IF NOT EXISTS changes (workspace_id TEXT, seq BIGINT, latest BIGINT NOT NULL, PRIMARY KEY (workspace_id, seq))',
    // "Read up to": one row instead of a change of every message. `reader` 0 is the client, 1 the operators.
    `CREATE TABLE IF NOT EXISTS marks (
      workspace_id TEXT, session BIGINT, reader SMALLINT, up_to BIGINT, at_ms BIGINT NOT NULL,
      PRIMARY KEY (workspace_id, session, reader, up_to))`,
    // The words of 256 records in a row; `part` 0 and on are theirs, others are the numbers of later edits.
    'CREATE TABLE IF NOT EXISTS words (workspace_id TEXT, block BIGINT, part BIGINT, words TSVECTOR NOT NULL, PRIMARY KEY (workspace_id, block, part))',
    'CREATE INDEX IF NOT EXISTS words_words ON words USING gin (words) WITH (fastupdate = off)',
    // Workspace, groups, channels, operators, logins, canned replies: few, and all of them alive.
    'CREATE TABLE IF NOT EXISTS entities (workspace_id TEXT, kind TEXT, id TEXT, json TEXT NOT NULL, PRIMARY KEY (workspace_id, kind, id))',
    'CREATE TABLE IF NOT EXISTS chats (workspace_id TEXT, id BIGINT, json TEXT NOT NULL, PRIMARY KEY (workspace_id, id))',
    `CREATE TABLE IF NOT EXISTS clients (
      workspace_id TEXT, id BIGINT, channel TEXT NOT NULL, external_id TEXT, json TEXT NOT NULL, PRIMARY KEY (workspace_id, id))`,
    'CREATE INDEX IF NOT EXISTS clients_by_external_id ON clients (workspace_id, external_id, channel) WHERE external_id IS NOT NULL',
    // A message changes its session's `rev` and `json`, and neither is in an index: then PostgreSQL writes the row and none of the indexes. `closed_rev` is `rev`
    // once the session is closed; those that are open are few enough to be sorted. Pages are filled to a half: that way needs room for the new row on the page of the old one,
    // and a batch may change every session of a page.
    `CREATE TABLE IF NOT EXISTS sessions (
      workspace_id TEXT, id BIGINT, chat BIGINT NOT NULL, rev BIGINT NOT NULL, closed_rev BIGINT, status TEXT NOT NULL, bot_status TEXT,
      operator TEXT, group_id TEXT NOT NULL, client TEXT, channel TEXT NOT NULL, name TEXT NOT NULL, name_words TSVECTOR NOT NULL,
      json TEXT NOT NULL, PRIMARY KEY (workspace_id, id)) WITH (fillfactor = 50)`,
    'CREATE INDEX IF NOT EXISTS sessions_closed ON sessions (workspace_id, closed_rev, id) WHERE closed_rev IS NOT NULL',
    "CREATE INDEX IF NOT EXISTS sessions_active ON sessions (workspace_id, bot_status, group_id) WHERE status = 'ACTIVE'",
    'CREATE INDEX IF NOT EXISTS sessions_by_operator ON sessions (workspace_id, operator) WHERE operator IS NOT NULL',
    'CREATE INDEX IF NOT EXISTS sessions_by_client ON sessions (workspace_id, client) WHERE client IS NOT NULL',
    'CREATE INDEX IF NOT EXISTS sessions_names ON sessions USING gin (name_words) WITH (fastupdate = off)',
    // Who held a session, ever.
    'CREATE TABLE IF NOT EXISTS held (workspace_id TEXT, operator TEXT, session BIGINT, PRIMARY KEY (workspace_id, operator, session))',
    'CREATE TABLE IF NOT EXISTS watched (workspace_id TEXT, operator TEXT, session BIGINT, PRIMARY KEY (workspace_id, operator, session))',
    'CREATE INDEX IF NOT EXISTS watched_by_session ON watched (workspace_id, session)',
    // What bots did, by hour; `node` '' is the bot as a whole.
    `CREATE TABLE IF NOT EXISTS bot_counts (
      workspace_id TEXT, bot TEXT, node TEXT, hour BIGINT, version BIGINT,
      ${BOT_COLUMNS.map((column) => `${column} BIGINT NOT NULL DEFAULT 0`).join(', ')},
      PRIMARY KEY (workspace_id, bot, node, hour, version))`,
    'CREATE TABLE IF NOT EXISTS bot_failures (workspace_id TEXT, bot TEXT, seq BIGINT, PRIMARY KEY (workspace_id, bot, seq))',
  ],
  [
    // Who lives. A lease is its owner's for as long as the owner does.
    'CREATE TABLE IF NOT EXISTS nodes (node TEXT PRIMARY KEY, is_draining BOOLEAN NOT NULL, expires_at TIMESTAMPTZ NOT NULL)',
    // What nodes tell each other where no bus carries it. Gone after a minute.
    `CREATE TABLE IF NOT EXISTS node_words (
      number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at TIMESTAMPTZ NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL)`,
    'CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
  ],
  [
    // What a node says of itself with each beat, for whoever looks at the machines. NULL: it is of a version that says nothing.
    'ALTER TABLE nodes ADD COLUMN IF NOT EXISTS facts TEXT',
  ],
]
