/** What is wrong with a flow, as data: where it is, and a code that has a sentence in every language. */
import type { problemsEn } from './problems-en.ts'

export type ProblemCode = keyof typeof problemsEn

export interface Problem {
  readonly code: ProblemCode
  /** An error cannot be published; a warning can. */
  readonly level: 'error' | 'warning'
  /** Null: the flow itself. */
  readonly node: string | null
  /** Dotted, as in `cases.0.to`; empty where the node as a whole is meant. */
  readonly field: string
  /** What the sentence names, by its places. */
  readonly about: Readonly<Record<string, string | number>>
}

const WARNINGS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'node_unreachable',
  'people_unreachable',
  'unavailable_unsaid',
  'question_twice',
])

export function problem(
  code: ProblemCode,
  node: string | null,
  field: string,
  about: Problem['about'] = {},
): Problem {
  return { code, level: WARNINGS.has(code) ? 'warning' : 'error', node, field, about }
}
