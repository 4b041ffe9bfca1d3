import type { ChatSession } from '@pult/protocol'
import { answerDue } from './answer-due.ts'

/** What a list is sorted by: ascending by each number in turn, then by id. */
export interface SortKey {
  readonly id: string
  readonly first: number
  readonly second: number
}

/**
 * My list and the watched one, by time to breach: who has to be answered by a time, the nearest (or longest gone) first; then who waits
 * without one, the longest wait first; then everybody else, the newest word on top.
 */
export function byBreach(card: ChatSession): SortKey {
  const due = answerDue(card)
  if (due !== null) return { id: card.id, first: 0, second: due.dueMs }
  const waiting = waitsSince(card)
  if (waiting !== null) return { id: card.id, first: 1, second: Date.parse(waiting) }
  return { id: card.id, first: 2, second: -Date.parse(card.lastMessageCreatedAt ?? card.startedAt) }
}

/** Help, in the order in which it is given out: priority, then age. */
export function byGiving(card: ChatSession): SortKey {
  return { id: card.id, first: -card.priority, second: Date.parse(card.startedAt) }
}

export function compareKeys(a: SortKey, b: SortKey): number {
  return a.first - b.first || a.second - b.second || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** When the client's oldest unanswered message was written, or null when the next word is the client's. A closed session waits for nobody. */
export function waitsSince(session: ChatSession): string | null {
  if (session.status === 'CLOSED') return null
  return session.firstClientMessageAfterLastOperatorMessage?.createdAt ?? null
}

/** Whether the client has a connection now. Presence is told by the later of two times, since each of them stays on the card. */
export function isClientOnline(session: Pick<ChatSession, 'clientOnlineAt' | 'clientOfflineAt'>): boolean {
  const { clientOnlineAt, clientOfflineAt } = session
  if (clientOnlineAt === undefined || clientOnlineAt === null) return false
  return clientOfflineAt === undefined || clientOfflineAt === null || clientOnlineAt > clientOfflineAt
}
