import type { Departed, OperatorState } from '@pult/client'
import type { ChatSession } from '@pult/protocol'

/** A session as the cabinet shows it: with the operator now, or only what is left of it. */
export type Shown =
  | { readonly where: 'open'; readonly card: ChatSession }
  | { readonly where: 'closed'; readonly card: ChatSession }
  | { readonly where: 'departed'; readonly card: ChatSession; readonly reason: Departed['reason'] }

export function shownSession(
  state: Pick<OperatorState, 'sessions' | 'closed' | 'departed'> & {
    /** A card that is not on the desk and was asked for by its address. */
    readonly lookedUp?: ChatSession | null
  },
  sessionId: string | null,
): Shown | null {
  if (sessionId === null) return null
  const open = state.sessions.get(sessionId)
  if (open !== undefined) return { where: open.status === 'CLOSED' ? 'closed' : 'open', card: open }
  const closed = state.closed.get(sessionId)
  if (closed !== undefined) return { where: 'closed', card: closed }
  const departed = state.departed.get(sessionId)
  if (departed !== undefined) return { where: 'departed', card: departed.card, reason: departed.reason }
  const { lookedUp = null } = state
  if (lookedUp === null || lookedUp.id !== sessionId) return null
  return { where: lookedUp.status === 'CLOSED' ? 'closed' : 'open', card: lookedUp }
}

/** By what is shown, to the object: where it stands, why, and the very card. */
export function isSameShown(one: Shown | null, other: Shown | null): boolean {
  if (one === null || other === null) return one === other
  if (one.where !== other.where || one.card !== other.card) return false
  return one.where !== 'departed' || other.where !== 'departed' || one.reason === other.reason
}

/**
 * Whether an answer can be written here, and if not, why. A lost connection is no reason: the outbox keeps what is sent.
 * `take`: one step away, nobody has it. The others end in a sentence; the draft stays in every case.
 */
export type Gate =
  | { readonly name: 'open' }
  | { readonly name: 'take' }
  | { readonly name: 'bot' }
  | { readonly name: 'watching'; readonly operatorId: string }
  | { readonly name: 'closed' }
  | { readonly name: 'gone' }

export function gateOf(shown: Shown, meId: string | null): Gate {
  if (shown.where === 'closed') return { name: 'closed' }
  if (shown.where === 'departed') return { name: 'gone' }
  const { card } = shown
  if (card.operatorId !== null && card.operatorId === meId) return { name: 'open' }
  if (card.operatorId !== null) return { name: 'watching', operatorId: card.operatorId }
  return card.botStatus === 'BOT' ? { name: 'bot' } : { name: 'take' }
}

/** Which of the lists a session stands in. */
export function listOf(card: ChatSession, meId: string | null): 'mine' | 'help' | 'watched' {
  if (card.operatorId !== null && card.operatorId === meId) return 'mine'
  return card.operatorId === null && card.botStatus === 'HELP' ? 'help' : 'watched'
}
