import { makeId, type SessionActivity, type Workspace } from '@pult/engine'
import type { Activity, ActivityId, OperatorId } from '@pult/protocol'

/** A step of a session's way with the names of everybody in it, as they are now. Operators and groups are never removed. */
export function activityView(activity: SessionActivity, state: Readonly<Workspace>): Activity {
  const { seq, session, by, operatorId, previousOperatorId, groupId, rule, timer, score } = activity
  const { card } = session
  const operator = (id: OperatorId | null): Activity['operator'] =>
    id === null ? null : { id, name: operatorName(state, id) ?? id }
  const nameOf = ({ type, id, name }: NonNullable<SessionActivity['by']>): string | null => {
    if (type === 'CLIENT') return card.name
    return type === 'OPERATOR' ? (operatorName(state, id as OperatorId) ?? null) : (name ?? null)
  }
  return {
    id: makeId('act', seq, state.tag) as ActivityId,
    sessionId: card.id,
    chatId: card.chatId,
    at: activity.at,
    kind: activity.kind,
    by: by === null ? null : { type: by.type, id: by.id, name: nameOf(by) },
    operator: operator(operatorId),
    previousOperator: operator(previousOperatorId),
    group: { id: groupId, name: state.groups.get(groupId)?.group.name ?? groupId },
    reason: activity.reason,
    ...(rule === undefined ? {} : { rule }),
    ...(timer === undefined ? {} : { timer }),
    ...(score === undefined ? {} : { score }),
  }
}

function operatorName(state: Readonly<Workspace>, id: OperatorId): string | undefined {
  return state.operators.get(id)?.operator.name
}
