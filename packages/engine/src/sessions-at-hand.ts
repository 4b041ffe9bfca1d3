import type { ErrorCode, OperatorId, SessionId } from '@pult/protocol'
import { belongs, sees } from './audience.ts'
import type { OperatorActor } from './commands.ts'
import type { OperatorRecord, SessionRecord } from './entities.ts'
import type { Workspace } from './state.ts'

/**
 * The session that an operator names, or why not. Who has nothing to do with it is told that there is none: another answer would
 * tell that it exists.
 */
function knownSession(
  state: Readonly<Workspace>,
  actor: OperatorActor,
  sessionId: SessionId,
): SessionRecord | 'session_not_found' {
  const session = state.sessions.get(sessionId)
  if (session === undefined) return 'session_not_found'
  const mayKnow =
    belongs(state, session, actor.operatorId) ||
    session.card.operatorId === actor.operatorId ||
    session.card.previousOperator?.id === actor.operatorId ||
    sees(state, session, actor.operatorId)
  return mayKnow ? session : 'session_not_found'
}

/** The same, and it must be open. */
export function openSession(
  state: Readonly<Workspace>,
  actor: OperatorActor,
  sessionId: SessionId,
): SessionRecord | Extract<ErrorCode, 'session_not_found' | 'session_closed'> {
  const session = knownSession(state, actor, sessionId)
  if (typeof session === 'string') return session
  return session.card.status === 'CLOSED' ? 'session_closed' : session
}

/** The same, and it must be in the operator's hands; supervisors may act on any. */
export function sessionInHand(
  state: Readonly<Workspace>,
  actor: OperatorActor,
  sessionId: SessionId,
  options: { readonly supervisors: boolean },
): SessionRecord | Extract<ErrorCode, 'session_not_found' | 'session_closed' | 'session_not_yours'> {
  const session = openSession(state, actor, sessionId)
  if (typeof session === 'string') return session
  if (session.card.operatorId === actor.operatorId) return session
  return options.supervisors && state.supervisors.has(actor.operatorId) ? session : 'session_not_yours'
}

/** An operator who could be given a session by name: there and not blocked. */
export function assignable(
  state: Readonly<Workspace>,
  operatorId: OperatorId,
): OperatorRecord | 'operator_not_found' | 'operator_unavailable' {
  const operator = state.operators.get(operatorId)
  if (operator === undefined) return 'operator_not_found'
  return operator.operator.blocked || operator.operator.status === 'OFFLINE'
    ? 'operator_unavailable'
    : operator
}
