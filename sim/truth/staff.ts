import type { Fact } from '@pult/engine'
import type { Operator } from '@pult/protocol'

/** Who works here, with which rights, and who may be told nothing any more. */
export interface Staff {
  readonly operators: ReadonlyMap<string, Operator>
  readonly logins: ReadonlyMap<string, LoginNow>
  /** Whose groups or role changed last. */
  readonly changedOperator: () => string | null
  /** Since when a person may be told nothing: blocked, or without any login that is good; the world's time. Null: may be told. */
  readonly shutOutSinceMs: (operatorId: string) => number | null
  /** When the last change of an operator's groups or role was made: its `seq`. */
  readonly rightsSeq: (operatorId: string) => number
  /** Folds in what is about staff, and nothing else. */
  readonly fold: (fact: Fact, seq: number) => void
}

interface LoginNow {
  readonly operatorId: string
  readonly isGood: boolean
  readonly endedBy: string | null
}

export function createStaff(nowMs: () => number): Staff {
  const operators = new Map<string, Operator>()
  const logins = new Map<string, LoginNow>()
  const shutOut = new Map<string, number>()
  const rights = new Map<string, number>()
  let changedOperator: string | null = null

  function fold(fact: Fact, seq: number): void {
    switch (fact.type) {
      case 'operator':
        return put(fact.operator.operator, seq)
      case 'operatorStatus': {
        const known = operators.get(fact.operatorId)
        if (known === undefined) return
        const { status, cause, at } = fact
        operators.set(fact.operatorId, {
          ...known,
          status,
          statusCause: cause,
          statusChangedAt: at,
          rev: seq,
        })
        return
      }
      case 'operatorBlocked': {
        const known = operators.get(fact.operatorId)
        if (known !== undefined) put({ ...known, blocked: true, rev: seq }, seq)
        return
      }
      case 'login':
      case 'loginDisplaced': {
        const { id, operatorId, displaced } = fact.login
        logins.set(id, { operatorId, isGood: !displaced, endedBy: displaced ? 'DISPLACED' : null })
        return noteShutOut(operatorId)
      }
      case 'loginEnded':
        logins.set(fact.loginId, { operatorId: fact.operatorId, isGood: false, endedBy: fact.reason })
        return noteShutOut(fact.operatorId)
      default:
    }
  }

  function put(operator: Operator, seq: number): void {
    const before = operators.get(operator.id)
    if (
      before === undefined ||
      before.role !== operator.role ||
      before.groupIds.join() !== operator.groupIds.join()
    ) {
      rights.set(operator.id, seq)
      if (before !== undefined) changedOperator = operator.id
    }
    operators.set(operator.id, operator)
    noteShutOut(operator.id)
  }

  function noteShutOut(operatorId: string): void {
    const isBlocked = operators.get(operatorId)?.blocked === true
    let hasLogin = false
    for (const login of logins.values()) hasLogin ||= login.operatorId === operatorId && login.isGood
    if (!isBlocked && hasLogin) shutOut.delete(operatorId)
    else if (!shutOut.has(operatorId)) shutOut.set(operatorId, nowMs())
  }

  return {
    operators,
    logins,
    changedOperator: () => changedOperator,
    shutOutSinceMs: (operatorId) => shutOut.get(operatorId) ?? null,
    rightsSeq: (operatorId) => rights.get(operatorId) ?? 0,
    fold,
  }
}
