import type { LogRecord, SessionChange, SessionRecord } from '@pult/engine'
import type { ChannelId, ChatId, ClientId, GroupId, Message, MessageId, SessionId } from '@pult/protocol'

const AT = '2026-11-22T10:00:00.000Z'
const SESSION = 'ses_1' as SessionId
const CHAT = 'cht_1' as ChatId
const CLIENT = 'cli_1' as ClientId

/** A session that the bot holds, unless it is said otherwise. */
export function sessionOf(
  more: { baton?: number; botStatus?: 'BOT' | 'HELP' | 'OPERATOR'; status?: 'ACTIVE' | 'CLOSED' } & Partial<
    Pick<SessionRecord['card'], 'lastOperatorMessage' | 'firstClientMessageAfterLastOperatorMessage'>
  > = {},
): SessionRecord {
  const { baton = 1, botStatus = 'BOT', status = 'ACTIVE', ...card } = more
  return {
    card: {
      id: SESSION,
      chatId: CHAT,
      clientId: CLIENT,
      name: 'Vera',
      markedAsSpam: false,
      operatorId: null,
      operatorType: botStatus === 'BOT' ? 'BOT' : 'OPERATOR',
      channel: 'chn_1' as ChannelId,
      botStatus,
      status,
      startedAt: AT,
      lastMessageCreatedAt: null,
      operatorAssignedAt: null,
      groupId: 'grp_1' as GroupId,
      watcherIds: [],
      tags: [],
      priority: 0,
      closedAt: null,
      nextAction: null,
      nextActionAt: null,
      page: null,
      device: null,
      score: null,
      rev: 1,
      ...card,
    },
    baton,
    deadlines: {},
    unread: [],
    fired: {},
    clientReadUpTo: null,
    transfers: 0,
    clientOnline: true,
    startedAtMs: 0,
    assignedAtMs: null,
    helpSinceMs: null,
    answered: false,
    skills: [],
    language: null,
    botOwesSinceMs: null,
    passedBy: [],
    closing: null,
    rating: null,
  }
}

/** What the client wrote. */
export function messageOf(body: string, more: Partial<Message> = {}): Message {
  return {
    id: `msg_${body}` as MessageId,
    sessionId: SESSION,
    chatId: CHAT,
    clientId: CLIENT,
    authorId: CLIENT,
    authorType: 'CLIENT',
    authorName: 'Vera',
    type: 'REGULAR',
    body,
    attachments: [],
    createdAt: AT,
    ...more,
  }
}

export function sessionFact(session: SessionRecord, why: SessionChange): LogRecord {
  return { seq: 1, atMs: 0, fact: { type: 'session', why, session, tell: [] } }
}

export function messageFact(message: Message): LogRecord {
  return { seq: 1, atMs: 0, fact: { type: 'message', message, tell: [] } }
}
