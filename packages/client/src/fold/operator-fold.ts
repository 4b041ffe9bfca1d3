import type {
  Message,
  OperatorEventData,
  OperatorEventName,
  OperatorId,
  OperatorStatus,
} from '@pult/protocol'
import type { OperatorState } from '../state.ts'
import {
  closeCard,
  copiesOnCard,
  departCard,
  hasCopy,
  isInView,
  messageOnCard,
  patchCard,
  putCard,
} from './cards.ts'
import type { Delivery } from './delivery.ts'
import { foldCannedReplies } from './canned-replies.ts'
import { createMapDraft, type MapDraft } from './map-draft.ts'
import { deleted, edited, foldMessages, noWords, readUpTo, requoted } from './messages.ts'

type OperatorDraft = MapDraft<OperatorState>

/** What one event does to the state. `event` has the place and the time of it. */
type Rule<Name extends OperatorEventName> = (
  draft: OperatorDraft,
  data: OperatorEventData[Name],
  event: Delivery,
  nowMs: number,
) => void

/** Told for its own sake: a sound, a notice, a sentence. What it changes comes by another event. */
const nothing = () => {}

/** [F1] Every event has its rule here: an old snapshot and these are the fresh snapshot. */
export const operatorFold: { readonly [Name in OperatorEventName]: Rule<Name> } = {
  chatSessionStarted: (draft, card) => putCard(draft, card),
  chatSessionAdded: (draft, card) => putCard(draft, card),
  chatSessionUpdated: (draft, card) => putCard(draft, card),
  chatSessionSwitchedFromBotToOperator: (draft, card) => putCard(draft, card),
  chatSessionDeleted: (draft, { sessionId }) => {
    departCard(draft, sessionId, 'DELETED')
    stopTyping(draft, sessionId)
  },
  chatSessionClosed: (draft, { sessionId, closedAt }, event) => close(draft, sessionId, closedAt, event),
  sessionClosedByClient: (draft, { sessionId, closedAt }, event) => close(draft, sessionId, closedAt, event),
  operatorNotFound: (draft, data, event) => {
    // Who has just lost the session and may take it again has its card among the departed.
    const known = draft.now.sessions.get(data.sessionId) ?? draft.now.departed.get(data.sessionId)?.card
    if (known === undefined) return
    putCard(draft, {
      ...known,
      status: data.status as typeof known.status,
      botStatus: data.botStatus as NonNullable<typeof known.botStatus>,
      operatorType: data.operatorType as NonNullable<typeof known.operatorType>,
      operatorId: null,
      operatorAssignedAt: null,
      rev: event.seq ?? known.rev,
    })
  },

  chatMessageCreated: (draft, message, event) => {
    patchCard(draft, message.sessionId, event.seq, (card) => messageOnCard(card, message))
    inList(draft, message.sessionId, event)
    const typing = draft.now.typing.get(message.sessionId)
    if (typing?.authorId === message.authorId) stopTyping(draft, message.sessionId)
  },
  chatMessageEdited: (draft, data, event) =>
    inSession(draft, data, event, (copy) =>
      copy.id === data.messageId ? edited(copy, data, event.at) : requoted(copy, data.messageId, data),
    ),
  chatMessageDeleted: (draft, data, event) =>
    inSession(draft, data, event, (copy) =>
      copy.id === data.messageId ? deleted(copy, data.deletedAt) : requoted(copy, data.messageId, noWords),
    ),
  chatMessageRead: (draft, data, event) =>
    inSession(draft, data, event, (copy) => readUpTo(copy, data.messageId, true, event.at)),
  chatNoteCreated: (draft, note) => {
    const notes = draft.now.notes.get(note.sessionId)
    if (notes === undefined || notes.some(({ id }) => id === note.id)) return
    draft.map('notes').set(note.sessionId, [...notes, note])
  },
  chatSessionRated: (draft, { sessionId, score }, event) => {
    patchCard(draft, sessionId, event.seq, () => ({ score }))
    const over = draft.now.closed.get(sessionId)
    if (over !== undefined) draft.map('closed').set(sessionId, { ...over, score, rev: event.seq ?? over.rev })
  },
  timerExpired: nothing,

  clientOnline: (draft, data, event) =>
    presence(draft, data, event.seq, { clientOnlineAt: data.clientOnlineAt }),
  clientOffline: (draft, data, event) =>
    presence(draft, data, event.seq, { clientOfflineAt: data.clientOfflineAt }),
  typing: (draft, data, _event, nowMs) => {
    const { me, sessions, messages } = draft.now
    if (data.authorId === me?.id) return
    // Bounded by what is in view.
    if (!sessions.has(data.sessionId) && !messages.has(data.sessionId)) return
    if (data.expiresInMs <= 0) return stopTyping(draft, data.sessionId)
    draft.map('typing').set(data.sessionId, { ...data, untilMs: nowMs + data.expiresInMs })
  },

  operatorStatusChanged: (draft, { operatorId, status, cause, changedAt }, event) =>
    patchOperator(draft, operatorId, event, {
      status,
      statusCause: cause,
      statusChangedAt: changedAt,
    }),
  operatorUpdated: (draft, operator) => {
    draft.map('operators').set(operator.id, operator)
    if (operator.id !== draft.now.me?.id) return
    draft.set('me', operator)
    // Other groups: another part of Help.
    for (const card of draft.now.sessions.values()) {
      if (!isInView(card, operator)) departCard(draft, card.id, 'TAKEN')
    }
  },
  operatorBlocked: (draft, { operatorId }, event) =>
    patchOperator(draft, operatorId, event, { blocked: true }),
  operatorLoggedOut: (draft, { operatorId, reason }, event) =>
    patchOperator(draft, operatorId, event, {
      status: 'OFFLINE' satisfies OperatorStatus,
      statusCause: reason,
      statusChangedAt: event.at,
    }),
  chatUserExists: nothing,
  groupUpdated: (draft, group) => void draft.map('groups').set(group.id, group),
  channelUpdated: (draft, channel) => void draft.map('channels').set(channel.id, channel),
  cannedReplyUpdated: (draft, _reply, event) => cannedReply(draft, event),
  cannedReplyDeleted: (draft, _deleted, event) => cannedReply(draft, event),
}

