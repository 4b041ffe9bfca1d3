import {
  wireError,
  type Action,
  type Attachment,
  type Message,
  type MessageId,
  type MessageType,
  type OperatorCommandData,
  type Quote,
} from '@pult/protocol'
import { concerned, concernedAndClient, isEmpty } from './audience.ts'
import {
  accept,
  refuse,
  type ClientActor,
  type Decision,
  type Given,
  type OperatorActor,
} from './commands.ts'
import { closeSession } from './closing.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'
import { giveToBot } from './hand-over.ts'
import { openSession, sessionInHand } from './sessions-at-hand.ts'
import { hasClock, withMessage, withRead } from './session-messages.ts'
import { limitsFor } from './session-timers.ts'
import type { Workspace } from './state.ts'

/** Edits kept of one message; the oldest go first. Nobody reads a longer history, and every edit carries it. */
const HISTORY_MAX = 50

export interface NewMessage {
  readonly authorId: string
  readonly authorType: Message['authorType']
  readonly authorName: string | null
  readonly type?: MessageType | undefined
  readonly body: string
  readonly attachments?: readonly Attachment[] | undefined
  readonly actions?: readonly Action[] | undefined
  readonly actionId?: string | undefined
  readonly quoted?: Message | undefined
  readonly key?: string | undefined
  readonly hash?: string | undefined
}

/**
 * Adds a message to a session; `after` is the session as it stands then. Where the message starts or stops a clock, the
 * card with the new countdown follows, so that a cabinet never has to know the group's limits.
 */
export function addMessage(
  draft: Draft,
  session: SessionRecord,
  from: NewMessage,
): { readonly message: Message; readonly after: () => SessionRecord } {
  const { card } = session
  const quote = from.quoted === undefined ? undefined : quoteOf(from.quoted)
  const message: Message = {
    id: draft.id('msg') as MessageId,
    sessionId: card.id,
    chatId: card.chatId,
    clientId: card.clientId,
    authorId: from.authorId,
    authorType: from.authorType,
    authorName: from.authorName,
    type: from.type ?? 'REGULAR',
    body: from.body,
    attachments: from.attachments === undefined ? [] : [...from.attachments],
    createdAt: draft.at,
    updatedAt: null,
    readAt: null,
    deletedAt: null,
  }
  if (from.actions !== undefined && from.actions.length > 0) message.actions = [...from.actions]
  if (from.actionId !== undefined) message.actionId = from.actionId
  if (quote !== undefined) {
    message.replyTo = quote
    message.replyToMessage = quote
  }
  // The key stands last: it is cut off for everybody but the author.
  if (from.key !== undefined) message.key = from.key
  const seq = draft.nextSeq()
  draft.add({
    type: 'message',
    message,
    ...(from.hash === undefined ? {} : { hash: from.hash }),
    tell: [{ as: 'chatMessageCreated', to: concernedAndClient(session) }],
  })
  const limits = limitsFor(draft.state, session)
  const after = (): SessionRecord => withMessage(session, message, seq, limits)
  // Most workspaces set no limits: then nothing on the card starts or stops, and nobody asks for the session after.
  if (!hasClock(session, limits)) return { message, after }
  const told = tellCountdown(draft, session, after())
  return { message, after: () => told }
}

/** A line of the system's own in the conversation. */
export function addSystemLine(draft: Draft, session: SessionRecord, body: string): SessionRecord {
  return addMessage(draft, session, {
    authorId: 'system',
    authorType: 'SYSTEM',
    authorName: null,
    body,
  }).after()
}

function tellCountdown(draft: Draft, before: SessionRecord, after: SessionRecord): SessionRecord {
  if (
    before.card.nextAction === after.card.nextAction &&
    before.card.nextActionAt === after.card.nextActionAt
  )
    return after
  const to = concerned(after)
  if (isEmpty(to)) return after
  const session = draft.session(after)
  draft.add({ type: 'session', why: 'details', session, tell: [{ as: 'chatSessionUpdated', to }] })
  return session
}

function quoteOf(message: Message): Quote {
  const { id, authorType, body, attachments, authorName } = message
  return { id, authorType, body, attachments, authorName }
}

