import { type LogRecord, makeId, TAG_DIGITS, type Telling } from '@pult/engine'
import { numberIn } from '../numbers.ts'
import type { AuthorType, Message, MessageId } from '@pult/protocol'

/**
 * How a record stands in its row. Nine in ten records are new messages, so those are written as an array without the names of fields
 * and without what the row says already (half the bytes, half the cost of a commit); every other record is plain JSON.
 * Both are lossless in the sense of JSON.
 */
type ShortMessage = [
  sessionId: Message['sessionId'],
  chatId: Message['chatId'],
  clientId: Message['clientId'],
  authorId: string,
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
  if (!isImpliedId(message.id, seq, sessionId)) return undefined
  const type = AUTHOR_TYPES.indexOf(message.authorType)
  if (message.updatedAt === undefined || message.readAt === undefined || message.deletedAt === undefined) {
    return undefined
  }
  const short: ShortMessage = [
    sessionId,
    chatId,
    clientId,
    authorId,
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

/** Whether the id follows from the row's number and the session's tag. */
function isImpliedId(id: MessageId, seq: number, sessionId: string): boolean {
  return numberIn('msg', id) === seq && id.endsWith(sessionId.slice(-TAG_DIGITS))
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
  const [sessionId, chatId, clientId, authorId, authorType, authorName, body, to, key, hash, rest] = short
  const message: Message = {
    id: makeId('msg', seq, sessionId.slice(-TAG_DIGITS)) as MessageId,
    sessionId,
    chatId,
    clientId,
    authorId,
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
