import type { ChatSession } from '@pult/protocol'

/** My list: who waits for my answer first, the longest wait on top; then everybody else, the newest word on top. */
export function orderMine(sessions: Iterable<ChatSession>): ChatSession[] {
  return [...sessions].toSorted((a, b) => {
    const waitingA = waitsSince(a)
    const waitingB = waitsSince(b)
    if (waitingA !== null && waitingB !== null) return compare(waitingA, waitingB) || compare(a.id, b.id)
    if (waitingA !== null) return -1
    if (waitingB !== null) return 1
    return compare(newestAt(b), newestAt(a)) || compare(a.id, b.id)
  })
}

/** Help, in the order in which it is given out: priority, then age. */
export function orderHelp(sessions: Iterable<ChatSession>): ChatSession[] {
  return [...sessions].toSorted(
    (a, b) => b.priority - a.priority || compare(a.startedAt, b.startedAt) || compare(a.id, b.id),
  )
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

function newestAt(session: ChatSession): string {
  return session.lastMessageCreatedAt ?? session.startedAt
}

/** Times are RFC 3339 UTC with milliseconds and ids sort by creation, so that text order is time order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
