import {
  type Batch,
  botCountsOf,
  type BotCounted,
  botFailureOf,
  isActivity,
  type LogRecord,
  type SessionRecord,
} from '@pult/engine'
import { COLUMN_OF } from '../bot-columns.ts'
import { commandKeyOf } from '../keys.ts'
import { hashedKey } from '../key-hash.ts'
import { numberOf } from '../numbers.ts'
import { encodeRecord } from '../record-codec.ts'
import { sumOfRecord } from '../record-sum.ts'
import { sealed } from '../sealed-json.ts'
import { type Kind, TouchedMap } from '../touched-map.ts'
import { wordsIn } from '../words.ts'
import type { Lexemes } from './lexemes.ts'
import { plainText } from './plain-text.ts'
import type { SessionColumns, StandingSessions } from './standing-sessions.ts'
import type { WordRow } from './word-blocks.ts'

/** What one batch leaves in each table, by the names of the columns; one statement a table, and none for a table that gets nothing. `columns` are for {@link StandingSessions}. */
export type BatchRows = ReturnType<typeof rowsOfBatch>

/** In the column `about` of the log. */
export const ABOUT = { note: 1, activity: 2 } as const
/** In the column `reader` of the marks. */
export const READER = { CLIENT: 0, OPERATOR: 1 } as const

export function rowsOfBatch(
  { records, touched }: Batch,
  words: readonly WordRow[],
  standing: StandingSessions,
  lexemes: Lexemes,
) {
  const entities = new TouchedMap()
  for (const entity of touched) entities.add(entity)
  return {
    log: records.map(logRow),
    words,
    commandKeys: records.flatMap(commandKeyRows),
    changes: changeRows(records),
    marks: markRows(records),
    ...seenRows(records),
    ...sessionRows(entities, standing, lexemes),
    ...entityRows(entities),
    botCounts: botCountRows(records),
    botFailures: records.flatMap((record) => {
      const failure = botFailureOf(record)
      return failure === undefined ? [] : [{ bot: failure.botId, seq: record.seq }]
    }),
  }
}

function logRow(record: LogRecord) {
  const { seq, atMs, fact } = record
  const body = encodeRecord(record)
  const row = { seq, at_ms: atMs, sum: sumOfRecord(seq, atMs, body), body }
  if (fact.type === 'message') {
    const { chatId, sessionId, authorId, key } = fact.message
    const its = { ...row, chat: numberOf('cht', chatId), session: numberOf('ses', sessionId) }
    if (key === undefined) return its
    const hashed = hashedKey(authorId, key)
    return { ...its, author_hash: hashed.author, key_hash: hashed.key }
  }
  if (fact.type === 'note')
    return { ...row, session: numberOf('ses', fact.note.sessionId), about: ABOUT.note }
  if (isActivity(fact))
    return { ...row, session: numberOf('ses', fact.session.card.id), about: ABOUT.activity }
  return row
}

function commandKeyRows(record: LogRecord) {
  const command = commandKeyOf(record)
  if (command === undefined) return []
  const { author, key } = hashedKey(command.author, command.key)
  return [{ author_hash: author, key_hash: key, seq: record.seq, at_ms: record.atMs }]
}

/** One row a message: a statement touches no row twice. */
function changeRows(records: readonly LogRecord[]) {
  const latest = new Map<number, number>()
  for (const { seq, fact } of records)
    if (fact.type === 'messageChanged') latest.set(numberOf('msg', fact.message.id), seq)
  return [...latest].map(([seq, last]) => ({ seq, latest: last }))
}

/** A mark behind an earlier one reads nothing new, and would hide the earlier time: here those of the batch itself, in the table by the statement. */
function markRows(records: readonly LogRecord[]) {
  const furthest = new Map<string, number>()
  return records.flatMap(({ fact }) => {
    if (fact.type !== 'messagesRead') return []
    const [session, reader] = [numberOf('ses', fact.sessionId), READER[fact.by]]
    const [upTo, name] = [numberOf('msg', fact.upTo), `${session} ${reader}`]
    if (upTo <= (furthest.get(name) ?? 0)) return []
    furthest.set(name, upTo)
    return [{ session, reader, up_to: upTo, at_ms: Date.parse(fact.at) }]
  })
}

