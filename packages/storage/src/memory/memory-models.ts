import {
  isActivity,
  type Batch,
  type KeyRecord,
  type LogRecord,
  type MessageQuery,
  type Page,
  type SessionQuery,
  type SessionRecord,
  type Touched,
} from '@pult/engine'
import { COMMAND_KEY_MS, type Message, type MessageId, type Note } from '@pult/protocol'
import { COMMAND_KEY_KEPT_MS, commandKeyOf, messageKeyOf } from '../keys.ts'
import { messageNow, type Reader, readerOf } from '../message-view.ts'
import { numberIn, numberOf } from '../numbers.ts'
import { isBehind, type Place, placeOf, tokenOf } from '../page-token.ts'
import { MemoryBots } from './memory-bots.ts'
import { type Kind, TouchedMap, type ValueOf } from '../touched-map.ts'
import { holdsWanted, wantedOf } from '../words.ts'

interface ReadMark {
  readonly by: Reader
  readonly upTo: number
  readonly at: string
}

/** The read models as plain maps. Slow where a table would have an index, and by that easy to believe: the other stores are held to it. */
export class MemoryModels {
  seq = 0
  #entities = new TouchedMap()
  /** By the number of the message, in its order: the newest version of each. */
  readonly #messages = new Map<number, Message>()
  readonly #notes: Note[] = []
  readonly #activities = new Map<string, readonly LogRecord[]>()
  readonly #marks = new Map<string, ReadMark[]>()
  readonly #keys = new Map<string, KeyRecord>()
  readonly bots = new MemoryBots()
  /** Who has held a session, ever. */
  readonly #holders = new Map<string, Set<string>>()

  apply({ records, touched }: Batch): void {
    for (const record of records) this.#applyRecord(record)
    for (const entity of touched) {
      this.#entities.add(entity)
      if (entity.kind === 'session') this.#addHolder(entity.value)
    }
  }

