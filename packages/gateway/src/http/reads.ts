import {
  messagesQuerySchema,
  pageQuerySchema,
  reads,
  sessionsQuerySchema,
  type Article,
  type ArticleHead,
  type ArticleId,
  type ChatId,
  type Client,
  type ClientId,
  type Message,
  type OperatorWithLoad,
  type SessionId,
} from '@pult/protocol'
import { activityOf, belongs, loadOf, mayUse, sees, type SessionRecord, type Workspace } from '@pult/engine'
import type { Authenticated } from '../authenticate.ts'
import { activityView } from '../views/activity-view.ts'
import { clientMessageView, messageView } from '../views/message-view.ts'
import { cardView } from '../views/session-view.ts'
import type { WorkspaceHost } from '../workspaces.ts'
import { json, readQuery, refusal } from './answer.ts'
import { atCut } from './at-cut.ts'
import type { HttpServices } from './services.ts'

type Operator = Extract<Authenticated, { flavour: 'OPERATOR' }>
type State = Readonly<Workspace>

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
  const { found, cursor } = await atCut(who.host, async (state) => {
    // Who may read a client's chat may read what its sessions were, whoever had them.
    const isContext =
      rest.clientId !== undefined && (await visibleClient(state, rest.clientId, who)) !== undefined
    const seenBy = isContext ? undefined : sightOf(state, who)
    return who.host.store.sessions({ ...rest, channelId: channel, seenBy })
  })
  const items = found.items.map((session) => cardView(session, services.sign))
  return answer(cursor, { items, next: found.next })
}

export async function session(
  id: string,
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('session_not_found')
  const query = readQuery(request, reads['GET /sessions/{id}'].query)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, (state) => visibleSession(state, id, who))
  return found === undefined ? refusal('session_not_found') : answer(cursor, cardView(found, services.sign))
}

export async function sessionMessages(
  id: string,
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  const query = readQuery(request, messagesQuerySchema)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, async (state) => {
    const visible = await visibleSession(state, id, who)
    return visible === undefined
      ? undefined
      : who.host.store.messages({ ...query, sessionId: visible.card.id })
  })
  if (found === undefined) return refusal('session_not_found')
  return answer(cursor, { items: messagesFor(who, found.items, services), next: found.next })
}

export async function sessionNotes(id: string, request: Request, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('session_not_found')
  const query = readQuery(request, pageQuerySchema)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, async (state) => {
    const visible = await visibleSession(state, id, who)
    return visible === undefined ? undefined : who.host.store.notes(visible.card.id, query.after, query.limit)
  })
  return found === undefined ? refusal('session_not_found') : answer(cursor, found)
}

/** Names are those of today: a group that was renamed is found by its new name. */
export async function sessionActivities(id: string, request: Request, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('session_not_found')
  const query = readQuery(request, pageQuerySchema)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, async (state) => {
    const visible = await visibleSession(state, id, who)
    return visible === undefined
      ? undefined
      : who.host.store.activities(visible.card.id, query.after, query.limit)
  })
  if (found === undefined) return refusal('session_not_found')
  const items = found.items.flatMap((record) => {
    const activity = activityOf(record)
    return activity === undefined ? [] : [activityView(activity, who.host.engine.state)]
  })
  return answer(cursor, { items, next: found.next })
}

export async function chatMessages(
  id: string,
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  const query = readQuery(request, messagesQuerySchema)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, async (state) =>
    (await maySeeChat(state, id as ChatId, who))
      ? who.host.store.messages({ ...query, chatId: id as ChatId })
      : undefined,
  )
  if (found === undefined) return refusal('chat_not_found')
  return answer(cursor, { items: messagesFor(who, found.items, services), next: found.next })
}

export async function client(id: string, request: Request, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('client_not_found')
  const query = readQuery(request, reads['GET /clients/{id}'].query)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, async (state) => {
    const known = await visibleClient(state, id as ClientId, who)
    return known === undefined ? undefined : { ...known, device: await deviceOf(who.host, state, known) }
  })
  return found === undefined ? refusal('client_not_found') : answer(cursor, found)
}

/** Operators, groups, channels, canned replies, bots and articles are few and in memory; they are paged like everything else. */
export async function list(kind: ListName, request: Request, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('not_allowed')
  // What a bot works by is settings, keys of other services among them.
  if ((kind === 'bots' || kind === 'articles') && !isAdmin(who)) return refusal('not_allowed')
  const query = readQuery(request, pageQuerySchema)
  if (query instanceof Response) return query
  const { found: entities, cursor } = await atCut(who.host, (state) => entitiesOf(kind, state, who))
  const after = query.after ?? ''
  const rest = entities.filter(({ id }) => id > after).toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const items = rest.slice(0, query.limit)
  return answer(cursor, { items, next: rest.length > items.length ? items.at(-1)!.id : null })
}

export type ListName = 'operators' | 'groups' | 'channels' | 'canned-replies' | 'bots' | 'articles'

/** Bodies of all articles would be megabytes. */
function headOf({ body, ...head }: Article): ArticleHead {
  return { ...head, chars: body.length }
}

export async function article(id: string, request: Request, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT' || !isAdmin(who)) return refusal('not_allowed')
  const query = readQuery(request, reads['GET /articles/{id}'].query)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, (state) => state.articles.get(id as ArticleId))
  return found === undefined ? refusal('article_not_found') : answer(cursor, found)
}

