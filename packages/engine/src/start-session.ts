import type { ChannelId, ChatId, ClientId, GroupId, OperatorId, SessionId } from '@pult/protocol'
import { mayTake } from './audience.ts'
import type { ClientActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { ChannelRecord, ClientRecord, SessionRecord } from './entities.ts'
import { botHold, giveOut } from './hand-over.ts'
import { clientConnected } from './presence.ts'

/** The client of a chat, made when they first write: visitors who only look cost nothing. */
function ensureClient(
  draft: Draft,
  actor: Pick<ClientActor, 'clientId' | 'chatId' | 'channelId'>,
): ClientRecord {
  const known = draft.state.clients.get(actor.clientId)
  if (known !== undefined) return known
  const client = newClient(draft, actor.clientId, actor.chatId, actor.channelId)
  draft.add({ type: 'client', client, tell: [] })
  return client
}

export function newClient(
  draft: Draft,
  clientId: ClientId,
  chatId: ChatId,
  channelId: ChannelId,
): ClientRecord {
  return {
    client: {
      id: clientId,
      chatId,
      channel: channelId,
      name: `Guest ${clientId.slice(-8, -4).toUpperCase()}`,
      externalId: null,
      email: null,
      phone: null,
      language: null,
      attributes: {},
      banned: false,
      bannedUntil: null,
      banReason: null,
      createdAt: draft.at,
      rev: draft.nextSeq(),
    },
    bannedUntilMs: null,
    previousOperator: null,
  }
}

/** [A1] Starts a session: with the channel's bot where there is one, else with the people. */
export function startSession(draft: Draft, actor: ClientActor, channel: ChannelRecord): SessionRecord {
  const { state } = draft
  const known = ensureClient(draft, actor)
  const byBot = channel.bot !== 'NONE'
  const bot = byBot ? botHold(draft, channel.channel.id) : undefined
  const watchers = byBot ? botWatchersOf(draft, channel.channel.groupId) : []
  const connected = clientConnected(state.presence, actor.chatId)
  const page = state.presence.clients.get(actor.chatId)?.page ?? null
  const sessionId = draft.id('ses') as SessionId
  const session = draft.session({
    card: {
      id: sessionId,
      chatId: actor.chatId,
      clientId: actor.clientId,
      name: known.client.name,
      markedAsSpam: false,
      operatorId: null,
      operatorType: byBot ? 'BOT' : 'OPERATOR',
      channel: channel.channel.id,
      botStatus: byBot ? 'BOT' : 'HELP',
      status: 'ACTIVE',
      startedAt: draft.at,
      clientOnlineAt: connected ? draft.at : null,
      clientOfflineAt: null,
      lastMessageCreatedAt: null,
      lastMessage: null,
      clientExternalId: known.client.externalId,
      clientBanned: known.client.banned,
      ...(page?.referer === undefined ? {} : { referer: page.referer }),
      clientIp: actor.origin.ip,
      coordinates: actor.origin.coordinates,
      unreadClientMessageCount: 0,
      unreadClientMessageExists: false,
      messengerType: channel.channel.messengerType,
      whatsappPhone: channel.channel.messengerType === 'WHATSAPP' ? known.client.phone : null,
      ...draft.limitsOf(channel.channel.groupId),
      lastOperatorMessage: null,
      firstClientMessageAfterLastOperatorMessage: null,
      operatorAssignedAt: null,
      previousOperator: known.previousOperator,
      groupId: channel.channel.groupId,
      watcherIds: watchers,
      tags: [],
      priority: 0,
      closedAt: null,
      nextAction: null,
      nextActionAt: null,
      page: page === null ? null : { url: page.url, title: page.title },
      device: actor.origin.device,
      score: null,
      rev: draft.nextSeq(),
    },
    baton: 1,
    deadlines: {},
    fired: {},
    unread: [],
    clientReadUpTo: null,
    transfers: 0,
    clientOnline: connected,
    startedAtMs: draft.nowMs,
    assignedAtMs: null,
    helpSinceMs: byBot ? null : draft.nowMs,
    answered: false,
    skills: [],
    language: null,
    botOwesSinceMs: null,
    ...(bot === undefined ? {} : { bot }),
    passedBy: [],
    closing: null,
    rating: null,
  })
  draft.add({
    type: 'session',
    why: 'started',
    session,
    tell: [
      { as: 'chatSessionStarted', to: byBot ? { operators: watchers } : mayTake(session) },
      { as: 'chatSessionStarted', to: { chat: actor.chatId } },
    ],
  })
  draft.add({
    type: 'chat',
    chat: {
      id: actor.chatId,
      clientId: actor.clientId,
      channelId: channel.channel.id,
      sessionId,
      lastSessionId: sessionId,
      rev: draft.nextSeq(),
    },
    tell: [],
  })
  return byBot ? session : giveOut(draft, session, { announced: true })
}

/** [A1] Who watches bot sessions, among those who could take them. */
function botWatchersOf(draft: Draft, groupId: GroupId): OperatorId[] {
  const { botWatchers, members, supervisors } = draft.state
  return [...botWatchers].filter((id) => supervisors.has(id) || members.get(groupId)?.has(id) === true)
}
