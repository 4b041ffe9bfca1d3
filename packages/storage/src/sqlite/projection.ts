import { isActivity, type LogRecord, type SessionRecord, type Touched } from '@pult/engine'
import type { Message, MessageId } from '@pult/protocol'
import type { Database, SQLQueryBindings } from 'bun:sqlite'
import { COMMAND_KEY_KEPT_MS, commandKeyOf } from '../keys.ts'
import { messageIn } from '../message-view.ts'
import { numberOf } from '../numbers.ts'
import { foldText } from '../words.ts'
import { createBotWriter } from './bot-writer.ts'
import { hash32, hashOfAuthor } from '../key-hash.ts'
import { sealed } from '../sealed-json.ts'
import { createRowWriter } from './row-writer.ts'

/** Absolute, like all that is written here: whoever fills in what an older file lacks may come to the same record twice. */
export const INSERT_ACTIVITY = 'INSERT OR IGNORE INTO activities VALUES (?, ?)'

/** Writes into the read models. The transaction is the caller's; each call is absolute, so nothing here reads what it could be told. */
export interface Projection {
  /** How far records and entities had come when the file was opened; records may be further. */
  readonly recordsSeq: number
  readonly entitiesSeq: number
  /** In the order of `seq`; all of them are in the tables when it returns. */
  records(records: readonly LogRecord[]): void
  entity(touched: Touched): void
  /** Every record up to `seq` is in. */
  markRecords(seq: number, newestMs: number): void
  /** Every entity is in as it stood at `seq`. */
  markEntities(seq: number): void
}

/**
 * @param recordAt the log, where the text stands that an edit takes out of the index
 */
