import type { Flow, Node } from '../flow.ts'
import { CALLS_MAX, SAYS_MAX, STEPS_MAX } from '../limits.ts'
import { WAIT } from '../names.ts'
import { own } from '../own.ts'
import { entrancesOf, exitsAtOnce, exitsOf, type Exit } from '../parts.ts'
import { problem, type Problem } from './problem.ts'

/** Exits and entrances that lead nowhere or to nothing. */
export function danglingIn(flow: Flow): readonly Problem[] {
  const leadsAstray = ({ to }: Exit) => to !== undefined && to !== WAIT && own(flow.nodes, to) === undefined
  const entrances = entrancesOf(flow).flatMap((exit) => {
    if (!leadsAstray(exit) && !(exit.field === 'start' && exit.to === WAIT)) return []
    const about = { to: exit.to ?? '' }
    return exit.field === 'start'
      ? problem('start_missing', null, 'start', about)
      : problem('exit_unknown', null, exit.field, about)
  })
  const exits = Object.entries(flow.nodes).flatMap(([id, node]) =>
    exitsOf(node).flatMap((exit) => {
      // `tooMany` has a sentence of its own.
      if (exit.to === undefined)
        return exit.field === 'tooMany' ? [] : problem('exit_missing', id, exit.field)
      return leadsAstray(exit) ? problem('exit_unknown', id, exit.field, { to: exit.to }) : []
    }),
  )
  return [...entrances, ...exits]
}

/** Every node that somebody can come to. */
export function reachableIn(flow: Flow): ReadonlySet<string> {
  return reachableFrom(flow, entrancesOf(flow), exitsOf)
}

/** Every node that is passed, or may be, before the client says anything. */
export function reachableAtOnce(flow: Flow, from: string): ReadonlySet<string> {
  return reachableFrom(flow, [{ field: '', to: from }], exitsAtOnce)
}

function reachableFrom(flow: Flow, entrances: readonly Exit[], exits: typeof exitsOf): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = entrances.map(({ to }) => to)
  while (open.length > 0) {
    const id = open.pop() ?? ''
    const node = own(flow.nodes, id)
    if (node === undefined || id === WAIT || reached.has(id)) continue
    reached.add(id)
    open.push(...exits(node).map(({ to }) => to))
  }
  return reached
}

/** Arrows drawn wildly make thousands of loops; who mends these sees the next. */
const LOOPS_TOLD_MAX = 20

/** What the longest way from a node to the next question has of each. */
interface Way {
  readonly steps: number
  readonly says: number
  readonly calls: number
}

function saysOf({ kind }: Node): number {
  return kind === 'say' || kind === 'ask' || kind === 'faq' ? 1 : 0
}

/**
 * Ways round without a question, one problem each, and ways that are too long for one answer. Goes through the nodes once, depth first, with
 * a list of its own in place of the stack.
 */
export function endlessIn(flow: Flow): readonly Problem[] {
  const problems: Problem[] = []
  const longest = new Map<string, Way>()
  const onPath = new Set<string>()
  for (const root of Object.keys(flow.nodes)) {
    const open: { id: string; isLeft: boolean }[] = [{ id: root, isLeft: false }]
    while (open.length > 0) {
      const { id, isLeft } = open.pop()!
      const node = own(flow.nodes, id)
      if (node === undefined || (longest.has(id) && !isLeft)) continue
      const after = exitsAtOnce(node).flatMap(({ to }) => (to === undefined || to === WAIT ? [] : [to]))
      if (isLeft) {
        onPath.delete(id)
        longest.set(id, {
          steps: 1 + Math.max(0, ...after.map((to) => longest.get(to)?.steps ?? 0)),
          says: saysOf(node) + Math.max(0, ...after.map((to) => longest.get(to)?.says ?? 0)),
          calls:
            (node.kind === 'http' ? 1 : 0) + Math.max(0, ...after.map((to) => longest.get(to)?.calls ?? 0)),
        })
      } else if (!onPath.has(id)) {
        onPath.add(id)
        open.push({ id, isLeft: true })
        for (const to of after) {
          if (onPath.has(to)) problems.push(loopOf([...onPath], to))
          else open.push({ id: to, isLeft: false })
        }
      }
    }
  }
  return problems.length > 0 ? problems.slice(0, LOOPS_TOLD_MAX) : [...tooLong(flow, longest)]
}

function loopOf(path: readonly string[], back: string): Problem {
  const loop = [...path.slice(path.indexOf(back)), back]
  return problem('loop_without_wait', back, '', { path: loop.join(' → ') })
}

/** One sentence for each way, at its beginning: where no longer one leads into it. */
function* tooLong(flow: Flow, longest: ReadonlyMap<string, Way>): Generator<Problem> {
  const entered = new Set(Object.values(flow.nodes).flatMap((node) => exitsAtOnce(node).map(({ to }) => to)))
  for (const [id, { steps, says, calls }] of longest) {
    if (entered.has(id)) continue
    if (steps > STEPS_MAX) yield problem('path_too_long', id, '', { count: steps, maximum: STEPS_MAX })
    if (says > SAYS_MAX) yield problem('says_too_many', id, '', { count: says, maximum: SAYS_MAX })
    if (calls > CALLS_MAX) yield problem('calls_too_many', id, '', { count: calls, maximum: CALLS_MAX })
  }
}
