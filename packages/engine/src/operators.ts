import type {
  GroupId,
  Operator,
  OperatorCommandData,
  OperatorId,
  OperatorStatus,
  Role,
  StatusCause,
} from '@pult/protocol'
import { accept, refuse, type Decision, type Given, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { OperatorRecord } from './entities.ts'
import { giveOut } from './hand-over.ts'
import { tellRights } from './operator-rights.ts'

/** "Ten chats at once" is a working day; an admin sets another number where it is not. */
const CAPACITY_DEFAULT = 10

/** Changes a status and says why. The same status as chosen is no news; the same for another reason is: it stands on every screen. */
export function changeStatus(
  draft: Draft,
  operator: OperatorRecord,
  status: OperatorStatus,
  cause: StatusCause,
  chosenStatus: OperatorStatus = status,
): void {
  if (operator.operator.status === status && operator.chosenStatus === chosenStatus) return
  draft.add({
    type: 'operatorStatus',
    operatorId: operator.operator.id,
    status,
    chosenStatus,
    cause,
    at: draft.at,
    tell: [{ as: 'operatorStatusChanged', to: { everyone: true } }],
  })
}

export function setStatus(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['setStatus'],
): Decision {
  changeStatus(draft, draft.state.operators.get(actor.operatorId)!, data.status, 'SELF')
  return accept({}, draft.facts)
}

export function setOperatorStatus(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['setOperatorStatus'],
): Decision {
  const operator = draft.state.operators.get(data.operatorId)
  if (operator === undefined) return refuse('operator_not_found', { field: 'data.operatorId' })
  if (outranks(draft, operator.operator, actor)) return refuse('not_allowed', { field: 'data.operatorId' })
  // [L2] Nobody can be there under a blocked name: shown ONLINE, they would be given chats by name until the grace is over.
  if (operator.operator.blocked && data.status !== 'OFFLINE')
    return refuse('operator_blocked', { field: 'data.operatorId' })
  changeStatus(draft, operator, data.status, 'SUPERVISOR')
  return accept({}, draft.facts)
}

/** The sessions of an operator who is gone go on by the routing. */
export function handSessionsOn(draft: Draft, operatorId: OperatorId, reason: StatusCause): void {
  for (const sessionId of draft.state.held.get(operatorId) ?? []) {
    giveOut(draft, draft.state.sessions.get(sessionId)!, {
      announced: false,
      excluded: [operatorId],
      cause: { kind: 'REASSIGNED', reason },
    })
  }
}

/** Of somebody who is signed out everywhere by others. */
function goOffline(draft: Draft, target: OperatorRecord): void {
  changeStatus(draft, target, 'OFFLINE', 'FORCED')
  handSessionsOn(draft, target.operator.id, 'FORCED')
}

/** Ends every login of an operator; each connection is told why before it is closed [S9]. */
function endLogins(
  draft: Draft,
  operatorId: OperatorId,
  reason: 'FORCED' | 'BLOCKED',
  exceptId?: string,
): void {
  for (const login of draft.state.logins.values()) {
    if (login.operatorId !== operatorId || login.id === exceptId) continue
    draft.add({
      type: 'loginEnded',
      loginId: login.id,
      operatorId,
      reason,
      tell: reason === 'BLOCKED' ? [] : [{ as: 'operatorLoggedOut', to: { login: login.id } }],
    })
  }
}

/** [L3] A supervisor signs an operator out everywhere. */
export function logOutOperator(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['logOutOperator'],
): Decision {
  const target = draft.state.operators.get(data.operatorId)
  if (target === undefined) return refuse('operator_not_found', { field: 'data.operatorId' })
  if (outranks(draft, target.operator, actor)) return refuse('not_allowed', { field: 'data.operatorId' })
  goOffline(draft, target)
  endLogins(draft, data.operatorId, 'FORCED')
  return accept({}, draft.facts)
}

/** A supervisor has no power over an admin. */
function outranks(draft: Draft, target: Operator, actor: OperatorActor): boolean {
  return target.role === 'admin' && draft.state.operators.get(actor.operatorId)?.operator.role !== 'admin'
}

/** [L2] Told, thrown out, tokens dead, sessions handed on. Unblocking restores sign-in and nothing else. */
export function blockOperator(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['blockOperator'],
): Decision {
  const target = draft.state.operators.get(data.operatorId)
  if (target === undefined) return refuse('operator_not_found', { field: 'data.operatorId' })
  if (target.operator.blocked === data.blocked) return accept()
  if (!data.blocked) {
    changeOperator(draft, {
      ...target,
      operator: { ...target.operator, blocked: false },
      blockedReason: null,
    })
    return accept({}, draft.facts)
  }
  if (isLastAdmin(draft, target.operator)) return refuse('last_admin', { field: 'data.operatorId' })
  changeStatus(draft, target, 'OFFLINE', 'BLOCKED')
  draft.add({
    type: 'operatorBlocked',
    operatorId: data.operatorId,
    at: draft.at,
    reason: data.reason ?? null,
    tell: [
      { as: 'operatorBlocked', to: { operators: [data.operatorId] } },
      { as: 'operatorUpdated', to: { everyone: true, except: [data.operatorId] } },
    ],
  })
  handSessionsOn(draft, data.operatorId, 'BLOCKED')
  endLogins(draft, data.operatorId, 'BLOCKED')
  return accept({}, draft.facts)
}

function isLastAdmin(draft: Draft, operator: Operator): boolean {
  if (operator.role !== 'admin') return false
  for (const other of draft.state.operators.values()) {
    if (other.operator.id !== operator.id && other.operator.role === 'admin' && !other.operator.blocked)
      return false
  }
  return true
}

function missingGroup(draft: Draft, groupIds: readonly GroupId[]): boolean {
  return groupIds.some((groupId) => !draft.state.groups.has(groupId))
}

export function newOperator(
  draft: Draft,
  from: {
    email: string
    name: string
    role: Role
    groupIds: readonly GroupId[]
    passwordHash: string
  } & Partial<Pick<Operator, 'capacity' | 'skills' | 'languages' | 'watchesBotSessions'>>,
): OperatorRecord {
  const { passwordHash, ...fields } = from
  return {
    operator: {
      ...fields,
      id: draft.id('opr') as OperatorId,
      status: 'OFFLINE',
      statusCause: 'SELF',
      statusChangedAt: draft.at,
      groupIds: [...new Set(from.groupIds)],
      capacity: from.capacity ?? CAPACITY_DEFAULT,
      skills: from.skills ?? [],
      languages: from.languages ?? [],
      blocked: false,
      watchesBotSessions: from.watchesBotSessions ?? false,
      rev: draft.nextSeq(),
    },
    passwordHash,
    chosenStatus: 'OFFLINE',
    blockedReason: null,
    idleSinceMs: draft.nowMs,
    rightsSeq: draft.nextSeq(),
  }
}

export function createOperator(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['createOperator'],
  given: Given,
): Decision {
  if (draft.state.operatorsByEmail.has(data.email.toLowerCase()))
    return refuse('email_taken', { field: 'data.email' })
  if (missingGroup(draft, data.groupIds)) return refuse('group_not_found', { field: 'data.groupIds' })
  const { password: _password, ...fields } = data
  const record = newOperator(draft, { ...defined(fields), passwordHash: given.passwordHash ?? '' })
  draft.add({ type: 'operator', operator: record, tell: [{ as: 'operatorUpdated', to: { everyone: true } }] })
  return accept({ operatorId: record.operator.id }, draft.facts)
}

/** Changed groups or role change what the operator may see: what is lost is taken, what is won is told [A9]. */
export function updateOperator(
  draft: Draft,
  actor: OperatorActor,
  data: OperatorCommandData['updateOperator'],
  given: Given,
): Decision {
  const known = draft.state.operators.get(data.operatorId)
  if (known === undefined) return refuse('operator_not_found', { field: 'data.operatorId' })
  const holder =
    data.email === undefined ? undefined : draft.state.operatorsByEmail.get(data.email.toLowerCase())
  if (holder !== undefined && holder !== data.operatorId)
    return refuse('email_taken', { field: 'data.email' })
  if (data.groupIds !== undefined && missingGroup(draft, data.groupIds))
    return refuse('group_not_found', { field: 'data.groupIds' })
  if (data.role !== undefined && data.role !== 'admin' && isLastAdmin(draft, known.operator))
    return refuse('last_admin', { field: 'data.role' })
  const { operatorId: _id, password: _password, ...fields } = data
  const groupIds = [...new Set(data.groupIds ?? known.operator.groupIds)]
  const operator = { ...known.operator, ...defined(fields), groupIds }
  const rights =
    operator.role !== known.operator.role || operator.groupIds.join() !== known.operator.groupIds.join()
  changeOperator(draft, {
    ...known,
    operator,
    ...(given.passwordHash === undefined ? {} : { passwordHash: given.passwordHash }),
    ...(rights ? { rightsSeq: draft.nextSeq() } : {}),
  })
  if (rights) tellRights(draft, known.operator, operator)
  if (given.passwordHash !== undefined) {
    // [L3] Whoever knew the old password is out, and so is offline; the one who changes their own stays.
    if (data.operatorId !== actor.operatorId) goOffline(draft, known)
    endLogins(draft, data.operatorId, 'FORCED', actor.loginId)
  }
  return accept({ operatorId: data.operatorId }, draft.facts)
}

function changeOperator(draft: Draft, record: OperatorRecord): void {
  const operator = { ...record.operator, rev: draft.nextSeq() }
  draft.add({
    type: 'operator',
    operator: { ...record, operator },
    tell: [{ as: 'operatorUpdated', to: { everyone: true } }],
  })
}

/** Without the fields that were not given. */
function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
