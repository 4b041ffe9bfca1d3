import type { ChatSession, Message, OperatorId } from '@pult/protocol'
import { includesOperator } from '../audience.ts'
import type { LogRecord } from '../facts.ts'
import type { Membership } from '../membership.ts'

/**
 * What an operator's screen holds, folded from nothing but what the operator was told, by the rules that PROTOCOL.md gives to
 * cabinets. It knows no more of the engine than the names of the events and the data that they carry.
 */
export type View = Map<string, ChatSession>

/** Takes in what one record told this operator, with audiences as they stand in `membership`. Returns the event's name, if any. */
export function foldRecord(
  view: View,
  me: { readonly operatorId: OperatorId; readonly loginId: string },
  membership: Membership,
  record: LogRecord,
): string | undefined {
  const telling = record.fact.tell.find(({ to }) =>
    includesOperator(membership, to, me.operatorId, me.loginId),
  )
  if (telling === undefined) return undefined
  foldEvent(view, me.operatorId, telling.as, record)
  // Other groups or another role: another part of Help.
  if (record.fact.type === 'operator' && record.fact.operator.operator.id === me.operatorId) {
    const { role, groupIds } = record.fact.operator.operator
    for (const card of view.values()) {
      const may = role !== 'operator' || groupIds.includes(card.groupId)
      if (card.botStatus === 'HELP' && !may && !card.watcherIds.includes(me.operatorId)) view.delete(card.id)
    }
  }
  return telling.as
}

function foldEvent(view: View, me: OperatorId, name: string, { fact, seq, atMs }: LogRecord): void {
  const at = new Date(atMs).toISOString()
  switch (name) {
    case 'chatSessionStarted':
    case 'chatSessionAdded':
    case 'chatSessionUpdated':
    case 'chatSessionSwitchedFromBotToOperator':
      if (fact.type === 'session') put(view, me, fact.session.card)
      return
    case 'chatSessionDeleted':
    case 'chatSessionClosed':
    case 'sessionClosedByClient':
      if (fact.type === 'session') view.delete(fact.session.card.id)
      return
    case 'operatorNotFound': {
      if (fact.type !== 'session') return
      const card = view.get(fact.session.card.id)
      if (card === undefined) return
      const { botStatus, operatorType, status } = fact.session.card
      view.set(card.id, {
        ...card,
        botStatus: botStatus ?? null,
        status,
        operatorId: null,
        operatorAssignedAt: null,
        rev: seq,
        ...(operatorType === undefined ? {} : { operatorType }),
      })
      return
    }
    case 'chatMessageCreated':
      if (fact.type === 'message') patch(view, fact.message.sessionId, seq, withMessage(fact.message))
      return
    case 'chatMessageEdited':
      if (fact.type === 'messageChanged') {
        const { id, body, attachments } = fact.message
        copies(view, fact.message.sessionId, seq, (copy) =>
          copy.id === id
            ? {
                ...copy,
                body,
                attachments,
                updatedAt: at,
                history: [...(copy.history ?? []), { editedAt: at, body: copy.body }],
              }
            : copy,
        )
      }
      return
    case 'chatMessageDeleted':
      if (fact.type === 'messageChanged') {
        copies(view, fact.message.sessionId, seq, (copy) => {
          if (copy.id !== fact.message.id) return copy
          const { history: _history, actions: _actions, ...rest } = copy
          return { ...rest, body: '', attachments: [], updatedAt: at, deletedAt: at }
        })
      }
      return
    case 'chatMessageRead':
      if (fact.type === 'messagesRead') {
        copies(view, fact.sessionId, seq, (copy) =>
          copy.authorType !== 'CLIENT' && copy.id <= fact.upTo && !copy.readAt
            ? { ...copy, readAt: at }
            : copy,
        )
      }
      return
    case 'chatSessionRated':
      if (fact.type === 'session') {
        patch(view, fact.session.card.id, seq, () => ({ score: fact.session.rating!.score }))
      }
      return
    case 'clientOnline':
    case 'clientOffline':
      if (fact.type === 'session') {
        const { id, clientOnlineAt, clientOfflineAt } = fact.session.card
        patch(view, id, seq, () => (name === 'clientOnline' ? { clientOnlineAt } : { clientOfflineAt }))
      }
      return
    default:
  }
}

/** Kept when it is mine, in Help, or watched. */
function put(view: View, me: OperatorId, card: ChatSession): void {
  const mine = card.operatorId === me || card.watcherIds.includes(me) || card.botStatus === 'HELP'
  if (mine && card.status === 'ACTIVE') view.set(card.id, card)
  else view.delete(card.id)
}

function patch(
  view: View,
  id: string,
  seq: number,
  change: (card: ChatSession) => Partial<ChatSession>,
): void {
  const card = view.get(id)
  if (card !== undefined) view.set(id, { ...card, ...change(card), rev: seq })
}

function withMessage(message: Message): (card: ChatSession) => Partial<ChatSession> {
  return (card) => {
    const byClient = message.authorType === 'CLIENT'
    const byOperator = message.authorType === 'OPERATOR'
    const unread = (card.unreadClientMessageCount ?? 0) + (byClient ? 1 : 0)
    const waiting = card.firstClientMessageAfterLastOperatorMessage ?? (byClient ? message : null)
    return {
      lastMessage: message,
      lastMessageCreatedAt: message.createdAt,
      unreadClientMessageCount: unread,
      unreadClientMessageExists: unread > 0,
      lastOperatorMessage: byOperator ? message : (card.lastOperatorMessage ?? null),
      firstClientMessageAfterLastOperatorMessage: byOperator ? null : waiting,
    }
  }
}

function copies(view: View, id: string, seq: number, change: (copy: Message) => Message): void {
  const changed = (copy: Message | null | undefined): Message | null => (copy ? change(copy) : null)
  patch(view, id, seq, (card) => ({
    lastMessage: changed(card.lastMessage),
    lastOperatorMessage: changed(card.lastOperatorMessage),
    firstClientMessageAfterLastOperatorMessage: changed(card.firstClientMessageAfterLastOperatorMessage),
  }))
}
