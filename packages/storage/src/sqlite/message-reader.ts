import { isActivity, type KeyRecord, type LogRecord, type MessageQuery, type Page } from '@pult/engine'
import type { ChatId, Message, MessageId, Note, SessionId } from '@pult/protocol'
import type { Database } from 'bun:sqlite'
import { keyIn } from '../keys.ts'
import { messageIn, messageNow, readerOf } from '../message-view.ts'
import { numberIn, numberOf } from '../numbers.ts'
import { NEWEST, type Place, placeOf, tokenOf } from '../page-token.ts'
import { holdsWanted, type Wanted, wantedOf } from '../words.ts'
import { DamagedEntity } from '../damaged-entity.ts'
import { hash32, hashOfAuthor } from '../key-hash.ts'
import { matchExpression } from './match-expression.ts'
import { chatWord } from './projection.ts'

/** Finds messages, notes, activities and keys by the numbers in the read models, and takes what they say from the log. */
export interface MessageReader {
  message(id: MessageId): Message | undefined
  messages(query: MessageQuery): Page<Message>
  notes(sessionId: SessionId, after: string | undefined, limit: number): Page<Note>
  activities(sessionId: SessionId, after: string | undefined, limit: number): Page<LogRecord>
  key(author: string, key: string): KeyRecord | undefined
  /** Sessions of the newest messages with these words; undefined where there are more than `limit` messages. */
  sessionsWith(wanted: readonly Wanted[], limit: number): ReadonlySet<number> | undefined
  /** Whether a message of the session has these words. */
  isInSession(session: number, wanted: readonly Wanted[]): boolean
}

/** Messages of a session that are looked through between two reads of the index. */
const MESSAGES_AT_ONCE = 64

interface Found {
  readonly session: number
  readonly seq: number
}

/** Where a list of message numbers goes on. */
type Source = (after: Place, limit: number) => readonly { readonly place: Place; readonly seq: number }[]

