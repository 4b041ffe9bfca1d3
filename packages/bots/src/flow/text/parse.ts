/** A flow out of its text. Every line that is wrong is told, with its place; then the schema says what the lines make together. */
import { problem } from '../check/problem.ts'
import { readFlow } from '../check/read-flow.ts'
import type { Flow } from '../flow.ts'
import { peek, take, takeEnd, takeExit, takeNumber, takeString, takeStrings, takeWord } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { nodeIdSchema } from '../names.ts'
import { add, put, type Draft } from './draft.ts'
import { fault, Fault, type TextProblem } from './fault.ts'
import { lineOf, type Line } from './lines.ts'
import { readStatement, readTimeZone } from './statements.ts'

export type ParsedFlow =
  | { readonly flow: Flow; readonly problems?: never }
  | { readonly flow?: never; readonly problems: readonly TextProblem[] }

/** In UTF-16 units. A flow of five hundred full nodes is half of it; a text beyond is not read at all. */
export const FLOW_TEXT_CHARS_MAX = 4_000_000
/** More than anybody mends before trying again. */
const PROBLEMS_MAX = 50

export function parseFlow(text: string): ParsedFlow {
  if (text.length > FLOW_TEXT_CHARS_MAX) {
    const about = { maximum: FLOW_TEXT_CHARS_MAX }
    return { problems: [{ ...problem('text_too_long', null, '', about), line: 1, column: 1 }] }
  }
  const reading: Reading = { flow: { nodes: {} }, node: null, lineOfNode: new Map(), notes: [], problems: [] }
  for (const group of groupsOf(text, reading)) attempt(reading, () => readGroup(reading, group))
  // Comments below everything belong to what stands last.
  noteOn(reading.node ?? reading.flow, reading)
  if (reading.problems.length > 0) return { problems: reading.problems }
  const read = readFlow(reading.flow)
  if (read.flow !== undefined) return { flow: read.flow }
  return {
    problems: read.problems.map((found) => ({
      ...found,
      line: reading.lineOfNode.get(found.node ?? '') ?? 1,
      column: 1,
    })),
  }
}

interface Reading {
  readonly flow: Draft
  /** The one whose lines are read. */
  node: Draft | null
  readonly lineOfNode: Map<string, number>
  /** Comments that wait for what they stand above. */
  notes: string[]
  readonly problems: TextProblem[]
}

/** A statement with the deeper lines below it. */
interface Group {
  readonly line: Line
  readonly deeper: Line[]
}

function* groupsOf(text: string, reading: Reading): Generator<Group> {
  let open: Group | undefined
  /** How far statements of the node stand in. */
  let indent: number | undefined
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (raw.trim() === '') continue
    const depth = raw.length - raw.trimStart().length
    const isDeeper = open !== undefined && indent !== undefined && depth > indent
    const isJson = isDeeper && open?.line.tokens[0]?.text === 'body'
    const line: Line | undefined = isJson
      ? { number: index + 1, indent: depth, tokens: [], comment: null, raw }
      : attempt(reading, () => lineOf(raw, index + 1))
    if (line === undefined) continue
    const isComment = line.tokens.length === 0 && line.comment !== null
    if (isDeeper) {
      if (!isComment) open?.deeper.push(line)
      if (line.comment !== null) yield { line: { ...line, tokens: [] }, deeper: [] }
      continue
    }
    // What is open is read first, so that a comment comes to the node below which it stands.
    if (open !== undefined) yield open
    open = undefined
    if (isComment) {
      yield { line, deeper: [] }
      continue
    }
    if (depth === 0) indent = undefined
    else indent ??= depth
    // The comment behind a statement stands above those in the lines that belong to it; one behind a name waits for its node.
    if (depth > 0 && line.comment !== null) yield { line: { ...line, tokens: [] }, deeper: [] }
    open = { line: depth > 0 ? { ...line, comment: null } : line, deeper: [] }
  }
  if (open !== undefined) yield open
}

function readGroup(reading: Reading, { line, deeper }: Group): void {
  if (line.comment !== null) {
    reading.notes.push(line.comment)
    if (line.indent > 0 && reading.node !== null) noteOn(reading.node, reading)
  }
  if (line.tokens.length === 0) return
  const cursor: Cursor = { line, deeper, at: 0 }
  if (line.indent === 0) readTop(reading, cursor)
  else if (reading.node === null) throw fault(line.number, line.indent + 1, 'text_outside')
  else readStatement(reading.node, cursor)
  takeEnd(cursor)
}

/** The comments gathered so far belong to this one. */
function noteOn(draft: Draft, reading: Reading): void {
  if (reading.notes.length === 0) return
  const before = typeof draft['note'] === 'string' ? [draft['note']] : []
  draft['note'] = [...before, ...reading.notes].join('\n')
  reading.notes = []
}

function readTop(reading: Reading, cursor: Cursor): void {
  const { line } = cursor
  const { flow } = reading
  const [, colon, more] = line.tokens
  if (colon?.text === ':' && colon.kind === 'mark' && more === undefined) return beginNode(reading, cursor)
  reading.node = null
  const first = peek(cursor)
  const word = takeWord(cursor, 'node:')
  if (word !== 'place') noteOn(flow, reading)
  switch (word) {
    case 'flow':
      put(flow, cursor, 'version', takeNumber(cursor))
      return put(flow, cursor, 'name', peek(cursor) === undefined ? undefined : takeString(cursor))
    case 'start':
    case 'otherwise':
    case 'returned':
      return put(flow, cursor, word, takeExit(cursor))
    case 'time':
      return readTimeZone(flow, cursor)
    case 'no':
      take(cursor, 'operator')
      return put(flow, cursor, 'operatorUnavailable', takeExit(cursor))
    case 'call':
      take(cursor, 'operator')
      return put(flow, cursor, 'callOperator', { words: takeStrings(cursor), to: takeExit(cursor) })
    case 'var': {
      const name = takeWord(cursor, 'variable')
      take(cursor, '=')
      return add(flow, 'variables', { name, value: takeString(cursor) })
    }
    case 'place':
      return add(flow, 'layout', {
        node: takeWord(cursor, 'node'),
        x: takeNumber(cursor),
        y: takeNumber(cursor),
      })
    default:
      throw fault(line.number, first?.column ?? 1, 'text_unknown_line', { found: word })
  }
}

function beginNode(reading: Reading, cursor: Cursor): void {
  const { number } = cursor.line
  const id = takeWord(cursor, 'node')
  take(cursor, ':')
  const nodes = reading.flow['nodes'] as Draft
  const isTwice = Object.hasOwn(nodes, id)
  // Its lines are still read, for their own mistakes, into a node that nobody keeps.
  reading.node = {}
  if (!nodeIdSchema.safeParse(id).success) throw fault(number, 1, 'text_name', { found: id })
  if (isTwice) throw fault(number, 1, 'text_twice', { name: id })
  nodes[id] = reading.node
  reading.lineOfNode.set(id, number)
  noteOn(reading.node, reading)
}

function attempt<T>(reading: Reading, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (reading.problems.length < PROBLEMS_MAX) reading.problems.push(error.problem)
    return undefined
  }
}
