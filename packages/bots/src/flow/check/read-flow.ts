import type { z } from 'zod'
import { flowSchema, type Flow } from '../flow.ts'
import { DEPTH_MAX } from '../limits.ts'
import { problem, type Problem, type ProblemCode } from './problem.ts'

export type ReadFlow =
  | { readonly flow: Flow; readonly problems?: never }
  | { readonly flow?: never; readonly problems: readonly Problem[] }

/** More than an admin mends before trying again. */
const PROBLEMS_MAX = 50
/** A flow's own: nodes, node, list, item; what is below is conditions and bodies. */
const DEPTH_ABOVE = 5

/** A flow out of any JSON. Its looks only: a draft may be read that may not be published. */
export function readFlow(json: unknown): ReadFlow {
  // Before anything that goes down by itself: ten thousand brackets must cost an error, not the stack.
  if (isDeeperThan(json, DEPTH_MAX + DEPTH_ABOVE)) {
    return { problems: [problem('too_deep', null, '', { maximum: DEPTH_MAX })] }
  }
  const parsed = flowSchema.safeParse(json)
  if (parsed.success) return { flow: parsed.data }
  return {
    problems: parsed.error.issues
      .slice(0, PROBLEMS_MAX)
      .map((issue) => problemOf(innermost(issue, []), json)),
  }
}

function isDeeperThan(json: unknown, depth: number): boolean {
  let level: unknown[] = [json]
  for (let down = 0; level.length > 0; down += 1) {
    if (down > depth) return true
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
  return false
}

interface Fault {
  readonly issue: z.core.$ZodIssue
  readonly path: readonly PropertyKey[]
}

/** Into the branch of a union that came furthest: there is what its author meant. */
function innermost(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Fault {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union') return { issue, path }
  const deepest = issue.errors
    .flatMap((branch) => branch.slice(0, 1))
    .toSorted((left, right) => right.path.length - left.path.length)[0]
  return deepest === undefined ? { issue, path } : innermost(deepest, path)
}

function problemOf({ issue, path }: Fault, json: unknown): Problem {
  const isNode = path[0] === 'nodes' && path.length > 1
  const node = isNode ? String(path[1]) : null
  const inside = path.slice(isNode ? 2 : 0).map(String)
  const at = (code: ProblemCode, about: Problem['about'] = {}, more: readonly string[] = []) =>
    problem(code, node, [...inside, ...more].join('.'), about)
  if (path.length === 0 && issue.code === 'invalid_type') return problem('not_a_flow', null, '')
  if (path[0] === 'version') return problem('not_a_flow', null, 'version')
  switch (issue.code) {
    case 'invalid_type':
      return at(valueAt(json, path) === undefined ? 'field_missing' : 'field_wrong')
    case 'too_big':
      return at('field_long', { maximum: Number(issue.maximum) })
    case 'too_small':
      return at('field_short', { minimum: Number(issue.minimum) })
    case 'unrecognized_keys':
      return at('field_unknown', {}, issue.keys.slice(0, 1))
    case 'custom':
      return at('field_long', { maximum: Number(issue.params?.['maximum'] ?? 0) })
    default:
      return at('field_wrong')
  }
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    json,
  )
}
