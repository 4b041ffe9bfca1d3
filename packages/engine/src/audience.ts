import type { OperatorId } from '@pult/protocol'
import type { SessionRecord } from './entities.ts'
import type { Audience } from './facts.ts'
import type { Membership } from './membership.ts'
import type { Workspace } from './state.ts'

/** [A1] Who may take the session: the members of its group, and supervisors; with them whoever watches it. */
export function mayTake(session: SessionRecord): Audience {
  return { group: session.card.groupId, operators: session.card.watcherIds }
}

/** [A6] The session's operator and whoever watches; in Help everybody of [A1] in the operator's stead. */
export function concerned(session: SessionRecord): Audience {
  const { card } = session
  if (card.botStatus === 'HELP') return mayTake(session)
  if (card.operatorId === null) return { operators: card.watcherIds }
  if (card.watcherIds.length === 0) return { operators: [card.operatorId] }
  return { operators: [card.operatorId, ...card.watcherIds.filter((id) => id !== card.operatorId)] }
}

/** [A6] The same with the client. */
export function concernedAndClient(session: SessionRecord): Audience {
  return { ...concerned(session), chat: session.card.chatId }
}

/** Whether anybody at all is named. */
export function isEmpty(audience: Audience): boolean {
  return (
    (audience.operators?.length ?? 0) === 0 &&
    audience.group === undefined &&
    audience.everyone === undefined &&
    audience.login === undefined &&
    audience.chat === undefined
  )
}

/** Whether an operator belongs to the audience, by their groups and role as they stand in `membership`. */
export function includesOperator(
  { members, supervisors }: Membership,
  audience: Audience,
  operatorId: OperatorId,
  loginId: string,
): boolean {
  if (audience.except?.includes(operatorId) === true) return false
  if (audience.everyone === true) return true
  if (audience.login !== undefined && audience.login === loginId) return true
  if (audience.operators?.includes(operatorId) === true) return true
  if (audience.group === undefined) return false
  return supervisors.has(operatorId) || members.get(audience.group)?.has(operatorId) === true
}

/** What an operator's snapshot holds of a session, and what their stream tells of it [S2]. */
export function sees(state: Readonly<Workspace>, session: SessionRecord, operatorId: OperatorId): boolean {
  const { card } = session
  if (card.status !== 'ACTIVE') return false
  if (card.operatorId === operatorId || card.watcherIds.includes(operatorId)) return true
  return card.botStatus === 'HELP' && belongs(state, session, operatorId)
}

/** [A1] as a question. */
export function belongs(state: Readonly<Workspace>, session: SessionRecord, operatorId: OperatorId): boolean {
  return (
    state.supervisors.has(operatorId) || state.members.get(session.card.groupId)?.has(operatorId) === true
  )
}
