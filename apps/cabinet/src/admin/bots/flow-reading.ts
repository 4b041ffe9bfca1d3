/** What an editor knows of a scenario's text while it is written. */
import {
  check,
  mayBePublished,
  parseFlow,
  printFlow,
  problemText,
  readFlow,
  type Flow,
  type Problem,
  type TextProblem,
} from '@pult/bots/flow'
import type { Language } from '../../words/words.ts'

export interface PlacedProblem {
  readonly level: Problem['level']
  /** Both from 1. */
  readonly line: number
  readonly column: number
  /** Null: the scenario itself, or a line that belongs to nothing. */
  readonly node: string | null
  /** Dotted, as in `cases.0.to`; empty: the node as a whole. */
  readonly field: string
  readonly text: string
}

export interface FlowReading {
  /** Null: not to be understood as it stands, so neither to be kept on the server nor played. */
  readonly flow: Flow | null
  /** In the order of their lines. */
  readonly problems: readonly PlacedProblem[]
  readonly mayPublish: boolean
}

const nothing: FlowReading = { flow: null, problems: [], mayPublish: false }

/** @param groups ids of the groups that there are, so that a hand-over to one that is not is a problem */
export function readText(text: string, groups: ReadonlySet<string>, language: Language): FlowReading {
  // Whoever has not begun yet has made no mistake yet.
  if (text.trim() === '') return nothing
  const parsed = parseFlow(text)
  if (parsed.flow === undefined) return { ...nothing, problems: placed(parsed.problems, language) }
  return readDrawn(parsed.flow, text, groups, language)
}

/** The same for a scenario that is known already; `text` is what it is printed as. */
export function readDrawn(
  flow: Flow,
  text: string,
  groups: ReadonlySet<string>,
  language: Language,
): FlowReading {
  const problems = check(flow, { groups })
  return {
    flow,
    problems: placed(
      problems.map((one) => ({ ...one, ...placeOf(text, one) })),
      language,
    ),
    mayPublish: mayBePublished(problems),
  }
}

function placed(problems: readonly TextProblem[], language: Language): readonly PlacedProblem[] {
  return problems
    .map((one) => ({
      level: one.level,
      line: one.line,
      column: one.column,
      node: one.node,
      field: one.field,
      text: problemText(one, language),
    }))
    .toSorted((left, right) => left.line - right.line || left.column - right.column)
}

/** How the lines of the head begin that say what a field of the flow has. */
const heads: Readonly<Record<string, string>> = {
  start: 'start',
  timeZone: 'time zone',
  otherwise: 'otherwise',
  returned: 'returned',
  operatorUnavailable: 'no operator',
  callOperator: 'call operator',
  layout: 'place',
}

/** Where a node begins, or the line of the head that says it; the first line where neither is written. */
function placeOf(text: string, { node, field }: Problem): { readonly line: number; readonly column: number } {
  const head = heads[field.split('.')[0] ?? '']
  const begins = (line: string) =>
    node === null
      ? head !== undefined && line.startsWith(head)
      : line.startsWith(node) && line.slice(node.length).trimStart().startsWith(':')
  const at = text.split('\n').findIndex(begins)
  return { line: Math.max(at, 0) + 1, column: 1 }
}

/** Where a line's place stands in the whole text, in UTF-16 units. A place beyond the end is the end. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', start)
    if (end < 0) return text.length
    start = end + 1
  }
  return Math.min(start + column - 1, text.length)
}

/** A scenario that was saved, as text; null where there is none that can be read. */
export function flowText(settings: Readonly<Record<string, unknown>> | null): string | null {
  const { flow } = settings === null ? {} : readFlow(settings['flow'])
  return flow === undefined ? null : printFlow(flow)
}

/** The same without where its nodes are drawn: what a colleague reads of a change. */
export function storyText(settings: Readonly<Record<string, unknown>> | null): string | null {
  const { flow } = settings === null ? {} : readFlow(settings['flow'])
  if (flow === undefined) return null
  const { layout: _, ...story } = flow
  return printFlow(story)
}

export type Imported =
  | { readonly text: string; readonly trouble?: never }
  | { readonly text?: never; readonly trouble: string | null }

/** A file's content as text of a scenario: text as it is, JSON as it would be printed. `trouble` null: no JSON at all. */
export function imported(content: string, language: Language): Imported {
  const text = content.replace(/^\uFEFF/, '')
  if (!text.trimStart().startsWith('{')) return { text }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { trouble: null }
  }
  const { flow, problems } = readFlow(json)
  if (flow !== undefined) return { text: printFlow(flow) }
  const [first] = problems
  return { trouble: first === undefined ? null : problemText(first, language) }
}
