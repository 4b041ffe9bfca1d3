import { accept, refuse, type Decision, type SystemCommandData } from './commands.ts'
import type { Draft } from './draft.ts'
import type { LoginRecord } from './entities.ts'
import { changeStatus, handSessionsOn } from './operators.ts'

/** [L1] The newest login wins: every other of this operator is told, and does not come back by itself. */
export function openLogin(draft: Draft, { login }: SystemCommandData['openLogin']): Decision {
  const operator = draft.state.operators.get(login.operatorId)
  if (operator === undefined) return refuse('operator_not_found')
  if (operator.operator.blocked) return refuse('operator_blocked')
  displaceOthers(draft, login)
  draft.add({ type: 'login', login, tell: [] })
  return accept({ loginId: login.id }, draft.facts)
}

/** The same browser signs in again: its login goes on under a new token, and its tabs stay. */
export function renewLogin(draft: Draft, { login }: SystemCommandData['renewLogin']): Decision {
  return openLogin(draft, { login })
}

/** "Use here". */
export function takeOver(draft: Draft, data: SystemCommandData['takeOver']): Decision {
  const login = draft.state.logins.get(data.loginId)
  if (login === undefined) return refuse('logged_out')
  if (!login.displaced) return accept()
  const back = { ...login, displaced: false, clientIp: data.clientIp, device: data.device }
  displaceOthers(draft, back)
  draft.add({ type: 'login', login: back, tell: [] })
  return accept({}, draft.facts)
}

function displaceOthers(draft: Draft, winner: LoginRecord): void {
  for (const other of draft.state.logins.values()) {
    if (other.operatorId !== winner.operatorId || other.id === winner.id || other.displaced) continue
    draft.add({
      type: 'loginDisplaced',
      login: { ...other, displaced: true },
      by: { at: draft.at, clientIp: winner.clientIp, device: winner.device },
      tell: [{ as: 'chatUserExists', to: { login: other.id } }],
    })
  }
}

/** [L3] Signing out, or the end of a login's time: told, and with the last one the operator is offline. */
export function endLogin(draft: Draft, login: LoginRecord, reason: 'LOGOUT' | 'EXPIRED'): void {
  const operator = draft.state.operators.get(login.operatorId)
  const others = [...draft.state.logins.values()].some(
    (other) => other.operatorId === login.operatorId && other.id !== login.id && !other.displaced,
  )
  if (operator !== undefined && !login.displaced && !others) {
    changeStatus(draft, operator, 'OFFLINE', reason)
    handSessionsOn(draft, login.operatorId, reason)
  }
  draft.add({
    type: 'loginEnded',
    loginId: login.id,
    operatorId: login.operatorId,
    reason,
    tell: [{ as: 'operatorLoggedOut', to: { login: login.id } }],
  })
}