  #applyRecord(record: LogRecord): void {
    const { fact } = record
    this.seq = record.seq
    this.bots.add(record)
    for (const key of [messageKeyOf(record), commandKeyOf(record)]) {
      if (key !== undefined) this.#keys.set(JSON.stringify([key.author, key.key]), key)
    }
    if (fact.type === 'message' || fact.type === 'messageChanged') {
      this.#messages.set(numberOf('msg', fact.message.id), fact.message)
    } else if (fact.type === 'messagesRead') {
      const marks = this.#marks.get(fact.sessionId) ?? []
      this.#marks.set(fact.sessionId, [
        ...marks,
        { by: fact.by, upTo: numberOf('msg', fact.upTo), at: fact.at },
      ])
    } else if (fact.type === 'note') {
      this.#notes.push(fact.note)
    } else if (fact.type === 'session') {
      this.#addHolder(fact.session)
      if (isActivity(fact)) this.#addActivity(fact.session.card.id, record)
    }
  }

  #addActivity(sessionId: string, record: LogRecord): void {
    const records = this.#activities.get(sessionId) ?? []
    // A record that is taken in again after a crash is the same step.
    if (records.some(({ seq }) => seq === record.seq)) return
    this.#activities.set(sessionId, [...records, record])
  }

  #addHolder({ card }: SessionRecord): void {
    if (card.operatorId === null) return
    const holders = this.#holders.get(card.id) ?? new Set()
    this.#holders.set(card.id, holders.add(card.operatorId))
  }

  entity<K extends Kind>(kind: K, id: string): ValueOf<K> | undefined {
    return this.#entities.get(kind, id)
  }

  all<K extends Kind>(kind: K): ValueOf<K>[] {
    const values = [...this.#entities.all()].filter((touched) => touched.kind === kind)
    return values.map(({ value }) => value as ValueOf<K>).filter((value) => value !== null)
  }

  /** Everything alive; see `Checkpoint`. */
  alive(): readonly Touched[] {
    const open = this.all('session').filter(({ card }) => card.status === 'ACTIVE')
    const chats = new Set<string>(open.map(({ card }) => card.chatId))
    const clients = new Set<string | null>(open.map(({ card }) => card.clientId))
    return [...this.#entities.all()].filter((touched) => {
      if (touched.kind === 'session') return touched.value.card.status === 'ACTIVE'
      if (touched.kind === 'chat') return chats.has(touched.id)
      if (touched.kind === 'client') return clients.has(touched.id)
      return touched.value !== null
    })
  }

  commandKeys(nowMs: number): readonly KeyRecord[] {
    return [...this.#keys.values()].filter(({ forever, atMs }) => !forever && atMs > nowMs - COMMAND_KEY_MS)
  }

  key(author: string, key: string, newestMs: number): KeyRecord | undefined {
    const known = this.#keys.get(JSON.stringify([author, key]))
    if (known === undefined || known.forever) return known
    return known.atMs >= newestMs - COMMAND_KEY_KEPT_MS ? known : undefined
  }

  message(id: MessageId): Message | undefined {
    const number = numberIn('msg', id)
    const message = number === undefined ? undefined : this.#messages.get(number)
    return message?.id === id ? this.#now(message) : undefined
  }

  #now(message: Message): Message {
    const number = numberOf('msg', message.id)
    const reader = readerOf(message.authorType)
    const mark = this.#marks.get(message.sessionId)?.find(({ by, upTo }) => by === reader && upTo >= number)
    const quotedId = message.replyTo?.id
    const quotedNumber = quotedId === undefined ? undefined : numberIn('msg', quotedId)
    const quoted = quotedNumber === undefined ? undefined : this.#messages.get(quotedNumber)
    return messageNow(message, mark?.at, quoted?.id === quotedId ? quoted : undefined)
  }

  messages({ chatId, sessionId, q, after, limit }: MessageQuery): Page<Message> {
    const wanted = q === undefined ? undefined : wantedOf(q)
    const found = [...this.#messages.values()].filter(
      (message) =>
        (chatId === undefined || message.chatId === chatId) &&
        (sessionId === undefined || message.sessionId === sessionId) &&
        (wanted === undefined ||
          (wanted.length > 0 && message.body !== '' && holdsWanted(message.body, wanted))),
    )
    const page = cut(found, after, limit, placeOfMessage)
    return { items: page.items.map((message) => this.#now(message)), next: page.next }
  }

  notes(sessionId: string, after: string | undefined, limit: number): Page<Note> {
    return cut(
      this.#notes.filter((note) => note.sessionId === sessionId),
      after,
      limit,
      placeOfMessage,
    )
  }

  activities(sessionId: string, after: string | undefined, limit: number): Page<LogRecord> {
    return cut(this.#activities.get(sessionId) ?? [], after, limit, ({ seq }) => ({ major: 0, minor: seq }))
  }

  sessions(query: SessionQuery): Page<SessionRecord> {
    const found = this.all('session').filter((session) => this.#isWanted(session, query))
    return cut(found, query.after, query.limit, ({ card }) => ({
      major: card.rev,
      minor: numberOf('ses', card.id),
    }))
  }

  #isWanted({ card }: SessionRecord, query: SessionQuery): boolean {
    const { status, botStatus, operatorId, groupId, clientId, channelId, seenBy, q } = query
    if (status !== undefined && card.status !== status) return false
    if (botStatus !== undefined && card.botStatus !== botStatus) return false
    if (operatorId !== undefined && card.operatorId !== operatorId) return false
    if (groupId !== undefined && card.groupId !== groupId) return false
    if (clientId !== undefined && card.clientId !== clientId) return false
    if (channelId !== undefined && card.channel !== channelId) return false
    if (seenBy !== undefined) {
      const held = this.#holders.get(card.id)?.has(seenBy.operatorId) === true
      const isInHelp = card.status === 'ACTIVE' && card.botStatus === 'HELP'
      const waiting = isInHelp && seenBy.groupIds.includes(card.groupId)
      if (!held && !waiting && !card.watcherIds.includes(seenBy.operatorId)) return false
    }
    if (q === undefined) return true
    const wanted = wantedOf(q)
    if (wanted.length === 0) return false
    return (
      holdsWanted(card.name, wanted) || this.messages({ sessionId: card.id, q, limit: 1 }).items.length > 0
    )
  }
}

function placeOfMessage({ id }: { id: MessageId }): Place {
  return { major: 0, minor: numberOf('msg', id) }
}

/** A page of a list, newest first. */
function cut<T>(
  items: readonly T[],
  after: string | undefined,
  limit: number,
  place: (item: T) => Place,
): Page<T> {
  const start = placeOf(after)
  const behind = items
    .filter((item) => isBehind(place(item), start))
    .toSorted((left, right) => (isBehind(place(left), place(right)) ? 1 : -1))
  const page = behind.slice(0, limit)
  return { items: page, next: behind.length > limit ? tokenOf(place(page.at(-1)!)) : null }
}
