import type { GroupId, OperatorId } from '@pult/protocol'
import type { OperatorRecord, SessionRecord } from './entities.ts'
import { CONSIDERED_MAX, type RoutingDecision, type Verdict } from './facts.ts'
import { operatorReachable } from './presence.ts'
import { loadOf, type Workspace } from './state.ts'

/** What a session asks of its operator. */
export interface Wanted {
  readonly groupId: GroupId
  readonly skills: readonly string[]
  readonly language: string | null
  /** The client's previous operator, asked first. */
  readonly previous: OperatorId | null
  /** Not these: who let the session time out, or who just gave it away. */
  readonly excluded: readonly OperatorId[]
}

export function wantedOf(
  session: SessionRecord,
  previous: OperatorId | null,
  excluded: readonly OperatorId[],
): Wanted {
  return {
    groupId: session.card.groupId,
    skills: session.skills,
    language: session.language,
    previous,
    excluded,
  }
}

/** Sessions that the decision at hand has given out already and that the state does not count yet. */
export type Given = ReadonlyMap<OperatorId, number>
const NOTHING_GIVEN: Given = new Map()

/**
 * Who gets a session: among the group's members those online, reachable, below capacity and with the wanted skills and language; first
 * the client's previous operator, then the least loaded by share of capacity, then the one who has waited longest, then by id
 * so that the choice never depends on the order of a map. Reads only; says why each of the others was passed over.
 */
export function route(
  state: Readonly<Workspace>,
  wanted: Wanted,
  nowMs: number,
  given: Given = NOTHING_GIVEN,
): RoutingDecision {
  const passedOver = new Map<Verdict, { count: number; operatorIds: OperatorId[] }>()
  const passOver = (verdict: Verdict, operatorId: OperatorId): void => {
    const entry = passedOver.get(verdict) ?? { count: 0, operatorIds: [] }
    entry.count += 1
    if (entry.operatorIds.length < CONSIDERED_MAX) entry.operatorIds.push(operatorId)
    passedOver.set(verdict, entry)
  }

  let best: OperatorRecord | undefined
  for (const operatorId of state.members.get(wanted.groupId) ?? []) {
    const candidate = state.operators.get(operatorId)!
    const verdict = verdictOn(state, candidate, wanted, nowMs, given)
    if (verdict !== null) {
      passOver(verdict, operatorId)
    } else if (best === undefined) {
      best = candidate
    } else {
      const better = isBetter(state, candidate, best, wanted, given)
      passOver('BUSIER', better ? best.operator.id : operatorId)
      if (better) best = candidate
    }
  }
  const chosen = best?.operator.id ?? null
  return {
    groupId: wanted.groupId,
    chosen,
    rule: chosen === null ? 'NOBODY' : chosen === wanted.previous ? 'PREVIOUS_OPERATOR' : 'LEAST_LOADED',
    passedOver: [...passedOver].map(([verdict, entry]) => ({ verdict, ...entry })),
  }
}

/** Why this operator cannot have the session, or null. */
function verdictOn(
  state: Readonly<Workspace>,
  candidate: OperatorRecord,
  wanted: Wanted,
  nowMs: number,
  given: Given = NOTHING_GIVEN,
): Verdict | null {
  const { operator } = candidate
  if (operator.blocked || operator.status !== 'ONLINE') return 'OFFLINE'
  if (!operatorReachable(state.presence, operator.id, nowMs)) return 'DISCONNECTED'
  if (wanted.excluded.includes(operator.id)) return 'EXCLUDED'
  if (loadWith(state, operator.id, given) >= operator.capacity) return 'AT_CAPACITY'
  if (!wanted.skills.every((skill) => operator.skills.includes(skill))) return 'SKILLS'
  if (wanted.language !== null && !operator.languages.includes(wanted.language)) return 'LANGUAGE'
  return null
}

function isBetter(
  state: Readonly<Workspace>,
  one: OperatorRecord,
  other: OperatorRecord,
  wanted: Wanted,
  given: Given,
): boolean {
  if (one.operator.id === wanted.previous) return true
  if (other.operator.id === wanted.previous) return false
  const byShare = shareOf(state, one, given) - shareOf(state, other, given)
  if (byShare !== 0) return byShare < 0
  const byWait = waitingSinceMs(state, one) - waitingSinceMs(state, other)
  if (byWait !== 0) return byWait < 0
  return one.operator.id < other.operator.id
}

/** Whether anybody of the group is online and can be reached, busy or not. */
export function isAnybodyThere(state: Readonly<Workspace>, groupId: GroupId, nowMs: number): boolean {
  return [...(state.members.get(groupId) ?? [])].some((id) => {
    const { operator } = state.operators.get(id)!
    return !operator.blocked && operator.status === 'ONLINE' && operatorReachable(state.presence, id, nowMs)
  })
}

/** Load by capacity; candidates are below capacity, so capacity is at least 1. */
function shareOf(state: Readonly<Workspace>, candidate: OperatorRecord, given: Given): number {
  return loadWith(state, candidate.operator.id, given) / candidate.operator.capacity
}

function loadWith(state: Readonly<Workspace>, operatorId: OperatorId, given: Given): number {
  return loadOf(state, operatorId) + (given.get(operatorId) ?? 0)
}

function waitingSinceMs(state: Readonly<Workspace>, candidate: OperatorRecord): number {
  return Math.max(candidate.idleSinceMs, state.lastAssignedMs.get(candidate.operator.id) ?? 0)
}

/** Help in the order in which it is given out: by priority, then by age, then by id. */
export function helpInOrder(state: Readonly<Workspace>): readonly SessionRecord[] {
  return [...state.help]
    .map((id) => state.sessions.get(id)!)
    .toSorted(
      (one, other) =>
        other.card.priority - one.card.priority ||
        (one.helpSinceMs ?? 0) - (other.helpSinceMs ?? 0) ||
        (one.card.id < other.card.id ? -1 : 1),
    )
}
