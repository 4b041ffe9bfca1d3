import type { ChatSession, Message, Operator } from '@pult/protocol'
import { CLOSED_MAX, type Departed, type OperatorState } from '../state.ts'
import { putBounded, type MapDraft } from './map-draft.ts'

/** Above it the server stops counting: nobody reads "1,000 unread" differently from "1,001". */
const UNREAD_MAX = 1_000

/** What an operator's view holds: sessions that are theirs, that they may take from Help, that they watch. */
export function isInView(card: ChatSession, me: Operator | null): boolean {
  if (card.status !== 'ACTIVE' || me === null) return false
  if (card.operatorId === me.id || card.watcherIds.includes(me.id)) return true
  return card.botStatus === 'HELP' && (me.role !== 'operator' || me.groupIds.includes(card.groupId))
}

/** The card as it is now; it enters, changes or leaves the view. */
export function putCard(draft: MapDraft<OperatorState>, card: ChatSession): void {
  if (isInView(card, draft.now.me)) {
    draft.map('sessions').set(card.id, card)
    if (draft.now.departed.has(card.id)) draft.map('departed').delete(card.id)
    if (draft.now.closed.has(card.id)) draft.map('closed').delete(card.id)
    return
  }
  if (card.status === 'CLOSED') return closeCard(draft, card.id, card)
  departCard(draft, card.id, 'TAKEN', card)
}

/** A session that was in view is over. */
export function closeCard(draft: MapDraft<OperatorState>, id: string, changes: Partial<ChatSession>): void {
  const { sessions, departed } = draft.now
  const card = sessions.get(id) ?? departed.get(id)?.card
  if (card === undefined) return
  if (sessions.has(id)) draft.map('sessions').delete(id)
  if (departed.has(id)) draft.map('departed').delete(id)
  putBounded(draft.map('closed'), id, { ...card, ...changes, status: 'CLOSED' }, CLOSED_MAX)
}

/** A session that was in view is somebody else's now. */
export function departCard(
  draft: MapDraft<OperatorState>,
  id: string,
  reason: Departed['reason'],
  changes: Partial<ChatSession> = {},
): void {
  const card = draft.now.sessions.get(id)
  if (card === undefined) return
  draft.map('sessions').delete(id)
  putBounded(draft.map('departed'), id, { card: { ...card, ...changes }, reason }, CLOSED_MAX)
}

/** Changes a card where we have one. `rev` is the `seq` of its last change. */
export function patchCard(
  draft: MapDraft<OperatorState>,
  id: string,
  seq: number | null,
  change: (card: ChatSession) => Partial<ChatSession>,
): void {
  const card = draft.now.sessions.get(id)
  if (card === undefined) return
  draft.map('sessions').set(id, { ...card, ...change(card), ...(seq === null ? {} : { rev: seq }) })
}

/** What a new message changes on its card; the server's engine does the same to its own. */
export function messageOnCard(card: ChatSession, created: Message): Partial<ChatSession> {
  // The key is for the sender's outbox; cards carry none.
  const { key: _key, ...message } = created
  const byClient = message.authorType === 'CLIENT'
  const byOperator = message.authorType === 'OPERATOR'
  const unread = Math.min(UNREAD_MAX, (card.unreadClientMessageCount ?? 0) + (byClient ? 1 : 0))
  return {
    lastMessage: message,
    lastMessageCreatedAt: message.createdAt,
    unreadClientMessageCount: unread,
    unreadClientMessageExists: unread > 0,
    lastOperatorMessage: byOperator ? message : (card.lastOperatorMessage ?? null),
    firstClientMessageAfterLastOperatorMessage: byOperator
      ? null
      : (card.firstClientMessageAfterLastOperatorMessage ?? (byClient ? message : null)),
  }
}

/** The copies of messages that a card carries, each changed. */
export function copiesOnCard(card: ChatSession, change: (copy: Message) => Message): Partial<ChatSession> {
  const patch = (copy: Message | null | undefined) => (copy ? change(copy) : null)
  return {
    lastMessage: patch(card.lastMessage),
    lastOperatorMessage: patch(card.lastOperatorMessage),
    firstClientMessageAfterLastOperatorMessage: patch(card.firstClientMessageAfterLastOperatorMessage),
  }
}

/** Whether one of them is such a message. */
export function hasCopy(card: ChatSession, isIt: (copy: Message) => boolean): boolean {
  const { lastMessage, lastOperatorMessage, firstClientMessageAfterLastOperatorMessage: first } = card
  return (
    (lastMessage != null && isIt(lastMessage)) ||
    (lastOperatorMessage != null && isIt(lastOperatorMessage)) ||
    (first != null && isIt(first))
  )
}
