import {
  messagesQuerySchema,
  pageQuerySchema,
  sessionsQuerySchema,
  type ChatId,
  type ClientId,
  type Message,
  type SessionId,
} from '@pult/protocol'
import { belongs, sees, type SessionRecord } from '@pult/engine'
import type { Authenticated } from '../authenticate.ts'
import { cursorOf } from '../stream/cursor.ts'
import { clientMessageView, messageView } from '../views/message-view.ts'
import { cardView } from '../views/session-view.ts'
import { json, readQuery, refusal } from './answer.ts'
import type { HttpServices } from './services.ts'

type Operator = Extract<Authenticated, { flavour: 'OPERATOR' }>

/**
 * Reads. Each is cut to what its person may see, and what they may not see is not there: 404, never 403. Answers are exact: they
 * include everything up to their `Pult-Cursor`.
 */
export async function sessions(
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('not_allowed')
  const query = readQuery(request, sessionsQuerySchema)
  if (query instanceof Response) return query
  const { channel, ...rest } = query
  const page = await who.host.store.sessions({ ...rest, channelId: channel, seenBy: sightOf(who) })
  return answer(who, {
    items: page.items.map((session) => cardView(session, services.sign)),
    next: page.next,
  })
}

export async function session(id: string, who: Authenticated, services: HttpServices): Promise<Response> {
  const found = await visibleSession(id, who)
  if (found === undefined || who.flavour === 'CLIENT') return refusal('session_not_found')
  return answer(who, cardView(found, services.sign))
}

export async function sessionMessages(
  id: string,
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  const query = readQuery(request, messagesQuerySchema)
  if (query instanceof Response) return query
  const found = await visibleSession(id, who)
  if (found === undefined) return refusal('session_not_found')
  const page = await who.host.store.messages({ ...query, sessionId: found.card.id })
  return answer(who, { items: messagesFor(who, page.items, services), next: page.next })
}

export async function sessionNotes(id: string, request: Request, who: Authenticated): Promise<Response> {
  const query = readQuery(request, pageQuerySchema)
  if (query instanceof Response) return query
  const found = await visibleSession(id, who)
  if (found === undefined || who.flavour === 'CLIENT') return refusal('session_not_found')
  return answer(who, await who.host.store.notes(found.card.id, query.after, query.limit))
}

export async function chatMessages(
  id: string,
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  const query = readQuery(request, messagesQuerySchema)
  if (query instanceof Response) return query
  if (!(await maySeeChat(id as ChatId, who))) return refusal('chat_not_found')
  const page = await who.host.store.messages({ ...query, chatId: id as ChatId })
  return answer(who, { items: messagesFor(who, page.items, services), next: page.next })
}

export async function client(id: string, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('client_not_found')
  const { engine, store } = who.host
  const found = engine.state.clients.get(id as ClientId) ?? (await store.client(id as ClientId))
  if (found === undefined || !(await maySeeChat(found.client.chatId, who))) return refusal('client_not_found')
  return answer(who, found.client)
}

/** Operators, groups and channels are few and in memory; they are paged like everything else. */
export function list(
  kind: 'operators' | 'groups' | 'channels',
  request: Request,
  who: Authenticated,
): Response {
  if (who.flavour === 'CLIENT') return refusal('not_allowed')
  const query = readQuery(request, pageQuerySchema)
  if (query instanceof Response) return query
  const { state } = who.host.engine
  const entities =
    kind === 'operators'
      ? [...state.operators.values()].map(({ operator }) => operator)
      : kind === 'groups'
        ? [...state.groups.values()].map(({ group }) => group)
        : [...state.channels.values()].map(({ channel }) => channel)
  const after = query.after ?? ''
  const rest = entities.filter(({ id }) => id > after).toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const items = rest.slice(0, query.limit)
  return answer(who, { items, next: rest.length > items.length ? items.at(-1)!.id : null })
}

/** Where the log stands: what was durable when this was read. */
export function answer(who: Authenticated, data: unknown): Response {
  const { engine, hub } = who.host
  return json(data, 200, { 'pult-cursor': cursorOf(engine.epoch, hub.ring.endSeq) })
}

function messagesFor(who: Authenticated, messages: readonly Message[], { sign }: HttpServices): Message[] {
  return messages.map((message) =>
    who.flavour === 'CLIENT' ? clientMessageView(message, sign) : messageView(message, sign),
  )
}

/** Whose eyes a list is cut to; supervisors see everything. */
function sightOf(
  who: Operator,
): { operatorId: Operator['operatorId']; groupIds: readonly SessionRecord['card']['groupId'][] } | undefined {
  const { state } = who.host.engine
  if (state.supervisors.has(who.operatorId)) return undefined
  return { operatorId: who.operatorId, groupIds: state.operators.get(who.operatorId)!.operator.groupIds }
}

async function visibleSession(id: string, who: Authenticated): Promise<SessionRecord | undefined> {
  const { engine, store } = who.host
  const found = engine.state.sessions.get(id as SessionId) ?? (await store.session(id as SessionId))
  if (found === undefined) return undefined
  if (who.flavour === 'CLIENT') return found.card.chatId === who.chatId ? found : undefined
  return mayRead(who, found) ? found : undefined
}

/** What is in one's sight now, and what one held. */
function mayRead(who: Operator, found: SessionRecord): boolean {
  const { state } = who.host.engine
  return (
    state.supervisors.has(who.operatorId) ||
    sees(state, found, who.operatorId) ||
    found.card.operatorId === who.operatorId
  )
}

/** A chat is seen by its client, and by whoever may read its newest session; its earlier ones are the context of that one. */
async function maySeeChat(chatId: ChatId, who: Authenticated): Promise<boolean> {
  if (who.flavour === 'CLIENT') return chatId === who.chatId
  const { engine, store } = who.host
  if (engine.state.supervisors.has(who.operatorId)) return true
  const chat = engine.state.chats.get(chatId) ?? (await store.chat(chatId))
  if (chat?.lastSessionId == null) return false
  const last = engine.state.sessions.get(chat.lastSessionId) ?? (await store.session(chat.lastSessionId))
  return last !== undefined && (mayRead(who, last) || belongsWhileOpen(who, last))
}

function belongsWhileOpen(who: Operator, last: SessionRecord): boolean {
  return (
    last.card.botStatus === 'HELP' &&
    last.card.status === 'ACTIVE' &&
    belongs(who.host.engine.state, last, who.operatorId)
  )
}
