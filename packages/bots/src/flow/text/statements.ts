/** What may stand in a node, by its first word: in which kinds of node, and what it puts into the node. */
import type { NodeKind } from '../flow.ts'
import { own } from '../own.ts'
import { readCondition } from './condition-text.ts'
import {
  peek,
  take,
  takeExit,
  takeNumber,
  takeString,
  takeStrings,
  takeText,
  takeWord,
  took,
  unexpected,
  type Cursor,
} from './cursor.ts'
import { add, put, type Draft } from './draft.ts'
import { fault } from './fault.ts'
import { daysOf, readShifts } from './week-text.ts'

interface Statement {
  readonly in: readonly NodeKind[]
  /** This word makes the node what it is. */
  readonly makes?: NodeKind
  readonly read: (draft: Draft, cursor: Cursor) => void
}

const exitTo =
  (field: string): Statement['read'] =>
  (draft, cursor) =>
    put(draft, cursor, field, takeExit(cursor))

const statements: Readonly<Record<string, Statement>> = {
  say: { in: ['say'], makes: 'say', read: (draft, cursor) => put(draft, cursor, 'text', takeText(cursor)) },
  ask: { in: ['ask'], makes: 'ask', read: readAsk },
  '*': { in: ['say', 'ask'], read: readButton },
  wrong: { in: ['ask'], read: (draft, cursor) => put(draft, cursor, 'wrong', takeText(cursor)) },
  after: { in: ['ask'], read: readAfter },
  if: {
    in: ['branch'],
    makes: 'branch',
    read: (draft, cursor) => add(draft, 'cases', { when: readCondition(cursor), to: takeExit(cursor) }),
  },
  else: { in: ['branch'], read: exitTo('else') },
  set: {
    in: ['set'],
    makes: 'set',
    read: (draft, cursor) =>
      add(draft, 'values', { into: takeWord(cursor, 'variable'), value: takeValue(cursor) }),
  },
  hours: { in: ['hours'], makes: 'hours', read: (draft, cursor) => put(draft, cursor, 'week', {}) },
  holiday: { in: ['hours'], read: (draft, cursor) => add(draft, 'holidays', takeWord(cursor, '2027-05-09')) },
  time: { in: ['hours'], read: readTimeZone },
  open: { in: ['hours'], read: exitTo('open') },
  closed: { in: ['hours'], read: exitTo('closed') },
  http: {
    in: ['http'],
    makes: 'http',
    read(draft, cursor) {
      put(draft, cursor, 'method', takeWord(cursor, 'GET'))
      put(draft, cursor, 'url', takeString(cursor))
    },
  },
  header: {
    in: ['http'],
    read: (draft, cursor) => add(draft, 'headers', { name: takeString(cursor), value: takeValue(cursor) }),
  },
  body: { in: ['http'], read: readBody },
  take: {
    in: ['http'],
    read(draft, cursor) {
      const into = takeWord(cursor, 'variable')
      take(cursor, 'from')
      add(draft, 'take', { into, from: takeString(cursor) })
    },
  },
  within: {
    in: ['http'],
    read(draft, cursor) {
      put(draft, cursor, 'within', takeNumber(cursor))
      take(cursor, 's')
    },
  },
  ok: { in: ['http'], read: exitTo('ok') },
  failed: { in: ['http'], read: exitTo('failed') },
  faq: { in: ['faq'], makes: 'faq', read: (draft, cursor) => put(draft, cursor, 'entries', []) },
  '?': { in: ['faq'], read: readQuestion },
  answer: { in: ['faq'], read: readFaqAnswer },
  found: { in: ['faq'], read: exitTo('found') },
  not: {
    in: ['faq'],
    read(draft, cursor) {
      take(cursor, 'found')
      put(draft, cursor, 'notFound', takeExit(cursor))
    },
  },
  jump: { in: ['jump'], makes: 'jump', read: exitTo('next') },
  hand: { in: ['handOver'], makes: 'handOver', read: (_draft, cursor) => take(cursor, 'over') },
  summary: { in: ['handOver'], read: (draft, cursor) => put(draft, cursor, 'summary', takeText(cursor)) },
  field: {
    in: ['handOver'],
    read: (draft, cursor) => add(draft, 'fields', { name: takeString(cursor), value: takeValue(cursor) }),
  },
  group: { in: ['handOver'], read: (draft, cursor) => put(draft, cursor, 'groupId', takeString(cursor)) },
  skills: { in: ['handOver'], read: (draft, cursor) => put(draft, cursor, 'skills', takeStrings(cursor)) },
  language: { in: ['handOver'], read: (draft, cursor) => put(draft, cursor, 'language', takeString(cursor)) },
  priority: { in: ['handOver'], read: (draft, cursor) => put(draft, cursor, 'priority', takeNumber(cursor)) },
  close: {
    in: ['close'],
    makes: 'close',
    read: (draft, cursor) =>
      put(draft, cursor, 'reason', peek(cursor) === undefined ? undefined : takeString(cursor)),
  },
  '->': {
    in: ['say', 'ask', 'set', 'jump'],
    read: (draft, cursor) => put(draft, cursor, 'next', takeWord(cursor, 'node')),
  },
}

