import {
  type Batch,
  type ChatRecord,
  type ClientRecord,
  type Fact,
  type LogRecord,
  makeId,
  type SessionChange,
  type SessionRecord,
  tagOf,
  type Touched,
  type WorkspaceStore,
} from '@pult/engine'
import type {
  AuthorType,
  CannedReply,
  CannedReplyId,
  ChannelId,
  ChatId,
  ClientId,
  GroupId,
  Message,
  MessageId,
  OperatorId,
  SessionId,
  WorkspaceId,
} from '@pult/protocol'

const WORKSPACE_ID = 'wsp_of_the_tests' as WorkspaceId
const TAG = tagOf(WORKSPACE_ID)
export const START_MS = Date.parse('2026-11-22T10:00:00.000Z')

export const channelId = makeId('chn', 1, TAG) as ChannelId
export const groupId = makeId('grp', 2, TAG) as GroupId
export const otherGroupId = makeId('grp', 3, TAG) as GroupId
export const annaId = makeId('opr', 4, TAG) as OperatorId
export const borisId = makeId('opr', 5, TAG) as OperatorId

export interface Talk {
  readonly clientId: ClientId
  readonly chatId: ChatId
  readonly sessionId: SessionId
}

export interface Writing {
  readonly by?: AuthorType
  readonly authorId?: string
  readonly key?: string
  readonly hash?: string
  readonly replyTo?: Message
}

/** Writes a workspace's story fact by fact, as the engine does, and hands it over in batches. */
export class Story {
  readonly #sessions = new Map<SessionId, SessionRecord>()
  #records: LogRecord[] = []
  #touched: Touched[] = []
  #seq: number
  nowMs: number

  constructor(headSeq = 0, nowMs = START_MS) {
    this.#seq = headSeq
    this.nowMs = nowMs
  }

  get nextSeq(): number {
    return this.#seq + 1
  }

