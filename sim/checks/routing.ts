import type { SessionRecord } from '@pult/engine'
import { holderOf } from '../truth/session-now.ts'
import { nameOf } from '../truth/truth.ts'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'

/** Nobody sits idle while somebody whom they could help waits, and nobody is given more than they can hold. */
export function checkRouting({ world, truth }: Observed): Check {
  const help = new Set<string>()
  const held = new Map<string, Set<string>>()

  truth.watch(({ record: { fact, seq }, before }) => {
    if (fact.type !== 'session') return
    const { session, decision } = fact
    const { id } = session.card
    const from = before === undefined ? 'nobody' : holderOf(before.session)
    const to = holderOf(session)
    if (fact.why === 'assigned' && decision !== undefined && decision.rule !== 'COMMAND') {
      const fault = faultOf(session, to)
      if (fault !== null)
        world.broke('ROUTING', `${nameOf(session)} (record ${seq}) was routed to ${to}, who ${fault}`)
    }
    if (to === 'HELP') help.add(id)
    else help.delete(id)
    if (from === to) return
    held.get(from)?.delete(id)
    held.set(to, (held.get(to) ?? new Set()).add(id))
  })

  /** Why the routing must not have given them the session; before it counts as theirs. */
  function faultOf(session: SessionRecord, operatorId: string): string | null {
    const operator = truth.operators.get(operatorId)
    if (operator === undefined) return 'is nobody'
    const load = held.get(operatorId)?.size ?? 0
    if (load >= operator.capacity) return `has ${load} already and can hold ${operator.capacity}`
    if (operator.blocked) return 'is blocked'
    if (operator.status !== 'ONLINE') return `is ${operator.status}`
    if (!operator.groupIds.includes(session.card.groupId)) return 'is not in its group'
    return session.passedBy.some((id) => id === operatorId) ? 'has let it pass' : null
  }

  return {
    name: 'ROUTING',
    onTold(_records, { engine }) {
      if (help.size === 0) return
      for (const operator of truth.operators.values()) {
        if (operator.status !== 'ONLINE' || operator.blocked) continue
        const load = held.get(operator.id)?.size ?? 0
        if (load >= operator.capacity) continue
        // Who is in their grace may have sessions and need not be given any.
        if ((engine.state.presence.operators.get(operator.id)?.ids.size ?? 0) === 0) continue
        for (const id of help) {
          const { session } = truth.sessions.get(id)!
          const couldTake =
            operator.groupIds.includes(session.card.groupId) &&
            !session.passedBy.includes(operator.id) &&
            session.skills.every((skill) => operator.skills.includes(skill)) &&
            (session.language === null || operator.languages.includes(session.language))
          if (!couldTake) continue
          return world.broke(
            'ROUTING',
            `${nameOf(session)} waits in Help after the turn of record ${truth.headSeq}, and ${operator.name} is free with ${load} of ${operator.capacity}`,
          )
        }
      }
    },
  }
}
