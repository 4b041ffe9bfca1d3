import type { ChatSession } from '@pult/protocol'
import { byBreach, byGiving, compareKeys, waitsSince } from '../list/order.ts'
import { answerDue } from '../list/answer-due.ts'

/**
 * The chat to answer next: of mine those in which an answer is owed, by the time to breach and then by how long the client waits; then Help
 * in the order in which it is given out. From the chat on screen it goes on to the next one, and from the last to the first; null where
 * nobody else waits.
 */
export function nextUrgent(
  sessions: Iterable<ChatSession>,
  meId: string | null,
  currentId: string | null,
): ChatSession | null {
  const active = [...sessions].filter((card) => card.status !== 'CLOSED')
  const mine = active.filter((card) => card.operatorId === meId && isAwaited(card))
  const help = active.filter((card) => card.operatorId === null && card.botStatus === 'HELP')
  const waiting = [
    ...mine.toSorted((a, b) => compareKeys(byBreach(a), byBreach(b))),
    ...help.toSorted((a, b) => compareKeys(byGiving(a), byGiving(b))),
  ]
  const at = waiting.findIndex((card) => card.id === currentId)
  const next = waiting[at + 1] ?? waiting[0]
  return next === undefined || next.id === currentId ? null : next
}

function isAwaited(card: ChatSession): boolean {
  return answerDue(card) !== null || waitsSince(card) !== null
}