export function createMessageReader(
  database: Database,
  log: { headSeq(): number; record(seq: number): LogRecord },
  chatOf: (sessionId: SessionId) => ChatId | undefined,
): MessageReader {
  const selectChange = database.prepare<{ latest: number }, [number]>(
    'SELECT latest FROM changes WHERE seq = ?',
  )
  const selectMark = database.prepare<{ at_ms: number }, [number, number, number]>(
    'SELECT at_ms FROM marks WHERE session = ? AND reader = ? AND up_to >= ? ORDER BY up_to LIMIT 1',
  )
  const selectByChat = database.prepare<Found, [number, number, number, number]>(
    'SELECT session, seq FROM messages WHERE chat = ? AND (session, seq) < (?, ?) ORDER BY session DESC, seq DESC LIMIT ?',
  )
  const selectBySession = database.prepare<Found, [number, number, number, number]>(
    'SELECT session, seq FROM messages WHERE chat = ? AND session = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  )
  const selectMatches = database.prepare<{ seq: number }, [string, number, number]>(
    'SELECT rowid AS seq FROM bodies WHERE bodies MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
  )
  const selectNotes = database.prepare<{ seq: number }, [number, number, number]>(
    'SELECT seq FROM notes WHERE session = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  )
  const selectActivities = database.prepare<{ seq: number }, [number, number, number]>(
    'SELECT seq FROM activities WHERE session = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  )
  const selectKey = database.prepare<{ seq: number }, [number, number]>(
    'SELECT seq FROM keys WHERE author = ? AND key = ? ORDER BY seq DESC',
  )
  const selectChat = database.prepare<{ chat: number }, [number]>('SELECT chat FROM sessions WHERE id = ?')

  function latest(number: number): Message | undefined {
    const changed = selectChange.get(number)?.latest
    const message = messageIn(log.record(changed ?? number))
    if (changed !== undefined && (message === undefined || numberIn('msg', message.id) !== number))
      throw new DamagedEntity(`message ${number}`)
    return message
  }

  /** A person may ask for any id: only one that leads to a message of that very id is known. */
  function latestOf(id: string): Message | undefined {
    const number = numberIn('msg', id)
    if (number === undefined || number < 1 || number > log.headSeq()) return undefined
    const message = latest(number)
    return message?.id === id ? message : undefined
  }

  function now(message: Message): Message {
    const reader = readerOf(message.authorType) === 'CLIENT' ? 0 : 1
    const mark = selectMark.get(numberOf('ses', message.sessionId), reader, numberOf('msg', message.id))
    const readAt = mark === null ? undefined : new Date(mark.at_ms).toISOString()
    const quotedId = message.replyTo?.id
    return messageNow(message, readAt, quotedId === undefined ? undefined : latestOf(quotedId))
  }

  const byChat =
    (chat: number): Source =>
    ({ major, minor }, limit) =>
      selectByChat
        .all(chat, major, minor, limit)
        .map(({ session, seq }) => ({ place: { major: session, minor: seq }, seq }))

  const bySession =
    (chat: number, session: number): Source =>
    ({ minor }, limit) =>
      selectBySession
        .all(chat, session, minor, limit)
        .map(({ seq }) => ({ place: { major: 0, minor: seq }, seq }))

  const byWords =
    (expression: string): Source =>
    ({ minor }, limit) =>
      selectMatches.all(expression, minor, limit).map(({ seq }) => ({ place: { major: 0, minor: seq }, seq }))

  /** Of the whole workspace: the log itself, from its end. */
  const everything: Source = ({ minor }, limit) => {
    const found = []
    for (let seq = Math.min(minor - 1, log.headSeq()); seq > 0 && found.length < limit; seq -= 1) {
      if (log.record(seq).fact.type === 'message') found.push({ place: { major: 0, minor: seq }, seq })
    }
    return found
  }

  function sourceOf({ chatId, sessionId, q }: MessageQuery): Source | undefined {
    const session = sessionId === undefined ? undefined : numberIn('ses', sessionId)
    const itsChatId = sessionId === undefined ? chatId : chatOf(sessionId)
    const chat = itsChatId === undefined ? undefined : numberIn('cht', itsChatId)
    const isNarrowed = chatId !== undefined || sessionId !== undefined
    if (isNarrowed && chat === undefined) return undefined
    if (q !== undefined) {
      const wanted = wantedOf(q)
      if (wanted.length === 0) return undefined
      return byWords(matchExpression(wanted, chat === undefined ? undefined : chatWord(chat)))
    }
    if (chat === undefined) return everything
    return session === undefined ? byChat(chat) : bySession(chat, session)
  }

  /** Takes from the source until the page is full: the words of a chat may be those of another session. */
  function pageOf(
    source: Source,
    after: string | undefined,
    limit: number,
    isWanted: (message: Message) => boolean,
  ): Page<Message> {
    const items: Message[] = []
    let last = placeOf(after)
    for (;;) {
      const found = source(last, limit + 1)
      for (const { place, seq } of found) {
        const message = latest(seq)
        if (message === undefined || !isWanted(message)) {
          last = place
          continue
        }
        if (items.length === limit) return { items, next: tokenOf(last) }
        items.push(now(message))
        last = place
      }
      if (found.length <= limit) return { items, next: null }
    }
  }

  /** What a session has of a kind, newest first; `itemOf` lets through what is really the session's. */
  function pageOfSession<T>(
    select: { all(session: number, before: number, limit: number): readonly { readonly seq: number }[] },
    sessionId: SessionId,
    after: string | undefined,
    limit: number,
    itemOf: (record: LogRecord) => readonly T[],
  ): Page<T> {
    const session = numberIn('ses', sessionId)
    if (session === undefined) return { items: [], next: null }
    const rows = select.all(session, placeOf(after).minor, limit + 1)
    const items = rows.slice(0, limit).flatMap(({ seq }) => itemOf(log.record(seq)))
    return { items, next: rows.length > limit ? tokenOf({ major: 0, minor: rows[limit - 1]!.seq }) : null }
  }

  return {
    message(id) {
      const message = latestOf(id)
      return message === undefined ? undefined : now(message)
    },
    messages(query) {
      const source = sourceOf(query)
      if (source === undefined) return { items: [], next: null }
      const { chatId, sessionId, after, limit } = query
      return pageOf(
        source,
        after,
        limit,
        (message) =>
          (chatId === undefined || message.chatId === chatId) &&
          (sessionId === undefined || message.sessionId === sessionId),
      )
    },
    notes: (sessionId, after, limit) =>
      pageOfSession(selectNotes, sessionId, after, limit, ({ fact }) =>
        fact.type === 'note' && fact.note.sessionId === sessionId ? [fact.note] : [],
      ),
    activities: (sessionId, after, limit) =>
      pageOfSession(selectActivities, sessionId, after, limit, (record) =>
        isActivity(record.fact) && record.fact.session.card.id === sessionId ? [record] : [],
      ),
    key(author, key) {
      for (const { seq } of selectKey.all(hashOfAuthor(author), hash32(key))) {
        const known = keyIn(log.record(seq), author, key)
        if (known !== undefined) return known
      }
      return undefined
    },
    sessionsWith(wanted, limit) {
      const rows = selectMatches.all(matchExpression(wanted), NEWEST.minor, limit + 1)
      if (rows.length > limit) return undefined
      const messages = rows.map(({ seq }) => messageIn(log.record(seq)))
      return new Set(
        messages.flatMap((message) => (message === undefined ? [] : [numberOf('ses', message.sessionId)])),
      )
    },
    isInSession(session, wanted) {
      const chat = selectChat.get(session)?.chat
      if (chat === undefined) return false
      for (let before = NEWEST.minor; ;) {
        const rows = selectBySession.all(chat, session, before, MESSAGES_AT_ONCE)
        for (const { seq } of rows) {
          const body = latest(seq)?.body ?? ''
          if (body !== '' && holdsWanted(body, wanted)) return true
          before = seq
        }
        if (rows.length < MESSAGES_AT_ONCE) return false
      }
    },
  }
}