/** Who held a session, ever; who watches it now. Both change by facts of the session only. */
function seenRows(records: readonly LogRecord[]) {
  const held = new Map<string, { operator: string; session: number }>()
  const watchers = new Map<number, readonly string[]>()
  for (const { fact } of records) {
    if (fact.type !== 'session') continue
    const { card } = fact.session
    const session = numberOf('ses', card.id)
    if (card.operatorId !== null)
      held.set(`${card.operatorId} ${session}`, { operator: card.operatorId, session })
    watchers.set(session, card.watcherIds)
  }
  return {
    held: [...held.values()],
    rewatched: [...watchers.keys()].map((session) => ({ session })),
    watched: [...watchers].flatMap(([session, operators]) =>
      [...new Set(operators)].map((operator) => ({ operator, session })),
    ),
  }
}

const TABLES_OF_THEIR_OWN: ReadonlySet<Kind> = new Set(['session', 'chat', 'client'])

function entityRows(entities: TouchedMap) {
  const all = [...entities.all()]
  const others = all.filter(({ kind }) => !TABLES_OF_THEIR_OWN.has(kind))
  return {
    chats: all.flatMap(({ kind, id, value }) =>
      kind === 'chat'
        ? [{ id: numberOf('cht', id), json: sealedJson(`chat ${numberOf('cht', id)}`, value) }]
        : [],
    ),
    clients: all.flatMap(({ kind, id, value }) => {
      if (kind !== 'client') return []
      const number = numberOf('cli', id)
      const { channel, externalId } = value.client
      const external = externalId === null ? null : plainText(externalId)
      return [{ id: number, channel, external_id: external, json: sealedJson(`client ${number}`, value) }]
    }),
    entities: others.flatMap(({ kind, id, value }) =>
      value === null ? [] : [{ kind, id, json: sealedJson(`${kind} ${id}`, value) }],
    ),
    gone: others.flatMap(({ kind, id, value }) => (value === null ? [{ kind, id }] : [])),
  }
}

/** A session of which only the news changed goes without the rest: nearly each message has one. */
function sessionRows(entities: TouchedMap, standing: StandingSessions, lexemes: Lexemes) {
  const sessions = []
  const renewed = []
  const columnsWritten: (readonly [id: number, columns: SessionColumns])[] = []
  for (const entity of entities.all()) {
    if (entity.kind !== 'session') continue
    const session = entity.value
    const id = numberOf('ses', session.card.id)
    const news = { id, rev: session.card.rev, json: sealedJson(`session ${id}`, session) }
    const columns = columnsOf(session)
    if (standing.has(id, columns)) renewed.push(news)
    else {
      sessions.push({ ...news, ...columns, name_words: lexemes.vector(wordsIn(columns.name)) })
      columnsWritten.push([id, columns])
    }
  }
  return { sessions, renewed, columns: columnsWritten }
}

function columnsOf({ card }: SessionRecord): SessionColumns {
  return {
    chat: numberOf('cht', card.chatId),
    closed_rev: card.status === 'CLOSED' ? card.rev : null,
    status: card.status,
    bot_status: card.botStatus ?? null,
    operator: card.operatorId,
    group_id: card.groupId,
    client: card.clientId,
    channel: card.channel,
    name: plainText(card.name),
  }
}

function sealedJson(of: string, value: unknown): string {
  return sealed(of, JSON.stringify(value))
}

/** Added up, so that each row is touched once. */
function botCountRows(records: readonly LogRecord[]) {
  const rows = new Map<string, Record<string, string | number>>()
  for (const { botId, node, hourMs, version, what } of records.flatMap(botCountsOf)) {
    const name = JSON.stringify([botId, node, hourMs, version])
    const row = rows.get(name) ?? {
      bot: plainText(botId),
      node: plainText(node ?? ''),
      hour: hourMs,
      version,
      ...nothing(),
    }
    const column = COLUMN_OF[what]
    rows.set(name, { ...row, [column]: Number(row[column]) + 1 })
  }
  return [...rows.values()]
}

function nothing(): Record<string, number> {
  return Object.fromEntries(Object.keys(COLUMN_OF).map((what) => [COLUMN_OF[what as BotCounted], 0]))
}