export function createProjection(database: Database, recordAt: (seq: number) => LogRecord): Projection {
  const prepare = (sql: string) => database.prepare<unknown, SQLQueryBindings[]>(sql)
  const messages = createRowWriter(database, 'messages', 3)
  const keys = createRowWriter(database, 'keys', 3)
  // One at a time: before a statement of many rows SQLite asks the full-text index for a savepoint, and that writes out what it has gathered.
  const insertBody = prepare('INSERT INTO bodies (rowid, body) VALUES (?, ?)')
  const removeBody = prepare("INSERT INTO bodies (bodies, rowid, body) VALUES ('delete', ?, ?)")
  const insertCommandKey = prepare('INSERT INTO command_keys VALUES (?, ?, ?, ?)')
  const selectOldKeys = database.prepare<{ seq: number; author: number; key: number }, [number]>(
    'SELECT seq, author, key FROM command_keys WHERE at_ms < ?',
  )
  const deleteCommandKey = prepare('DELETE FROM command_keys WHERE seq = ?')
  const deleteKey = prepare('DELETE FROM keys WHERE author = ? AND key = ? AND seq = ?')
  const insertNote = prepare('INSERT INTO notes VALUES (?, ?)')
  const insertActivity = prepare(INSERT_ACTIVITY)
  const selectChange = database.prepare<{ latest: number }, [number]>(
    'SELECT latest FROM changes WHERE seq = ?',
  )
  const putChange = prepare('INSERT OR REPLACE INTO changes VALUES (?, ?)')
  // A mark behind an earlier one reads nothing new, and would hide the earlier time.
  const insertMark = prepare(
    `INSERT INTO marks SELECT ?1, ?2, ?3, ?4
      WHERE NOT EXISTS (SELECT 1 FROM marks WHERE session = ?1 AND reader = ?2 AND up_to >= ?3)`,
  )
  const putSeq = prepare('UPDATE meta SET value = ? WHERE name = ?')
  const putEntity = prepare('INSERT OR REPLACE INTO entities VALUES (?, ?, ?)')
  const deleteEntity = prepare('DELETE FROM entities WHERE kind = ? AND id = ?')
  const putChat = prepare('INSERT OR REPLACE INTO chats VALUES (?, ?)')
  const putClient = prepare(
    `INSERT INTO clients VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT DO UPDATE SET channel = ?2, external_id = ?3, json = ?4`,
  )
  const selectSession = database.prepare<{ name: string; watchers: string | null }, [number]>(
    'SELECT name, watchers FROM sessions WHERE id = ?',
  )
  // In place, not INSERT OR REPLACE: that one deletes first, and writes every index anew.
  const putSession = prepare(
    `INSERT INTO sessions VALUES (?1, ?12, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      ON CONFLICT DO UPDATE SET rev = ?2, status = ?3, bot_status = ?4, operator = ?5, group_id = ?6,
        client = ?7, channel = ?8, name = ?9, watchers = ?10, json = ?11`,
  )
  const insertName = prepare('INSERT INTO names (rowid, name) VALUES (?, ?)')
  const removeName = prepare("INSERT INTO names (names, rowid, name) VALUES ('delete', ?, ?)")
  const bots = createBotWriter(database)
  const insertHeld = prepare('INSERT OR IGNORE INTO held VALUES (?, ?)')
  const insertWatched = prepare('INSERT OR IGNORE INTO watched VALUES (?, ?)')
  const deleteWatched = prepare('DELETE FROM watched WHERE operator = ? AND session = ?')
  const selectSeq = database.prepare<{ value: number }, [string]>('SELECT value FROM meta WHERE name = ?')

  function addMessage(seq: number, message: Message): void {
    const chat = numberOf('cht', message.chatId)
    messages.add(chat, numberOf('ses', message.sessionId), seq)
    const text = indexedText(message)
    if (text !== undefined) insertBody.run(seq, text)
    if (message.key !== undefined) keys.add(hashOfAuthor(message.authorId), hash32(message.key), seq)
  }

  function changeMessage(seq: number, message: Message): void {
    const first = numberOf('msg', message.id)
    const before = messageIn(recordAt(selectChange.get(first)?.latest ?? first))
    const [was, is] = [before === undefined ? undefined : indexedText(before), indexedText(message)]
    putChange.run(first, seq)
    if (was === is) return
    if (was !== undefined) removeBody.run(first, was)
    if (is !== undefined) insertBody.run(first, is)
  }

  function addMark(sessionId: string, by: 'CLIENT' | 'OPERATOR', upTo: MessageId, at: string): void {
    insertMark.run(numberOf('ses', sessionId), by === 'CLIENT' ? 0 : 1, numberOf('msg', upTo), Date.parse(at))
  }

  /** Every holder, also one who held the session between two writings of it. */
  function addHolder({ card }: SessionRecord): void {
    if (card.operatorId !== null) insertHeld.run(card.operatorId, numberOf('ses', card.id))
  }

  function writeSession(session: SessionRecord, json: string): void {
    const { card } = session
    const watchers = card.watcherIds
    const id = numberOf('ses', card.id)
    const before = selectSession.get(id)
    const watching = watchers.length === 0 ? null : JSON.stringify(watchers)
    if (before?.name !== card.name) {
      if (before !== null) removeName.run(id, foldText(before.name))
      insertName.run(id, foldText(card.name))
    }
    if ((before?.watchers ?? null) !== watching) {
      const gone = JSON.parse(before?.watchers ?? '[]') as string[]
      for (const operator of gone) deleteWatched.run(operator, id)
      for (const operator of watchers) insertWatched.run(operator, id)
    }
    addHolder(session)
    putSession.run(
      id,
      card.rev,
      card.status,
      card.botStatus ?? null,
      card.operatorId,
      card.groupId,
      card.clientId,
      card.channel,
      card.name,
      watching,
      json,
      numberOf('cht', card.chatId),
    )
  }

  function addRecord(record: LogRecord): void {
    const { seq, fact } = record
    if (fact.type === 'message') addMessage(seq, fact.message)
    else if (fact.type === 'messageChanged') changeMessage(seq, fact.message)
    else if (fact.type === 'messagesRead') addMark(fact.sessionId, fact.by, fact.upTo, fact.at)
    else if (fact.type === 'note') insertNote.run(numberOf('ses', fact.note.sessionId), seq)
    else if (fact.type === 'session') {
      addHolder(fact.session)
      if (isActivity(fact)) insertActivity.run(numberOf('ses', fact.session.card.id), seq)
    }
    bots.add(record)
    const command = commandKeyOf(record)
    if (command === undefined) return
    const [author, key] = [hashOfAuthor(command.author), hash32(command.key)]
    insertCommandKey.run(seq, record.atMs, author, key)
    // A message's key and its command's may be the same: one row leads to both.
    if (fact.type !== 'message' || fact.message.key !== command.key) keys.add(author, key, seq)
  }

  return {
    recordsSeq: selectSeq.get('records_seq')?.value ?? 0,
    entitiesSeq: selectSeq.get('entities_seq')?.value ?? 0,
    records(records) {
      try {
        for (const record of records) addRecord(record)
        messages.flush()
        keys.flush()
      } catch (error) {
        messages.clear()
        keys.clear()
        throw error
      }
    },
    entity(touched) {
      const { kind, id, value } = touched
      if (value === null) {
        deleteEntity.run(kind, id)
        return
      }
      const json = JSON.stringify(value)
      switch (kind) {
        case 'session':
          writeSession(value, sealed(`session ${numberOf('ses', id)}`, json))
          return
        case 'chat':
          putChat.run(numberOf('cht', id), sealed(`chat ${numberOf('cht', id)}`, json))
          return
        case 'client':
          putClient.run(
            numberOf('cli', id),
            value.client.channel,
            value.client.externalId,
            sealed(`client ${numberOf('cli', id)}`, json),
          )
          return
        default:
          putEntity.run(kind, id, sealed(`${kind} ${id}`, json))
      }
    },
    markRecords(seq, newestMs) {
      putSeq.run(seq, 'records_seq')
      bots.tidy(newestMs)
      for (const old of selectOldKeys.all(newestMs - COMMAND_KEY_KEPT_MS)) {
        deleteCommandKey.run(old.seq)
        deleteKey.run(old.author, old.key, old.seq)
      }
    },
    markEntities(seq) {
      putSeq.run(seq, 'entities_seq')
    },
  }
}

/**
 * What the index has of a message: its words, and one that stands for its chat, so that a search in a chat costs no more than the
 * chat has. That one begins with a private character, which the tokenizer takes for a letter and no query lets through.
 */
function indexedText(message: Message): string | undefined {
  if (message.body === '' || (message.deletedAt !== undefined && message.deletedAt !== null)) return undefined
  return `${foldText(message.body)} ${chatWord(numberOf('cht', message.chatId))}`
}

export function chatWord(chat: number): string {
  return `\u{E000}${chat.toString(36)}`
}
