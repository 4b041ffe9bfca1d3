import { rmSync } from 'node:fs'
import { StorageFault } from '@pult/engine'
import type { Database } from 'bun:sqlite'
import { storageError } from './errors.ts'
import { BOT_COLUMNS } from '../bot-columns.ts'
import { migrate, type Migration } from './migrate.ts'
import { openDatabase } from './open-database.ts'

/**
 * `read.sqlite`: what serves reading, filled behind the log and rebuilt from it when it is lost. Nothing that the log has is here
 * twice, bodies least of all; messages, notes and keys are numbers that lead to a record.
 */
const MIGRATIONS: readonly Migration[] = [
  [
    // `epoch`: of the log that this was read from. `records_seq`, `entities_seq`: how far; each commits with what it speaks of.
    'CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID',
    // Workspace, groups, channels, operators, logins, canned replies: few, and all of them alive.
    'CREATE TABLE entities (kind TEXT, id TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID',
    'CREATE TABLE chats (id INTEGER PRIMARY KEY, json TEXT NOT NULL)',
    'CREATE TABLE clients (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, external_id TEXT, json TEXT NOT NULL)',
    'CREATE INDEX clients_by_external_id ON clients (external_id, channel) WHERE external_id IS NOT NULL',
    `CREATE TABLE sessions (
      id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, rev INTEGER NOT NULL, status TEXT NOT NULL, bot_status TEXT, operator TEXT,
      group_id TEXT NOT NULL, client TEXT, channel TEXT NOT NULL, name TEXT NOT NULL, watchers TEXT, json TEXT NOT NULL)`,
    // A message changes its session's rev and nothing else that is indexed: one index is written, the others are not.
    'CREATE INDEX sessions_by_rev ON sessions (rev, id)',
    "CREATE INDEX sessions_active ON sessions (bot_status, group_id) WHERE status = 'ACTIVE'",
    'CREATE INDEX sessions_by_operator ON sessions (operator) WHERE operator IS NOT NULL',
    'CREATE INDEX sessions_by_client ON sessions (client) WHERE client IS NOT NULL',
    'CREATE TABLE held (operator TEXT, session INTEGER, PRIMARY KEY (operator, session)) WITHOUT ROWID',
    'CREATE TABLE watched (operator TEXT, session INTEGER, PRIMARY KEY (operator, session)) WITHOUT ROWID',
    // The sessions of a chat follow one another, so one order serves the chat and the session.
    'CREATE TABLE messages (chat INTEGER, session INTEGER, seq INTEGER, PRIMARY KEY (chat, session, seq)) WITHOUT ROWID',
    // Of an edited or deleted message: the record that has it as it is now.
    'CREATE TABLE changes (seq INTEGER PRIMARY KEY, latest INTEGER NOT NULL)',
    // "Read up to": one row instead of a change of every message. `reader` 0 is the client, 1 the operators.
    'CREATE TABLE marks (session INTEGER, reader INTEGER, up_to INTEGER, at_ms INTEGER NOT NULL, PRIMARY KEY (session, reader, up_to)) WITHOUT ROWID',
    'CREATE TABLE notes (session INTEGER, seq INTEGER, PRIMARY KEY (session, seq)) WITHOUT ROWID',
    // Author and key as 32-bit hashes; the record says whether it is really they.
    'CREATE TABLE keys (author INTEGER, key INTEGER, seq INTEGER, PRIMARY KEY (author, key, seq)) WITHOUT ROWID',
    'CREATE TABLE command_keys (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, author INTEGER NOT NULL, key INTEGER NOT NULL)',
    // Without positions and without the text: half the cost and half the size. Removing a row takes the text as it was indexed.
    "CREATE VIRTUAL TABLE bodies USING fts5 (body, content='', detail='none', columnsize=0, tokenize=\"unicode61 remove_diacritics 2\")",
    "CREATE VIRTUAL TABLE names USING fts5 (name, content='', detail='none', columnsize=0, tokenize=\"unicode61 remove_diacritics 2\")",
  ],
  // Entities have sums from here on: those without are made again from the log.
  ["UPDATE meta SET value = '' WHERE name = 'epoch'"],
  // One piece of the index for each commit instead of several, and merged when there are eight of them: less is written twice.
  [
    "INSERT INTO bodies (bodies, rank) VALUES ('hashsize', 8388608)",
    "INSERT INTO bodies (bodies, rank) VALUES ('automerge', 8)",
  ],
  // The way of each session. A file that was begun without them is filled in from the log, as far as it had come.
  [
    'CREATE TABLE activities (session INTEGER, seq INTEGER, PRIMARY KEY (session, seq)) WITHOUT ROWID',
    "INSERT INTO meta SELECT 'activities_seq', 0 WHERE EXISTS (SELECT 1 FROM meta WHERE name = 'records_seq')",
  ],
  // What bots did, by hour; `node` '' is the bot as a whole. A log of before it has none of this to fill in.
  [
    `CREATE TABLE bot_counts (
      bot TEXT, node TEXT, hour INTEGER, version INTEGER, ${BOT_COLUMNS.map((column) => `${column} INTEGER NOT NULL DEFAULT 0`).join(', ')},
      PRIMARY KEY (bot, node, hour, version)) WITHOUT ROWID`,
    'CREATE TABLE bot_failures (bot TEXT, seq INTEGER, PRIMARY KEY (bot, seq)) WITHOUT ROWID',
  ],
]

