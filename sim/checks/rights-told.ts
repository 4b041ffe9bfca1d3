import type { SessionRecord } from '@pult/engine'
import type { Operator } from '@pult/protocol'
import { nameOf } from '../truth/truth.ts'
import type { Check } from '../types.ts'
import type { Observed } from './observed.ts'

interface Owed {
  readonly operatorId: string
  readonly sessionId: string
  readonly isLost: boolean
  readonly seq: number
}

/** [A9] [G4] [G5] Whoever gets other groups or another role is told in the same turn which sessions that brings to their screen and which it takes from it. */
export function checkRightsTold({ world, truth, people }: Observed): Check {
  const operators = new Map<string, Operator>()
  let owed: Owed[] = []
  let turn = 0

  function settle(): void {
    for (const { operatorId, sessionId, isLost, seq } of owed) {
      const { session } = truth.sessions.get(sessionId)!
      const who = people.name(truth, operatorId)
      world.broke(
        isLost ? 'G5' : 'G4',
        `record ${seq} ${isLost ? 'takes' : 'gives'} ${who} the right to see ${nameOf(session)}, and they were not told so`,
      )
    }
    owed = []
  }

  truth.watch(({ record: { fact, seq }, named, turn: inTurn }) => {
    if (inTurn !== turn) settle()
    turn = inTurn
    if (owed.length > 0 && fact.type === 'session') {
      const { id } = fact.session.card
      owed = owed.filter(({ sessionId, operatorId, isLost }) => {
        const as = named.get(operatorId)
        const isTold = as !== undefined && (!isLost || as === 'chatSessionDeleted')
        return sessionId !== id || !isTold
      })
    }
    if (fact.type !== 'operator') return
    const { operator } = fact.operator
    const before = operators.get(operator.id)
    operators.set(operator.id, operator)
    if (before === undefined || truth.rightsSeq(operator.id) !== seq) return
    for (const { session } of truth.sessions.values()) {
      const change = changeOf(session, before, operator)
      if (change === null) continue
      owed.push({ operatorId: operator.id, sessionId: session.card.id, isLost: change === 'lost', seq })
    }
  })

  return { name: 'rights told', onTold: settle }
}

/** What becomes of an operator's sight of a session. Who has it keeps it; who watches it does so as long as they may. */
function changeOf({ card }: SessionRecord, before: Operator, after: Operator): 'lost' | 'won' | null {
  if (card.status !== 'ACTIVE' || card.operatorId === after.id) return null
  const [could, can] = [before, after].map(
    ({ role, groupIds }) => role !== 'operator' || groupIds.includes(card.groupId),
  )
  if (could === can) return null
  const watches = card.watcherIds.includes(after.id)
  if (could === true) return watches || card.botStatus === 'HELP' ? 'lost' : null
  return !watches && card.botStatus === 'HELP' ? 'won' : null
}
