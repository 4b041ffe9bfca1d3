import type { GroupId, OperatorId } from '@pult/protocol'
import type { LogRecord } from './facts.ts'
import { setMembership } from './state.ts'

/** Who belongs to which group, and who to all of them [A1]. */
export interface Membership {
  readonly members: ReadonlyMap<GroupId, ReadonlySet<OperatorId>>
  readonly supervisors: ReadonlySet<OperatorId>
}

/**
 * The membership as it was when a record was written, for who tells of records one after the other: the state stands further on by then. Somebody who loses
 * a right later in the same turn is told of everything before that, or their screen would go on showing what has gone [A9].
 */
export class MembershipAsTold implements Membership {
  readonly members: Map<GroupId, Set<OperatorId>>
  readonly supervisors: Set<OperatorId>

  constructor(now: Membership) {
    this.members = new Map([...now.members].map(([groupId, ids]) => [groupId, new Set(ids)]))
    this.supervisors = new Set(now.supervisors)
  }

  /** Goes on to the moment after this record; each in its order, once or more. */
  take({ fact }: LogRecord): void {
    if (fact.type !== 'operator') return
    const { id, role, groupIds } = fact.operator.operator
    for (const ids of this.members.values()) ids.delete(id)
    for (const groupId of groupIds) setMembership(this.members, groupId, id, true)
    if (role === 'operator') this.supervisors.delete(id)
    else this.supervisors.add(id)
  }
}