/** 64 MiB of pages: the inner pages of the indexes of ten million messages. */
const CACHE_KIB = 64 * 1024
/** 16 MiB between moves into the file: the same page is written once for many commits. */
const CHECKPOINT_PAGES = 4096

/**
 * Opens the read models of this log; those of another one (a restored backup) are thrown away and begun again. Ones that know more than the log
 * has are the proof that its end is missing: they follow it, and never lead.
 * @throws StorageFault
 */
export function openReadFile(
  path: string,
  log: { readonly epoch: string; readonly headSeq: number },
): Database {
  const database = openWhole(path)
  const { epoch, seq } = originOf(database)
  if (epoch === undefined) return begun(database, log.epoch)
  if (epoch === log.epoch && seq <= log.headSeq) return database
  database.close(true)
  if (epoch === log.epoch) {
    throw new StorageFault(
      `The log ends at record ${log.headSeq}, and ${path} knows of ${seq}: the end of the log is missing.`,
    )
  }
  removeReadFile(path)
  return begun(openWhole(path), log.epoch)
}

/** What is in it is made again from the log. */
export function removeReadFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

function openWhole(path: string): Database {
  const database = openDatabase(path, {
    synchronous: 'NORMAL',
    cacheKiB: CACHE_KIB,
    checkpointPages: CHECKPOINT_PAGES,
  })
  try {
    migrate(
      database,
      MIGRATIONS,
      'Start that version again, or remove this file: it is rebuilt from the log.',
    )
    // What is not committed must never need the disk: with a full disk reading goes on from memory.
    database.run('PRAGMA cache_spill = OFF')
    return database
  } catch (error) {
    database.close(true)
    throw storageError(error, `open ${path}`)
  }
}

function originOf(database: Database): { epoch: string | undefined; seq: number } {
  const rows = database
    .query<{ name: string; value: string | number }, []>('SELECT name, value FROM meta')
    .all()
  const meta = new Map(rows.map(({ name, value }) => [name, value]))
  return { epoch: meta.get('epoch') as string | undefined, seq: Number(meta.get('records_seq') ?? 0) }
}

function begun(database: Database, epoch: string): Database {
  database.query("INSERT INTO meta VALUES ('epoch', ?), ('records_seq', 0), ('entities_seq', 0)").run(epoch)
  return database
}
