import type { ChatSession, Message, Operator } from '@pult/protocol'

/** Cards, messages and operators for tests: a plain one, with what the test is about laid over it. */
type Loose<T> = { readonly [K in keyof T]?: unknown }

const AT = '2026-11-22T10:00:00.000Z'

export function cardWith(fields: Loose<ChatSession> = {}): ChatSession {
  const plain: Loose<ChatSession> = {
    id: 's1',
    chatId: 'chat1',
    clientId: 'client1',
    name: 'Mary',
    markedAsSpam: false,
    operatorId: 'me',
    channel: 'channel1',
    botStatus: 'OPERATOR',
    status: 'ACTIVE',
    startedAt: AT,
    lastMessageCreatedAt: null,
    operatorAssignedAt: AT,
    groupId: 'group1',
    tags: [],
    watcherIds: [],
    priority: 0,
    closedAt: null,
    nextAction: null,
    nextActionAt: null,
    page: null,
    device: null,
    score: null,
    rev: 1,
  }
  return { ...plain, ...fields } as ChatSession
}

export function messageWith(fields: Loose<Message> = {}): Message {
  const plain: Loose<Message> = {
    id: 'm1',
    sessionId: 's1',
    chatId: 'chat1',
    clientId: 'client1',
    authorId: 'client1',
    authorType: 'CLIENT',
    authorName: 'Mary',
    type: 'REGULAR',
    body: 'Hello',
    attachments: [],
    createdAt: AT,
  }
  return { ...plain, ...fields } as Message
}

export function operatorWith(fields: Loose<Operator> = {}): Operator {
  const plain: Loose<Operator> = {
    id: 'me',
    name: 'Ann',
    email: 'ann@example.com',
    role: 'operator',
    status: 'ONLINE',
    statusCause: 'SELF',
    statusChangedAt: AT,
    groupIds: ['group1'],
    capacity: 5,
    skills: [],
    languages: [],
    blocked: false,
    watchesBotSessions: false,
    rev: 1,
  }
  return { ...plain, ...fields } as Operator
}
