import { type IdPrefix, type LogRecord, makeId, TAG_DIGITS, type Telling } from '@pult/engine'
import { numberIn } from './numbers.ts'
import type { AuthorType, ChatId, ClientId, Message, MessageId } from '@pult/protocol'

/**
 * How a record stands in its row. Nine in ten records are new messages, so those are written as an array without the names of fields
 * and without what the row says already (half the bytes, half the cost of a commit); every other record is plain JSON.
 * Both are lossless in the sense of JSON.
 */
type ShortMessage = [
  sessionId: Message['sessionId'],
  /** An id of the session's workspace as its number; any other as it is. */
  chatId: Message['chatId'] | number,
  clientId: Message['clientId'] | number,
  /** 0: the client. */
  authorId: string | 0,
  authorType: number,
  authorName: string | null,
  body: string,
  to: Telling['to'],
  key: string | null,
  hash: string | null,
  /** The fields of the message that are not usual. */
  rest?: Partial<Message>,
]

/** Positions are in the files: only ever add at the end. */
const AUTHOR_TYPES: readonly AuthorType[] = ['CLIENT', 'OPERATOR', 'BOT', 'SYSTEM']

export function encodeRecord(record: LogRecord): string {
  const short = shortened(record)
  if (short !== undefined) return JSON.stringify(short)
  const { fact, origin } = record
  return JSON.stringify(origin === undefined ? { fact } : { fact, origin })
}

/** @throws SyntaxError for a text that no record was written as */
export function decodeRecord(seq: number, atMs: number, text: string): LogRecord {
  const value = JSON.parse(text) as ShortMessage | Pick<LogRecord, 'fact' | 'origin'>
  return Array.isArray(value) ? lengthened(seq, atMs, value) : { seq, atMs, ...value }
}

function shortened({ seq, atMs, fact, origin }: LogRecord): ShortMessage | undefined {
  if (fact.type !== 'message' || origin !== undefined || fact.tell.length !== 1) return undefined
  const { message, hash, tell } = fact
  const telling = tell[0]!
  if (telling.as !== 'chatMessageCreated' || message.createdAt !== timeOf(atMs)) return undefined
  const { sessionId, chatId, clientId, authorId, authorName, body, key } = message
  const tag = sessionId.slice(-TAG_DIGITS)
  if (idNumber('msg', message.id, tag) !== seq) return undefined
  const type = AUTHOR_TYPES.indexOf(message.authorType)
  if (message.updatedAt === undefined || message.readAt === undefined || message.deletedAt === undefined) {
    return undefined
  }
  const short: ShortMessage = [
    sessionId,
    idNumber('cht', chatId, tag) ?? chatId,
    (clientId === null ? undefined : idNumber('cli', clientId, tag)) ?? clientId,
    authorId === clientId ? 0 : authorId,
    type,
    authorName,
    body,
    telling.to,
    key ?? null,
    hash ?? null,
  ]
  const rest = restOf(message)
  if (rest !== undefined) short.push(rest)
  return short
}

/** The number that an id can be made from again, given the tag of the session's. */
function idNumber(prefix: IdPrefix, id: string, tag: string): number | undefined {
  return id.endsWith(tag) ? numberIn(prefix, id) : undefined
}

function restOf(message: Message): Partial<Message> | undefined {
  let rest: Record<string, unknown> | undefined
  for (const name in message) {
    const value = message[name as keyof Message]
    if (value === undefined || isImplied(name as keyof Message, value)) continue
    rest ??= {}
    rest[name] = value
  }
  return rest
}

function isImplied(name: keyof Message, value: Message[keyof Message]): boolean {
  switch (name) {
    case 'id':
    case 'sessionId':
    case 'chatId':
    case 'clientId':
    case 'authorId':
    case 'authorType':
    case 'authorName':
    case 'body':
    case 'key':
    case 'createdAt':
      return true
    case 'updatedAt':
    case 'readAt':
    case 'deletedAt':
      return value === null
    case 'type':
      return value === 'REGULAR'
    case 'attachments':
      return Array.isArray(value) && value.length === 0
    default:
      return false
  }
}

function lengthened(seq: number, atMs: number, short: ShortMessage): LogRecord {
  const [sessionId, chat, client, author, authorType, authorName, body, to, key, hash, rest] = short
  const tag = sessionId.slice(-TAG_DIGITS)
  const clientId = typeof client === 'number' ? (makeId('cli', client, tag) as ClientId) : client
  const message: Message = {
    id: makeId('msg', seq, tag) as MessageId,
    sessionId,
    chatId: typeof chat === 'number' ? (makeId('cht', chat, tag) as ChatId) : chat,
    clientId,
    authorId: author === 0 ? clientId! : author,
    authorType: AUTHOR_TYPES[authorType]!,
    authorName,
    type: 'REGULAR',
    body,
    attachments: [],
    createdAt: timeOf(atMs),
    updatedAt: null,
    readAt: null,
    deletedAt: null,
    ...rest,
    ...(key === null ? {} : { key }),
  }
  const tell: Telling[] = [{ as: 'chatMessageCreated', to }]
  return { seq, atMs, fact: { tell, type: 'message', message, ...(hash === null ? {} : { hash }) } }
}

/** The records of one turn share their time, and printing it costs more than the rest of a record. */
let lastMs = Number.NaN
let lastTime = ''
function timeOf(atMs: number): string {
  if (atMs !== lastMs) {
    lastMs = atMs
    lastTime = new Date(atMs).toISOString()
  }
  return lastTime
}