/** [A7] [V2] [C2] An operator writes. */
export function sendOperatorMessage(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['sendMessage'],
  given: Given,
  key: { readonly key?: string | undefined; readonly hash?: string | undefined },
): Decision {
  const { state } = draft
  const session = sessionInHand(state, actor, data.sessionId, { supervisors: false })
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  if (isBlank(data.body, given))
    return refuse('validation_failed', {
      field: 'data.body',
      message: 'A message has a text or an attachment.',
    })
  const quoted = data.replyTo === undefined ? undefined : state.messages.get(data.replyTo)
  if (data.replyTo !== undefined && quoted?.chatId !== session.card.chatId)
    return refuse('message_not_found', { field: 'data.replyTo' })
  const missed = data.seen === undefined ? [] : missedAfter(state, session, data.seen, actor.operatorId)
  if (missed.length > 0) return { ok: false, error: wireError('stale', { field: 'data.seen', missed }) }

  const operator = state.operators.get(actor.operatorId)!.operator
  const added = addMessage(draft, session, {
    authorId: actor.operatorId,
    authorType: 'OPERATOR',
    authorName: operator.name,
    type: data.type,
    body: data.body,
    attachments: given.attachments,
    actions: data.actions,
    quoted,
    ...key,
  })
  if (data.type === 'TERMINAL') lastWord(draft, added.after())
  return accept({ messageId: added.message.id }, draft.facts)
}

/** [V2] After a TERMINAL message the bot has the session, or nobody needs to. */
function lastWord(draft: Draft, session: SessionRecord): void {
  const channel = draft.state.channels.get(session.card.channel)
  if (channel !== undefined && channel.bot !== 'NONE') {
    giveToBot(draft, session, { kind: 'TERMINAL' })
    return
  }
  const operatorId = session.card.operatorId!
  closeSession(draft, session, { by: 'OPERATOR', operatorId, reason: 'TERMINAL' }, [
    { as: 'chatSessionDeleted', to: { operators: [operatorId] } },
    { as: 'chatSessionClosed', to: { operators: session.card.watcherIds, chat: session.card.chatId } },
  ])
}

export function isBlank(body: string, given: Given): boolean {
  return body.trim() === '' && (given.attachments?.length ?? 0) === 0
}

/** What others wrote after `seen`, oldest first; `seen: null` is an empty screen. */
function missedAfter(
  state: Readonly<Workspace>,
  session: SessionRecord,
  seen: MessageId | null,
  authorId: string,
): Message[] {
  const tail = state.tails.get(session.card.id) ?? []
  return tail.filter(
    (message) =>
      (seen === null || message.id > seen) &&
      message.authorId !== authorId &&
      message.authorType !== 'SYSTEM',
  )
}

/** Who may change a message: its author, while its session is open. */
function changeable(
  draft: Draft,
  actor: OperatorActor | ClientActor,
  messageId: MessageId,
): { message: Message; session: SessionRecord } | Decision {
  const message = draft.state.messages.get(messageId)
  const field = 'data.messageId'
  if (message === undefined) return refuse('message_not_found', { field })
  if (actor.type === 'CLIENT' && message.chatId !== actor.chatId)
    return refuse('message_not_found', { field })
  const session = draft.state.sessions.get(message.sessionId)
  if (session === undefined) return refuse('message_not_found', { field })
  if (actor.type === 'OPERATOR') {
    const open = openSession(draft.state, actor, message.sessionId)
    if (open === 'session_not_found') return refuse('message_not_found', { field })
  }
  const authorId = actor.type === 'CLIENT' ? actor.clientId : actor.operatorId
  if (message.authorId !== authorId) return refuse('message_not_yours', { field })
  if (session.card.status === 'CLOSED') return refuse('session_closed', { field })
  if (message.deletedAt) return refuse('message_deleted', { field })
  return { message, session }
}

/** Edits keep what stood before [history]. The same text again is accepted and changes nothing. */
export function editMessage(
  draft: Draft,
  actor: OperatorActor | ClientActor,
  data: OperatorCommandData['editMessage'],
  given: Given,
): Decision {
  const found = changeable(draft, actor, data.messageId)
  if ('ok' in found) return found
  const { message, session } = found
  const attachments = data.attachments === undefined ? message.attachments : [...(given.attachments ?? [])]
  if (data.body.trim() === '' && attachments.length === 0) {
    return refuse('validation_failed', {
      field: 'data.body',
      message: 'A message has a text or an attachment.',
    })
  }
  if (data.body === message.body && data.attachments === undefined) return accept({ messageId: message.id })
  const history = [...(message.history ?? []), { editedAt: draft.at, body: message.body }].slice(-HISTORY_MAX)
  draft.add({
    type: 'messageChanged',
    message: { ...message, body: data.body, attachments, updatedAt: draft.at, history },
    tell: [{ as: 'chatMessageEdited', to: concernedAndClient(session) }],
  })
  return accept({ messageId: message.id }, draft.facts)
}

