import type { GroupId, Operator, OperatorId } from '@pult/protocol'
import { concerned } from './audience.ts'
import type { Draft } from './draft.ts'
import type { SessionRecord } from './entities.ts'

function may(operator: Operator, groupId: GroupId): boolean {
  return operator.role !== 'operator' || operator.groupIds.includes(groupId)
}

/** Sessions that the operator sees no longer, or now: in Help, and those watched in a group that is theirs no longer. */
export function tellRights(draft: Draft, before: Operator, after: Operator): void {
  const { state } = draft
  const watched = state.watched.get(after.id) ?? new Set()
  for (const sessionId of watched) {
    const session = state.sessions.get(sessionId)!
    if (may(before, session.card.groupId) && !may(after, session.card.groupId)) {
      stopWatching(draft, session, after.id)
    }
  }
  for (const sessionId of state.help) {
    const session = state.sessions.get(sessionId)!
    const { groupId } = session.card
    if (watched.has(sessionId) || may(before, groupId) === may(after, groupId)) continue
    draft.add({
      type: 'session',
      why: 'details',
      // As it stands, `rev` too: nothing in it has changed, only who sees it.
      session,
      tell: [
        {
          as: may(after, groupId) ? 'chatSessionUpdated' : 'chatSessionDeleted',
          to: { operators: [after.id] },
        },
      ],
    })
  }
}

function stopWatching(draft: Draft, session: SessionRecord, operatorId: OperatorId): void {
  const watcherIds = session.card.watcherIds.filter((id) => id !== operatorId)
  const next = draft.session({ ...session, card: { ...session.card, watcherIds } })
  const keeps = session.card.operatorId === operatorId
  draft.add({
    type: 'session',
    why: 'watch',
    session: next,
    tell: [
      ...(keeps ? [] : [{ as: 'chatSessionDeleted', to: { operators: [operatorId] } } as const]),
      {
        as: 'chatSessionUpdated',
        to: { ...concerned(next), ...(keeps ? {} : { except: [operatorId] }) },
      },
    ],
  })
}