  /** What has been told since the last batch. */
  batch(): Batch {
    const batch = { records: this.#records, touched: this.#touched }
    this.#records = []
    this.#touched = []
    return batch
  }

  async append(store: WorkspaceStore): Promise<Batch> {
    const batch = this.batch()
    await store.append(batch)
    return batch
  }

  add(fact: Fact, origin?: LogRecord['origin']): LogRecord {
    this.#seq += 1
    this.nowMs += 1
    const record: LogRecord = {
      seq: this.#seq,
      atMs: this.nowMs,
      fact,
      ...(origin === undefined ? {} : { origin }),
    }
    this.#records.push(record)
    return record
  }

  touch(touched: Touched): void {
    this.#touched.push(touched)
  }

  /** A client, its chat and its first session, which waits in Help. */
  talk(name: string, client: Partial<ClientRecord['client']> = {}): Talk {
    const clientId = makeId('cli', this.nextSeq, TAG) as ClientId
    const chatId = makeId('cht', this.nextSeq + 1, TAG) as ChatId
    const record: ClientRecord = {
      client: {
        id: clientId,
        chatId,
        channel: channelId,
        name,
        externalId: null,
        email: null,
        phone: null,
        language: null,
        attributes: {},
        banned: false,
        bannedUntil: null,
        banReason: null,
        createdAt: this.#at(),
        rev: this.nextSeq,
        ...client,
      },
    } as ClientRecord
    this.add({ type: 'client', client: record, tell: [] })
    this.touch({ kind: 'client', id: clientId, value: record })
    return this.nextTalk({ clientId, chatId, sessionId: '' as SessionId }, name)
  }

  /** A new session in the chat of an older one. */
  nextTalk({ clientId, chatId }: Talk, name = 'Вера'): Talk {
    const sessionId = makeId('ses', this.nextSeq + 1, TAG) as SessionId
    const chat: ChatRecord = {
      id: chatId,
      clientId,
      channelId,
      sessionId,
      lastSessionId: sessionId,
      rev: this.nextSeq,
    }
    this.add({ type: 'chat', chat, tell: [] })
    this.touch({ kind: 'chat', id: chatId, value: chat })
    this.session(sessionId, {
      chatId,
      clientId,
      name,
      status: 'ACTIVE',
      botStatus: 'HELP',
      operatorId: null,
      groupId,
      channel: channelId,
      watcherIds: [],
      startedAt: this.#at(),
    })
    return { clientId, chatId, sessionId }
  }

  /** A session's fact, with the fields of the card that changed. */
  session(
    sessionId: SessionId,
    card: Partial<SessionRecord['card']>,
    why: SessionChange = 'details',
  ): SessionRecord {
    const before = this.#sessions.get(sessionId)
    const session = {
      ...before,
      baton: 1,
      unread: [],
      deadlines: {},
      card: { ...before?.card, ...card, id: sessionId, rev: this.nextSeq },
    } as unknown as SessionRecord
    this.#sessions.set(sessionId, session)
    this.add({ type: 'session', why, session, tell: [] })
    this.touch({ kind: 'session', id: sessionId, value: session })
    return session
  }

  message({ clientId, chatId, sessionId }: Talk, body: string, writing: Writing = {}): Message {
    const { by = 'CLIENT', key, hash, replyTo, authorId = by === 'CLIENT' ? clientId : annaId } = writing
    const { id, authorType, attachments, authorName } = replyTo ?? {}
    const quote = replyTo && {
      id: id!,
      authorType: authorType!,
      body: replyTo.body,
      attachments: attachments!,
      authorName: authorName!,
    }
    const message: Message = {
      id: makeId('msg', this.nextSeq, TAG) as MessageId,
      sessionId,
      chatId,
      clientId,
      authorId,
      authorType: by,
      authorName: by === 'SYSTEM' ? null : 'Кто-то',
      type: 'REGULAR',
      body,
      attachments: [],
      createdAt: this.#at(),
      updatedAt: null,
      readAt: null,
      deletedAt: null,
      ...(quote === undefined ? {} : { replyTo: quote, replyToMessage: quote }),
      ...(key === undefined ? {} : { key }),
    }
    const to = { operators: [annaId], chat: chatId }
    this.add({
      type: 'message',
      message,
      ...(hash === undefined ? {} : { hash }),
      tell: [{ as: 'chatMessageCreated', to }],
    })
    const before = this.#sessions.get(sessionId)!
    const session = { ...before, card: { ...before.card, lastMessage: message, rev: this.#seq } }
    this.#sessions.set(sessionId, session)
    this.touch({ kind: 'session', id: sessionId, value: session })
    return message
  }

  edit(before: Message, body: string): Message {
    const at = this.#at()
    const history = [...(before.history ?? []), { editedAt: at, body: before.body }]
    return this.#change({ ...before, body, updatedAt: at, history })
  }

  remove({ history: _history, ...before }: Message): Message {
    const at = this.#at()
    return this.#change({ ...before, body: '', attachments: [], updatedAt: at, deletedAt: at })
  }

  #change(message: Message): Message {
    this.add({ type: 'messageChanged', message, tell: [] })
    return message
  }

  /** Returns when. */
  read({ chatId, sessionId }: Talk, by: 'CLIENT' | 'OPERATOR', upTo: Message): string {
    const at = this.#at()
    this.add({ type: 'messagesRead', sessionId, chatId, by, upTo: upTo.id, at, tell: [] })
    return at
  }

  note({ chatId, sessionId }: Talk, body: string): MessageId {
    const id = makeId('msg', this.nextSeq, TAG) as MessageId
    const note = { id, sessionId, chatId, authorId: annaId, authorName: 'Анна', body, createdAt: this.#at() }
    this.add({ type: 'note', note, tell: [] })
    return id
  }

  /** A shared reply, new or changed. */
  cannedReply(shortcut: string, body: string, id?: CannedReplyId): CannedReply {
    const reply: CannedReply = {
      id: id ?? (makeId('cnr', this.nextSeq, TAG) as CannedReplyId),
      shortcut,
      title: '',
      body,
      groupId: null,
      operatorId: null,
      updatedAt: this.#at(),
      rev: this.nextSeq,
    }
    this.add({ type: 'cannedReply', cannedReply: reply, tell: [] })
    this.touch({ kind: 'cannedReply', id: reply.id, value: reply })
    return reply
  }

  withoutCannedReply(cannedReplyId: CannedReplyId): void {
    this.add({ type: 'cannedReplyDeleted', cannedReplyId, tell: [] })
    this.touch({ kind: 'cannedReply', id: cannedReplyId, value: null })
  }

  /** The time of the next record. */
  #at(): string {
    return new Date(this.nowMs + 1).toISOString()
  }
}
