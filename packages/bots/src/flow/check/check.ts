/** Whether a flow may be published, and if not, what to do about it, node by node. */
import type { Flow } from '../flow.ts'
import { FLOW_CHARS_MAX } from '../limits.ts'
import { WAIT } from '../names.ts'
import { isTimeZone } from '../open-hours.ts'
import { own } from '../own.ts'
import { emptyWord, problemsOf } from './check-nodes.ts'
import { variablesIn } from './check-variables.ts'
import { danglingIn, endlessIn, reachableAtOnce, reachableIn } from './graph.ts'
import { problem, type Problem } from './problem.ts'

/** What the workspace has that a flow may name. Null: not known here, so nothing is said about it. */
export interface CheckedAgainst {
  readonly groups: ReadonlySet<string> | null
}

/**
 * Everything that is wrong, errors before warnings, else in the order of the nodes. A flow without errors never loses its way: each answer
 * of it waits, ends, or comes to rest within `STEPS_MAX` nodes.
 */
export function check(flow: Flow, against: CheckedAgainst = { groups: null }): readonly Problem[] {
  const problems = [
    ...ofFlow(flow),
    ...danglingIn(flow),
    ...endlessIn(flow),
    ...variablesIn(flow),
    ...Object.entries(flow.nodes).flatMap(([id, node]) => problemsOf(id, node, against.groups)),
    ...ofReach(flow),
  ]
  return problems.toSorted((left, right) => rank(left) - rank(right))
}

export function mayBePublished(problems: readonly Problem[]): boolean {
  return problems.every(({ level }) => level === 'warning')
}

function rank({ level }: Problem): number {
  return level === 'error' ? 0 : 1
}

function* ofFlow(flow: Flow): Generator<Problem> {
  const chars = JSON.stringify(flow).length
  if (chars > FLOW_CHARS_MAX) yield problem('flow_large', null, '', { count: chars, maximum: FLOW_CHARS_MAX })
  if (own(flow.nodes, WAIT) !== undefined) yield problem('name_reserved', WAIT, '')
  if (flow.timeZone !== undefined && !isTimeZone(flow.timeZone))
    yield problem('time_zone_unknown', null, 'timeZone', { name: flow.timeZone })
  for (const word of flow.callOperator?.words ?? []) yield* emptyWord(null, 'callOperator.words', word)
  for (const { node } of flow.layout ?? []) {
    if (own(flow.nodes, node) === undefined) yield problem('layout_unknown', null, 'layout', { name: node })
  }
}

function* ofReach(flow: Flow): Generator<Problem> {
  const reachable = reachableIn(flow)
  const handsOver = (id: string) => own(flow.nodes, id)?.kind === 'handOver'
  for (const id of Object.keys(flow.nodes)) {
    if (!reachable.has(id) && id !== WAIT) yield problem('node_unreachable', id, '')
  }
  const isReached = flow.callOperator !== undefined || [...reachable].some(handsOver)
  if (!isReached) yield problem('people_unreachable', null, '')
  if (flow.operatorUnavailable === undefined) {
    if (isReached) yield problem('unavailable_unsaid', null, 'operatorUnavailable')
  } else {
    for (const id of reachableAtOnce(flow, flow.operatorUnavailable)) {
      if (handsOver(id)) yield problem('unavailable_hands_over', id, '')
    }
  }
}
