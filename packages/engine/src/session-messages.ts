import type { Message, MessageId } from '@pult/protocol'
import { UNREAD_KEPT, UNREAD_MAX, type SessionRecord } from './entities.ts'
import { withDeadlines, type Limits } from './session-timers.ts'

/** A session after a message in it. The SDK's fold does the same to the card, so no event has to carry it. */
export function withMessage(
  session: SessionRecord,
  message: Message,
  seq: number,
  limits: Limits,
): SessionRecord {
  const { card } = session
  const byClient = message.authorType === 'CLIENT'
  const byOperator = message.authorType === 'OPERATOR'
  const unread = byClient ? withNewest(session.unread, message.id, UNREAD_KEPT) : session.unread
  const unreadCount = Math.min(UNREAD_MAX, (card.unreadClientMessageCount ?? 0) + (byClient ? 1 : 0))
  const next: SessionRecord = {
    ...session,
    unread,
    answered: session.answered || (byOperator && message.authorId === card.operatorId),
    botOwesSinceMs: owedSince(session, message),
    card: {
      ...card,
      rev: seq,
      lastMessage: message,
      lastMessageCreatedAt: message.createdAt,
      unreadClientMessageCount: unreadCount,
      unreadClientMessageExists: unreadCount > 0,
      lastOperatorMessage: byOperator ? message : (card.lastOperatorMessage ?? null),
      firstClientMessageAfterLastOperatorMessage: byOperator
        ? null
        : (card.firstClientMessageAfterLastOperatorMessage ?? (byClient ? message : null)),
    },
  }
  return hasClock(next, limits) ? withDeadlines(next, limits) : next
}

/** A list with one more at its end, cut at its beginning. Copied once: every message does it twice. */
export function withNewest<T>(list: readonly T[], newest: T, max: number): T[] {
  const next = list.slice(1 - max)
  next.push(newest)
  return next
}

/** The bot owes an answer from the client's first unanswered message on. */
function owedSince(session: SessionRecord, message: Message): number | null {
  if (session.card.botStatus !== 'BOT' || message.authorType === 'BOT') return null
  if (message.authorType !== 'CLIENT') return session.botOwesSinceMs
  return session.botOwesSinceMs ?? Date.parse(message.createdAt)
}

/** Whether any deadline can follow from a message; most workspaces set no limits and every message pays for what it asks. */
export function hasClock(session: SessionRecord, limits: Limits): boolean {
  if (session.card.nextActionAt !== null || session.card.botStatus === 'BOT') return true
  return (
    session.card.timerFirstAnswer !== undefined ||
    session.card.timerNextAnswers !== undefined ||
    limits.reassignAfter !== undefined ||
    limits.closeAfter !== undefined ||
    limits.returnToBotAfter !== undefined
  )
}

/** The copies of an edited or deleted message on the card, and where it is quoted there; what has been read stays read. */
export function withMessageChanged(session: SessionRecord, message: Message, seq: number): SessionRecord {
  return withCopies(session, seq, (copy) =>
    copy.id === message.id
      ? { ...changedCopy(copy, message), readAt: copy.readAt ?? message.readAt ?? null }
      : changedCopy(copy, message),
  )
}

/** A copy of a message when `changed` was edited or deleted: of itself, or of one that quotes it [PROTOCOL, Values: `replyToMessage`]. */
export function changedCopy(copy: Message, changed: Message): Message {
  const quote = copy.replyToMessage
  // The log has a message with its quote as that was when the message came.
  if (copy.id === changed.id) return quote ? { ...changed, replyToMessage: quote } : changed
  if (quote?.id !== changed.id) return copy
  const { body, attachments } = changed
  return { ...copy, replyToMessage: { ...quote, body, attachments } }
}

/** Everything of the other side up to `upTo` is read; an operator's reading also empties the unread list so far. */
export function withRead(
  session: SessionRecord,
  by: 'CLIENT' | 'OPERATOR',
  upTo: MessageId,
  at: string,
  seq: number,
): SessionRecord {
  const read = withCopies(session, seq, (copy) =>
    (copy.authorType === 'CLIENT') === (by === 'OPERATOR') && copy.id <= upTo && !copy.readAt
      ? { ...copy, readAt: at }
      : copy,
  )
  if (by === 'CLIENT') return { ...read, clientReadUpTo: upTo }
  const unread = session.unread.filter((id) => id > upTo)
  const isNear = unread.length < session.unread.length
  const unreadCount = isNear ? unread.length : (session.card.unreadClientMessageCount ?? 0)
  return {
    ...read,
    unread,
    card: { ...read.card, unreadClientMessageCount: unreadCount, unreadClientMessageExists: unreadCount > 0 },
  }
}

function withCopies(session: SessionRecord, seq: number, change: (copy: Message) => Message): SessionRecord {
  const { card } = session
  const patch = (copy: Message | null | undefined): Message | null => (copy ? change(copy) : null)
  return {
    ...session,
    card: {
      ...card,
      rev: seq,
      lastMessage: patch(card.lastMessage),
      lastOperatorMessage: patch(card.lastOperatorMessage),
      firstClientMessageAfterLastOperatorMessage: patch(card.firstClientMessageAfterLastOperatorMessage),
    },
  }
}
