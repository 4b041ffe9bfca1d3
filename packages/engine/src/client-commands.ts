import { TYPING_EXPIRES_MS, type ClientCommandData, type ClientCommandName } from '@pult/protocol'
import { concerned } from './audience.ts'
import { closeSession } from './closing.ts'
import { accept, refuse, type ClientActor, type Decision, type Given } from './commands.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import { switchToPeople } from './hand-over.ts'
import { addMessage, deleteMessage, editMessage, isBlank, markReadByClient } from './messages.ts'
import { startSession } from './start-session.ts'

/** The command's key and what it stands for, to be remembered with a message. */
export interface Keyed {
  readonly key?: string | undefined
  readonly hash?: string | undefined
}

type Handlers = {
  readonly [N in ClientCommandName]: (
    draft: Draft,
    actor: ClientActor,
    data: ClientCommandData[N],
    given: Given,
    keyed: Keyed,
  ) => Decision
}

/** What clients may do: only ever in their own chat. */
export const clientHandlers: Handlers = {
  sendMessage,
  editMessage: (draft, actor, data, given) =>
    isBanned(draft, actor) ? refuse('client_banned') : editMessage(draft, actor, data, given),
  deleteMessage: (draft, actor, data) => deleteMessage(draft, actor, data.messageId),
  markRead: (draft, actor, data) => markReadByClient(draft, actor, data.messageId),
  typing,
  callOperator,
  closeSession: closeByClient,
  rateSession,
  setPage,
}

/** The open session of the client's chat. */
function current(draft: Draft, actor: ClientActor): SessionRecord | undefined {
  const sessionId = draft.state.chats.get(actor.chatId)?.sessionId
  return sessionId == null ? undefined : draft.state.sessions.get(sessionId)
}

function isBanned(draft: Draft, actor: ClientActor): boolean {
  const client = draft.state.clients.get(actor.clientId)
  if (client?.client.banned !== true) return false
  return client.bannedUntilMs === null || client.bannedUntilMs > draft.nowMs
}

/** The first message of an episode starts its session. */
function sendMessage(
  draft: Draft,
  actor: ClientActor,
  data: ClientCommandData['sendMessage'],
  given: Given,
  keyed: Keyed,
): Decision {
  const { state } = draft
  if (isBanned(draft, actor)) return refuse('client_banned')
  if (isBlank(data.body, given))
    return refuse('validation_failed', {
      field: 'data.body',
      message: 'A message has a text or an attachment.',
    })
  const quoted = data.replyTo === undefined ? undefined : state.messages.get(data.replyTo)
  if (data.replyTo !== undefined && quoted?.chatId !== actor.chatId)
    return refuse('message_not_found', { field: 'data.replyTo' })
  const channel = state.channels.get(actor.channelId)
  if (channel === undefined) return refuse('channel_not_found')

  const session = current(draft, actor) ?? startSession(draft, actor, channel)
  const { message } = addMessage(draft, session, {
    authorId: actor.clientId,
    authorType: 'CLIENT',
    authorName: session.card.name,
    body: data.body,
    attachments: given.attachments,
    actionId: data.actionId,
    quoted,
    ...keyed,
  })
  return accept({ messageId: message.id, sessionId: session.card.id, chatId: actor.chatId }, draft.facts)
}

function typing(draft: Draft, actor: ClientActor, data: ClientCommandData['typing']): Decision {
  const session = current(draft, actor)
  if (session === undefined || isBanned(draft, actor)) return accept()
  const { id: sessionId, chatId } = session.card
  return accept(
    {},
    [],
    [
      {
        as: 'typing',
        to: concerned(session),
        data: {
          sessionId,
          chatId,
          authorId: actor.clientId,
          authorType: 'CLIENT',
          ...(data.text === undefined ? {} : { text: data.text }),
          expiresInMs: TYPING_EXPIRES_MS,
        },
      },
    ],
  )
}

/** Asking again while people have it already changes nothing. */
function callOperator(draft: Draft, actor: ClientActor): Decision {
  if (isBanned(draft, actor)) return refuse('client_banned')
  const session = current(draft, actor)
  if (session === undefined) return refuse('no_session')
  if (session.card.botStatus === 'BOT') switchToPeople(draft, session)
  return accept({ sessionId: session.card.id }, draft.facts)
}

function closeByClient(draft: Draft, actor: ClientActor): Decision {
  const session = current(draft, actor)
  if (session === undefined) return refuse('no_session')
  closeSession(draft, session, { by: 'CLIENT', operatorId: null, reason: null })
  return accept({ sessionId: session.card.id }, draft.facts)
}

/** A session may be rated while it is open or after; the last word counts. */
function rateSession(draft: Draft, actor: ClientActor, data: ClientCommandData['rateSession']): Decision {
  if (isBanned(draft, actor)) return refuse('client_banned')
  const session = draft.state.sessions.get(data.sessionId)
  if (session?.card.chatId !== actor.chatId) return refuse('session_not_found', { field: 'data.sessionId' })
  const comment = data.comment ?? null
  if (session.rating?.score === data.score && session.rating.comment === comment)
    return accept({ sessionId: data.sessionId })
  const rated = draft.sessionAside({
    ...session,
    rating: { score: data.score, comment, ratedAt: draft.at },
    card: { ...session.card, score: data.score },
  })
  draft.add({
    type: 'session',
    why: 'rated',
    session: rated,
    tell: [
      { as: 'chatSessionRated', to: concerned(session) },
      { as: 'chatSessionRated', to: { chat: actor.chatId } },
    ],
  })
  return accept({ sessionId: data.sessionId }, draft.facts)
}

/** Where the client is now. Without an open session it is only kept for the next one's card, in memory. */
function setPage(draft: Draft, actor: ClientActor, data: ClientCommandData['setPage']): Decision {
  const session = current(draft, actor)
  if (session === undefined) return accept()
  const { page, referer } = session.card
  const sameReferer = data.referer === undefined || data.referer === referer
  if (page?.url === data.url && page.title === data.title && sameReferer) return accept()
  const next = draft.session({
    ...session,
    card: {
      ...session.card,
      page: { url: data.url, title: data.title },
      ...(data.referer === undefined ? {} : { referer: data.referer }),
    },
  })
  draft.add({
    type: 'session',
    why: 'details',
    session: next,
    tell: [{ as: 'chatSessionUpdated', to: concerned(next) }],
  })
  return accept({}, draft.facts)
}
