import type {
  ClientEventData,
  ClientEventName,
  OperatorEventData,
  Operator,
  OperatorEventName,
  OperatorId,
} from '@pult/protocol'
import type { LogRecord, SessionRecord } from '@pult/engine'
import { clientMessageView, messageView, signed } from './message-view.ts'
import { cardView, clientSessionView } from './session-view.ts'
import type { SignAttachment } from './sign.ts'

type Fact = LogRecord['fact']
type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>

export interface ViewContext {
  readonly sign: SignAttachment
  readonly operatorName: (id: OperatorId) => string | undefined
}

/** What a view needs besides the fact. */
export interface EventContext extends ViewContext {
  /** An operator as they are now: a fact about a part of them is told as the whole. */
  readonly operator: (id: OperatorId) => Operator | undefined
}

/** What an event says, from the fact that it tells of. A fact told under a name that it cannot have is a bug. */
type View<D> = (fact: Fact, context: EventContext, isAuthor: boolean) => D

function of<T extends Fact['type'], D>(
  type: T,
  view: (fact: FactOf<T>, context: EventContext, isAuthor: boolean) => D,
): View<D> {
  return (fact, context, isAuthor) => {
    if (fact.type !== type) throw new TypeError(`a fact of type ${fact.type} is told as if it were ${type}`)
    return view(fact as FactOf<T>, context, isAuthor)
  }
}

const card = of('session', ({ session }, { sign }) => cardView(session, sign))
const closedByClient = of('session', ({ session: { card } }) => ({
  sessionId: card.id,
  chatId: card.chatId,
  closedAt: card.closedAt ?? '',
}))
const read = of('messagesRead', ({ upTo }) => ({ messageId: upTo }))
const deleted = of('messageChanged', ({ message }) => ({
  messageId: message.id,
  sessionId: message.sessionId,
  deletedAt: message.deletedAt ?? '',
}))
const edited = of('messageChanged', ({ message }, { sign }) => ({
  body: message.body,
  messageId: message.id,
  attachments: signed(message.attachments, sign),
}))
const presence = of('session', ({ session: { card } }) => ({
  clientId: card.clientId!,
  chatId: card.chatId,
  sessionId: card.id,
  clientOnlineAt: card.clientOnlineAt ?? '',
  clientOfflineAt: card.clientOfflineAt ?? '',
}))

/** Operators' streams. */
export const operatorViews: {
  readonly [N in Exclude<OperatorEventName, 'typing'>]: View<OperatorEventData[N]>
} = {
  chatSessionStarted: card,
  chatSessionAdded: card,
  chatSessionUpdated: card,
  chatSessionSwitchedFromBotToOperator: card,
  chatSessionDeleted: of('session', ({ session }) => ({ sessionId: session.card.id })),
  operatorNotFound: of('session', ({ session: { card } }) => ({
    botStatus: card.botStatus ?? 'HELP',
    chatId: card.chatId,
    operatorType: 'OPERATOR',
    sessionId: card.id,
    status: card.status,
  })),
  sessionClosedByClient: closedByClient,
  chatSessionClosed: of('session', ({ session: { card, closing } }) => ({
    sessionId: card.id,
    chatId: card.chatId,
    closedAt: card.closedAt ?? '',
    closedBy: closing === null || closing.by === 'CLIENT' ? 'SYSTEM' : closing.by,
    operatorId: closing?.operatorId ?? null,
    reason: closing?.reason ?? null,
  })),
  chatSessionRated: of('session', ({ session: { card, rating } }) => ({
    sessionId: card.id,
    chatId: card.chatId,
    score: rating?.score ?? 0,
    comment: rating?.comment ?? null,
    ratedAt: rating?.ratedAt ?? '',
  })),
  clientOnline: (fact, context, isAuthor) => {
    const { clientOfflineAt: _offline, ...data } = presence(fact, context, isAuthor)
    return data
  },
  clientOffline: (fact, context, isAuthor) => {
    const { clientOnlineAt: _online, ...data } = presence(fact, context, isAuthor)
    return data
  },
  timerExpired: of('session', ({ session: { card, fired }, timer }) => ({
    sessionId: card.id,
    chatId: card.chatId,
    operatorId: card.operatorId,
    timer: timer ?? 'FIRST_ANSWER',
    expiredAt: new Date(fired[timer ?? 'FIRST_ANSWER'] ?? 0).toISOString(),
  })),
  chatMessageCreated: of('message', ({ message }, { sign }, isAuthor) =>
    messageView(message, sign, isAuthor),
  ),
  chatMessageEdited: edited,
  chatMessageDeleted: deleted,
  chatMessageRead: read,
  chatNoteCreated: of('note', ({ note }) => note),
  operatorBlocked: of('operatorBlocked', ({ operatorId, at, reason }) => ({
    operatorId,
    blockedAt: at,
    reason,
  })),
  operatorStatusChanged: of('operatorStatus', ({ operatorId, status, cause, at }) => ({
    operatorId,
    status,
    cause,
    changedAt: at,
  })),
  operatorUpdated: (fact, context) => {
    if (fact.type === 'operator') return fact.operator.operator
    const operator = fact.type === 'operatorBlocked' ? context.operator(fact.operatorId) : undefined
    if (operator === undefined) throw new TypeError(`a fact of type ${fact.type} shows no operator`)
    return operator
  },
  operatorLoggedOut: of('loginEnded', ({ operatorId, reason }) => ({
    operatorId,
    reason: reason === 'BLOCKED' ? 'FORCED' : reason,
  })),
  chatUserExists: of('loginDisplaced', ({ login, by }) => ({
    operatorId: login.operatorId,
    loggedInAt: by.at,
    clientIp: by.clientIp,
    device: by.device,
  })),
  groupUpdated: of('group', ({ group }) => group.group),
  channelUpdated: of('channel', ({ channel }) => channel.channel),
  cannedReplyUpdated: of('cannedReply', ({ cannedReply }) => cannedReply),
  // Deleted, or gone to a group that the reader is not of.
  cannedReplyDeleted: (fact) => {
    if (fact.type === 'cannedReplyDeleted') return { cannedReplyId: fact.cannedReplyId }
    if (fact.type === 'cannedReply') return { cannedReplyId: fact.cannedReply.id }
    throw new TypeError(`a fact of type ${fact.type} deletes no canned reply`)
  },
}

const clientSession = of(
  'session',
  ({ session }: { session: SessionRecord }, { operatorName }: EventContext) =>
    clientSessionView(session, operatorName),
)

/** Clients' streams [A8]. */
export const clientViews: { readonly [N in Exclude<ClientEventName, 'typing'>]: View<ClientEventData[N]> } = {
  chatSessionStarted: clientSession,
  chatSessionUpdated: clientSession,
  chatSessionClosed: of('session', ({ session: { card } }) => ({
    sessionId: card.id,
    chatId: card.chatId,
    closedAt: card.closedAt ?? '',
  })),
  sessionClosedByClient: closedByClient,
  chatMessageCreated: of('message', ({ message }, { sign }) => clientMessageView(message, sign)),
  chatMessageEdited: edited,
  chatMessageDeleted: deleted,
  chatMessageRead: read,
  chatSessionRated: of('session', ({ session: { card, rating } }) => ({
    sessionId: card.id,
    score: rating?.score ?? 0,
  })),
}