/** Folds events in, in their order. Gives the same object when nothing changed. Unknown names change nothing [W1]. */
export function foldOperator(
  state: OperatorState,
  events: readonly Delivery[],
  nowMs: number,
): OperatorState {
  const draft = createMapDraft(state)
  for (const event of events) {
    if (!Object.hasOwn(operatorFold, event.name)) continue
    const rule = operatorFold[event.name as OperatorEventName] as Rule<OperatorEventName>
    rule(draft, event.data as never, event, nowMs)
  }
  return draft.now
}

/** Kept current once they were asked for. */
function cannedReply(draft: OperatorDraft, event: Delivery): void {
  const { cannedReplies } = draft.now
  if (cannedReplies === null) return
  const next = foldCannedReplies(cannedReplies, event)
  if (next !== cannedReplies) draft.set('cannedReplies', next)
}

function close(draft: OperatorDraft, sessionId: string, closedAt: string, event: Delivery): void {
  closeCard(draft, sessionId, { closedAt, ...(event.seq === null ? {} : { rev: event.seq }) })
  stopTyping(draft, sessionId)
}

function stopTyping(draft: OperatorDraft, sessionId: string): void {
  if (draft.now.typing.has(sessionId)) draft.map('typing').delete(sessionId)
}

function inList(draft: OperatorDraft, sessionId: string, event: Delivery): void {
  const list = draft.now.messages.get(sessionId)
  if (list !== undefined) draft.map('messages').set(sessionId, foldMessages(list, event))
}

/** Changes the copies of a message, and those that quote it, on its card and in its list. */
function inSession(
  draft: OperatorDraft,
  data: { readonly messageId: string; readonly sessionId?: string },
  event: Delivery,
  change: (copy: Message) => Message,
): void {
  const { messageId } = data
  // Who edits or deletes does it in the session that stands, where the quotes are too. A mark of reading may be of an earlier one.
  const quotes = event.name !== 'chatMessageRead'
  const sessionId =
    data.sessionId ??
    sessionOf(draft.now, (copy) => copy.id === messageId || (quotes && copy.replyToMessage?.id === messageId))
  if (sessionId === undefined) return
  patchCard(draft, sessionId, event.seq, (card) => copiesOnCard(card, change))
  inList(draft, sessionId, event)
}

/** Some events name only the message. Its session is found where a copy of it is, or a quote; without one there is nothing to change. */
function sessionOf(state: OperatorState, isIt: (copy: Message) => boolean): string | undefined {
  for (const [id, list] of state.messages) if (list.some(isIt)) return id
  for (const [id, card] of state.sessions) if (hasCopy(card, isIt)) return id
  return undefined
}

function presence(
  draft: OperatorDraft,
  where: { readonly sessionId: string | null; readonly chatId: string },
  seq: number | null,
  times: { readonly clientOnlineAt: string } | { readonly clientOfflineAt: string },
): void {
  if (where.sessionId !== null) return patchCard(draft, where.sessionId, seq, () => times)
  for (const card of draft.now.sessions.values()) {
    if (card.chatId === where.chatId) patchCard(draft, card.id, seq, () => times)
  }
}

function patchOperator(
  draft: OperatorDraft,
  id: OperatorId,
  event: Delivery,
  changes: Partial<NonNullable<OperatorState['me']>>,
): void {
  const rev = event.seq === null ? {} : { rev: event.seq }
  const known = draft.now.operators.get(id)
  if (known !== undefined) draft.map('operators').set(id, { ...known, ...changes, ...rev })
  const { me } = draft.now
  if (me?.id === id) draft.set('me', { ...me, ...changes, ...rev })
}
