/** Scenarios as data. All of it is pure and runs in a browser too: the editor's test run is the interpreter itself. */
export { check, mayBePublished, type CheckedAgainst } from './check/check.ts'
export type { Problem, ProblemCode } from './check/problem.ts'
export { problemText } from './check/problem-text.ts'
export { readFlow, type ReadFlow } from './check/read-flow.ts'
export type { Condition } from './condition.ts'
export {
  flowJsonSchema,
  flowSchema,
  WEEKDAYS,
  type Answer,
  type Flow,
  type Node,
  type NodeKind,
  type NodeOf,
} from './flow.ts'
export { BUTTONS_MAX, CASES_MAX, ENTRIES_MAX, LIST_MAX, VARIABLES_MAX } from './limits.ts'
export { memoryBytes, readMemory, type Memory } from './memory.ts'
export { BUILT_IN, WAIT } from './names.ts'
export { entrancesOf, exitsOf, type Exit } from './parts.ts'
export type { Ending, FlowEvent, HttpCall, Said, Situation } from './situation.ts'
export { stepsOf, type Step } from './steps.ts'
export { step, type FlowStep } from './step.ts'
export { printCondition } from './text/condition-text.ts'
export { parseFlow, type ParsedFlow } from './text/parse.ts'
export { printFlow } from './text/print.ts'
export { printWeek } from './text/week-text.ts'
export type { TextProblem } from './text/fault.ts'