/** A deleted message stays in its place without its words. */
export function deleteMessage(
  draft: Draft,
  actor: OperatorActor | ClientActor,
  messageId: MessageId,
): Decision {
  const found = changeable(draft, actor, messageId)
  if ('ok' in found) return found.ok || found.error.code !== 'message_deleted' ? found : accept({ messageId })
  const { message, session } = found
  const { history: _history, actions: _actions, ...rest } = message
  draft.add({
    type: 'messageChanged',
    message: { ...rest, body: '', attachments: [], updatedAt: draft.at, deletedAt: draft.at },
    tell: [{ as: 'chatMessageDeleted', to: concernedAndClient(session) }],
  })
  return accept({ messageId }, draft.facts)
}

/** An operator has read up to a message: the client hears of it, and the unread count falls. */
export function markReadByOperator(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['markRead'],
): Decision {
  const session = openSession(draft.state, actor, data.sessionId)
  if (typeof session === 'string') return refuse(session, { field: 'data.sessionId' })
  if (session.card.operatorId !== actor.operatorId)
    return refuse('session_not_yours', { field: 'data.sessionId' })
  const message = draft.state.messages.get(data.messageId)
  if (message?.sessionId !== session.card.id) return refuse('message_not_found', { field: 'data.messageId' })
  // More is unread than there are ids kept, and of what is behind them nobody knows which: a mark there is written, also again.
  const { unread, card } = session
  const isBehind = (card.unreadClientMessageCount ?? 0) > unread.length
  if (!isBehind && !unread.some((id) => id <= data.messageId)) return accept()
  const seq = draft.nextSeq()
  draft.add({
    type: 'messagesRead',
    sessionId: session.card.id,
    chatId: session.card.chatId,
    by: 'OPERATOR',
    upTo: data.messageId,
    at: draft.at,
    tell: [{ as: 'chatMessageRead', to: { chat: session.card.chatId } }],
  })
  const next = draft.session(withRead(session, 'OPERATOR', data.messageId, draft.at, seq))
  draft.add({
    type: 'session',
    why: 'read',
    session: next,
    tell: [{ as: 'chatSessionUpdated', to: concerned(next) }],
  })
  return accept({}, draft.facts)
}

/** The client has read up to a message [A6]. Repeated or older marks change nothing. */
export function markReadByClient(draft: Draft, actor: ClientActor, messageId: MessageId): Decision {
  const message = draft.state.messages.get(messageId)
  if (message?.chatId !== actor.chatId) return refuse('message_not_found', { field: 'data.messageId' })
  const session = draft.state.sessions.get(message.sessionId)
  if (session === undefined) return refuse('message_not_found', { field: 'data.messageId' })
  if (session.clientReadUpTo !== null && messageId <= session.clientReadUpTo) return accept()
  const next = withRead(session, 'CLIENT', messageId, draft.at, draft.nextSeq())
  draft.add({
    type: 'messagesRead',
    sessionId: session.card.id,
    chatId: session.card.chatId,
    by: 'CLIENT',
    upTo: messageId,
    at: draft.at,
    tell: [{ as: 'chatMessageRead', to: concernedAndClient(session) }],
  })
  if (changesCardUnseen(session, next, messageId)) {
    draft.add({
      type: 'session',
      why: 'read',
      session: draft.session(next),
      tell: [{ as: 'chatSessionUpdated', to: concerned(session) }],
    })
  }
  return accept({}, draft.facts)
}

/**
 * `chatMessageRead` names a message and no session: who holds the card alone finds the session by the card's copies. A mark on a
 * message that the card has no copy of would leave `lastOperatorMessage` unread in their sight.
 */
function changesCardUnseen(session: SessionRecord, next: SessionRecord, messageId: MessageId): boolean {
  const { status, lastMessage, lastOperatorMessage, firstClientMessageAfterLastOperatorMessage } =
    session.card
  const copies = [lastMessage, lastOperatorMessage, firstClientMessageAfterLastOperatorMessage]
  if (status !== 'ACTIVE' || copies.some((copy) => copy?.id === messageId)) return false
  return next.card.lastOperatorMessage?.readAt !== lastOperatorMessage?.readAt
}