async function visibleClient(state: State, id: ClientId, who: Operator): Promise<Client | undefined> {
  const known = state.clients.get(id) ?? (await who.host.store.client(id))
  if (known === undefined) return undefined
  // Whom a site vouched for is known before the first word, and so before there is a chat.
  const isVisible =
    state.supervisors.has(who.operatorId) || (await maySeeChat(state, known.client.chatId, who))
  return isVisible ? known.client : undefined
}

/** Where they write from now, or wrote from in their last session. */
async function deviceOf(host: WorkspaceHost, state: State, known: Client): Promise<string | null> {
  const here = state.presence.clients.get(known.chatId)?.origin?.device
  if (here !== undefined && here !== null) return here
  const chat = state.chats.get(known.chatId) ?? (await host.store.chat(known.chatId))
  if (chat?.lastSessionId == null) return null
  const last = state.sessions.get(chat.lastSessionId) ?? (await host.store.session(chat.lastSessionId))
  return last?.card.device ?? null
}

export function isAdmin({ host, operatorId }: Operator): boolean {
  return host.engine.state.operators.get(operatorId)?.operator.role === 'admin'
}

function entitiesOf(kind: ListName, state: State, who: Operator): readonly { readonly id: string }[] {
  if (kind === 'operators')
    return [...state.operators.values()].map(({ operator }): OperatorWithLoad => ({
      ...operator,
      load: loadOf(state, operator.id),
    }))
  if (kind === 'groups') return [...state.groups.values()].map(({ group }) => group)
  if (kind === 'bots') return [...state.bots.values()].map(({ bot }) => bot)
  if (kind === 'articles') return [...state.articles.values()].map(headOf)
  if (kind === 'channels') return [...state.channels.values()].map(({ channel }) => channel)
  return [...state.cannedReplies.values()].filter((reply) => mayUse(state, reply, who.operatorId))
}

/** What a browser subscribes to Web Push with. */
export async function push(request: Request, who: Authenticated): Promise<Response> {
  if (who.flavour === 'CLIENT') return refusal('not_allowed')
  const query = readQuery(request, reads['GET /push'].query)
  if (query instanceof Response) return query
  const { found, cursor } = await atCut(who.host, () => ({ publicKey: who.host.push?.publicKey ?? null }))
  return answer(cursor, found)
}

/** `cursor`: where the log stood when this was read. */
export function answer(cursor: string, data: unknown): Response {
  return json(data, 200, { 'pult-cursor': cursor })
}

function messagesFor(who: Authenticated, messages: readonly Message[], { sign }: HttpServices): Message[] {
  return messages.map((message) =>
    who.flavour === 'CLIENT'
      ? clientMessageView(message, sign)
      : messageView(message, sign, message.authorId === who.operatorId),
  )
}

/** Whose eyes a list is cut to; supervisors see everything. */
function sightOf(
  state: State,
  who: Operator,
): { operatorId: Operator['operatorId']; groupIds: readonly SessionRecord['card']['groupId'][] } | undefined {
  if (state.supervisors.has(who.operatorId)) return undefined
  return { operatorId: who.operatorId, groupIds: state.operators.get(who.operatorId)!.operator.groupIds }
}

export async function visibleSession(
  state: State,
  id: string,
  who: Authenticated,
): Promise<SessionRecord | undefined> {
  const found = state.sessions.get(id as SessionId) ?? (await who.host.store.session(id as SessionId))
  if (found === undefined) return undefined
  if (who.flavour === 'CLIENT') return found.card.chatId === who.chatId ? found : undefined
  if (mayRead(state, who, found)) return found
  const { chatId, id: foundId } = found.card
  const newest = await newestSession(state, chatId, who)
  const isContext =
    newest !== undefined && newest.card.id !== foundId && (await maySeeChat(state, chatId, who))
  return isContext ? found : undefined
}

/** What is in one's sight now, and what one held. */
function mayRead(state: State, who: Operator, found: SessionRecord): boolean {
  return (
    state.supervisors.has(who.operatorId) ||
    sees(state, found, who.operatorId) ||
    found.card.operatorId === who.operatorId
  )
}

/** A chat is seen by its client, and by whoever may read its newest session; its earlier ones are the context of that one. */
async function maySeeChat(state: State, chatId: ChatId, who: Authenticated): Promise<boolean> {
  if (who.flavour === 'CLIENT') return chatId === who.chatId
  const newest = await newestSession(state, chatId, who)
  return newest !== undefined && (mayRead(state, who, newest) || belongsWhileOpen(state, who, newest))
}

async function newestSession(
  state: State,
  chatId: ChatId,
  { host: { store } }: Authenticated,
): Promise<SessionRecord | undefined> {
  const id = (state.chats.get(chatId) ?? (await store.chat(chatId)))?.lastSessionId
  return id == null ? undefined : (state.sessions.get(id) ?? (await store.session(id)))
}

function belongsWhileOpen(state: State, who: Operator, last: SessionRecord): boolean {
  return (
    last.card.botStatus === 'HELP' && last.card.status === 'ACTIVE' && belongs(state, last, who.operatorId)
  )
}