/** Reads one statement into its node. @throws Fault at the word that is wrong */
export function readStatement(draft: Draft, cursor: Cursor): void {
  const { number } = cursor.line
  const token = peek(cursor)
  const word = takeWord(cursor, 'say')
  const days = daysOf(word)
  const statement: Statement | undefined =
    days === undefined
      ? own(statements, word)
      : { in: ['hours'], read: (draft, cursor) => readDays(draft, cursor, days) }
  const column = token?.column ?? 1
  if (statement === undefined) throw fault(number, column, 'text_unknown_line', { found: word })
  if (draft['kind'] === undefined) draft['kind'] = statement.makes
  if (draft['kind'] === undefined) throw fault(number, column, 'text_kind_first', { found: word })
  if (!statement.in.some((kind) => kind === draft['kind']))
    throw fault(number, column, statement.makes === undefined ? 'text_misplaced' : 'text_two_kinds', {
      found: word,
    })
  statement.read(draft, cursor)
}

function takeValue(cursor: Cursor): string {
  take(cursor, '=')
  return takeString(cursor)
}

/** `time zone "Europe/Moscow"`, of a flow or of its hours. */
export function readTimeZone(draft: Draft, cursor: Cursor): void {
  take(cursor, 'zone')
  put(draft, cursor, 'timeZone', takeString(cursor))
}

/** `ask age as number from 1 to 120 whole: "…"`, or without a variable `ask choice: "…"`. */
function readAsk(draft: Draft, cursor: Cursor): void {
  const first = takeWord(cursor, 'text, number, phone, email, date, choice')
  const isNamed = took(cursor, 'as')
  if (isNamed) put(draft, cursor, 'into', first)
  const type = isNamed ? takeWord(cursor, 'text, number, phone, email, date, choice') : first
  const answer: Draft = { type }
  const boundOf = () => (type === 'date' ? takeWord(cursor, '2026-11-22') : takeNumber(cursor))
  while (peek(cursor)?.kind === 'word') {
    if (took(cursor, 'from')) put(answer, cursor, 'min', boundOf())
    else if (took(cursor, 'to')) put(answer, cursor, 'max', boundOf())
    else if (took(cursor, 'country')) put(answer, cursor, 'country', takeWord(cursor, '7'))
    else if (took(cursor, 'whole')) put(answer, cursor, 'whole', true)
    else throw unexpected(cursor, ':')
  }
  take(cursor, ':')
  put(draft, cursor, 'answer', answer)
  put(draft, cursor, 'text', takeText(cursor))
}

function readButton(draft: Draft, cursor: Cursor): void {
  const label = takeString(cursor)
  const value = took(cursor, '=') ? takeString(cursor) : undefined
  const to = takeExit(cursor)
  const isAsk = draft['kind'] === 'ask'
  const list = isAsk ? (draft['answer'] as Draft) : draft
  add(list, isAsk ? 'options' : 'buttons', { label, ...(value === undefined ? {} : { value }), to })
}

/** `after 3 wrong -> node`. A draft may have one without the other. */
function readAfter(draft: Draft, cursor: Cursor): void {
  if (!took(cursor, 'wrong')) {
    put(draft, cursor, 'tries', takeNumber(cursor))
    take(cursor, 'wrong')
  }
  put(draft, cursor, 'tooMany', takeExit(cursor))
}

function readDays(draft: Draft, cursor: Cursor, days: readonly string[]): void {
  const shifts = readShifts(cursor)
  for (const day of days) put(draft['week'] as Draft, cursor, day, shifts)
}

/** JSON in the lines below, as it stands there. */
function readBody(draft: Draft, cursor: Cursor): void {
  const text = cursor.deeper.map(({ raw }) => raw).join('\n')
  try {
    put(draft, cursor, 'body', JSON.parse(text))
  } catch (cause) {
    throw fault(cursor.line.number, 1, 'text_json', {}, cause)
  }
}

/** Questions gather until their answer comes. */
function readQuestion(draft: Draft, cursor: Cursor): void {
  const entries = draft['entries'] as Draft[]
  const last = entries.at(-1)
  const open = last === undefined || last['answer'] !== undefined ? {} : last
  if (open !== last) entries.push(open)
  add(open, 'questions', takeString(cursor))
}

function readFaqAnswer(draft: Draft, cursor: Cursor): void {
  const last = (draft['entries'] as Draft[]).at(-1)
  if (last === undefined || last['answer'] !== undefined)
    throw fault(cursor.line.number, 1, 'text_no_question')
  last['answer'] = takeText(cursor)
}
