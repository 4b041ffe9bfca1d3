import { problem, type Problem, type ProblemCode } from '../check/problem.ts'

/** What is wrong with a text, and where. Both from 1. */
export interface TextProblem extends Problem {
  readonly line: number
  readonly column: number
}

/** Thrown within the reader of texts and caught there: it leaves one statement and lets the next be read. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly problem: TextProblem

  constructor(problem: TextProblem, cause?: unknown) {
    super(problem.code, { cause })
    this.problem = problem
  }
}

export function fault(
  line: number,
  column: number,
  code: ProblemCode,
  about: Problem['about'] = {},
  cause?: unknown,
): Fault {
  return new Fault({ ...problem(code, null, '', about), line, column }, cause)
}
