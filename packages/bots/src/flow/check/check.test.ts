import { describe, expect, test } from 'bun:test'
import type { Flow, Node } from '../flow.ts'
import { CALLS_MAX, NODES_MAX, SAYS_MAX, STEPS_MAX } from '../limits.ts'
import { check, mayBePublished } from './check.ts'
import type { ProblemCode } from './problem.ts'
import { problemText } from './problem-text.ts'
import { problemsEn } from './problems-en.ts'
import { problemsRu } from './problems-ru.ts'
import { readFlow } from './read-flow.ts'

const end: Node = { kind: 'handOver' }
const office = { mon: [{ from: '09:00', to: '18:00' }] }

/** A flow that is right but for what `nodes` and `more` add. */
function flowOf(nodes: Record<string, Node>, more: Partial<Flow> = {}): Flow {
  return { version: 1, start: 'a', operatorUnavailable: 'wait', ...more, nodes: { ...nodes, end } }
}

function problemsOf(nodes: Record<string, Node>, more: Partial<Flow> = {}): unknown[] {
  return check(flowOf(nodes, more), { groups: new Set(['grp_1']) }).map(({ code, node, field }) => [
    code,
    node,
    field,
  ])
}

const say = (next: string | undefined, text = 'x'): Node => ({ kind: 'say', text, next })
const http = (more: object): Node => ({
  kind: 'http',
  method: 'GET',
  url: 'https://x.example/',
  ok: 'end',
  failed: 'end',
  ...more,
})
const jump = (next: string): Node => ({ kind: 'jump', next })
const call = (next: string): Node => http({ ok: next, failed: next })
/** So many nodes in a row. */
function chain(node: (next: string) => Node, length: number): Record<string, Node> {
  const idOf = (n: number) => (n === 0 ? 'a' : n === length ? 'end' : `n${n}`)
  return Object.fromEntries(Array.from({ length }, (_, n) => [idOf(n), node(idOf(n + 1))]))
}
const placesOf = (sentence: string) => new Set(sentence.match(/\{\w+\}/g))
const choice = (...labels: string[]) => ({
  type: 'choice' as const,
  options: labels.map((label) => ({ label })),
})

describe('a flow is wrong, and is told where and why', () => {
  const table: [ProblemCode, string | null, string, Record<string, Node>, Partial<Flow>?][] = [
    ['start_missing', null, 'start', { b: say('end') }, { otherwise: 'b' }],
    ['name_reserved', 'wait', '', { a: say('end'), wait: say('end') }],
    ['exit_missing', 'a', 'next', { a: say(undefined) }, { returned: 'end' }],
    [
      'exit_missing',
      'a',
      'buttons.0.to',
      { a: { kind: 'say', text: 'x', buttons: [{ label: 'y' }], next: 'end' } },
    ],
    [
      'exit_missing',
      'a',
      'next',
      { a: { kind: 'ask', text: 'x', answer: choice('y') } },
      { returned: 'end' },
    ],
    ['exit_unknown', 'a', 'next', { a: say('constructor') }, { returned: 'end' }],
    ['exit_unknown', null, 'returned', { a: say('end') }, { returned: 'b' }],
    ['node_unreachable', 'b', '', { a: say('end'), b: say('end') }],
    ['loop_without_wait', 'a', '', { a: say('b'), b: { kind: 'jump', next: 'a' } }, { returned: 'end' }],
    ['loop_without_wait', 'a', '', { a: http({ failed: 'a' }) }],
    ['variable_unknown', 'a', 'text', { a: say('end', '{nobody}') }],
    [
      'variable_unknown',
      'a',
      'cases.0.when',
      {
        a: {
          kind: 'branch',
          cases: [{ when: { not: { of: 'x', test: 'exists' } }, to: 'end' }],
          else: 'end',
        },
      },
    ],
    ['variable_unknown', 'a', 'body', { a: http({ method: 'POST', body: { x: ['{nobody}'] } }) }],
    [
      'variable_built_in',
      'a',
      'into',
      { a: { kind: 'ask', text: 'x', into: 'message', answer: { type: 'text' }, next: 'end' } },
    ],
    [
      'variable_twice',
      null,
      'variables',
      { a: say('end') },
      {
        variables: [
          { name: 'x', value: '' },
          { name: 'x', value: '1' },
        ],
      },
    ],
    [
      'variables_many',
      null,
      'variables',
      {
        a: {
          kind: 'set',
          values: Array.from({ length: 51 }, (_, n) => ({ into: `v${n}`, value: '1' })),
          next: 'end',
        },
      },
    ],
    ['secret_misplaced', 'a', 'text', { a: say('end', '{secret.token}') }],
    ['time_zone_unknown', null, 'timeZone', { a: say('end') }, { timeZone: 'Mars/Olympus' }],
    [
      'time_zone_unknown',
      'a',
      'timeZone',
      { a: { kind: 'hours', week: office, timeZone: 'x', open: 'end', closed: 'end' } },
    ],
    ['hours_closed', 'a', 'week', { a: { kind: 'hours', week: {}, open: 'end', closed: 'end' } }],
    [
      'hours_same',
      'a',
      'week.mon',
      { a: { kind: 'hours', week: { mon: [{ from: '09:00', to: '09:00' }] }, open: 'end', closed: 'end' } },
    ],
    [
      'holiday_wrong',
      'a',
      'holidays',
      { a: { kind: 'hours', week: office, holidays: ['02-29', '02-30'], open: 'end', closed: 'end' } },
    ],
    [
      'range_wrong',
      'a',
      'answer',
      { a: { kind: 'ask', text: 'x', answer: { type: 'number', min: 2, max: 1 }, next: 'end' } },
    ],
    [
      'holiday_wrong',
      'a',
      'answer',
      { a: { kind: 'ask', text: 'x', answer: { type: 'date', min: '2026-02-30' }, next: 'end' } },
    ],
    [
      'tries_without_exit',
      'a',
      'tooMany',
      { a: { kind: 'ask', text: 'x', answer: { type: 'text' }, tries: 2, next: 'end' } },
    ],
    [
      'exit_without_tries',
      'a',
      'tries',
      { a: { kind: 'ask', text: 'x', answer: { type: 'text' }, tooMany: 'end', next: 'end' } },
    ],
    [
      'choice_twice',
      'a',
      'answer.options.1.label',
      { a: { kind: 'ask', text: 'x', answer: choice('Да', 'ДА!'), next: 'end' } },
    ],
    ['words_empty', null, 'callOperator.words', { a: say('end') }, { callOperator: { words: ['?'] } }],
    [
      'words_empty',
      'a',
      'cases.0.when',
      {
        a: {
          kind: 'branch',
          cases: [{ when: { of: 'message', test: 'matches', words: ['!'] }, to: 'end' }],
          else: 'end',
        },
      },
    ],
    [
      'question_twice',
      'a',
      'entries.1.questions.0',
      {
        a: {
          kind: 'faq',
          entries: [
            { questions: ['Где?'], answer: 'x' },
            { questions: ['где'], answer: 'y' },
          ],
          found: 'end',
          notFound: 'end',
        },
      },
    ],
    ['url_wrong', 'a', 'url', { a: http({ url: 'ftp://x.example/' }) }],
    ['url_wrong', 'a', 'url', { a: http({ url: 'https://user:pass@x.example/' }) }],
    ['url_host_variable', 'a', 'url', { a: http({ url: 'https://{message}.example/' }) }],
    ['header_forbidden', 'a', 'headers.0.name', { a: http({ headers: [{ name: 'Host', value: 'y' }] }) }],
    ['body_not_sent', 'a', 'body', { a: http({ body: {} }) }],
    ['pointer_wrong', 'a', 'take.0.from', { a: http({ take: [{ into: 'x', from: 'order' }] }) }],
    ['group_unknown', 'a', 'groupId', { a: { kind: 'handOver', groupId: 'grp_2' } }, { returned: 'end' }],
    ['layout_unknown', null, 'layout', { a: say('end') }, { layout: [{ node: 'b', x: 0, y: 0 }] }],
    ['unavailable_hands_over', 'end', '', { a: say('end') }, { operatorUnavailable: 'a' }],
  ]
  for (const [code, node, field, nodes, more] of table) {
    test(`[BF14] ${code} in ${node ?? 'the flow'} ${field}`, () => {
      expect(problemsOf(nodes, more)).toEqual([[code, node, field]])
    })
  }

  test('[BF14] nobody can be reached, or nobody said what then', () => {
    expect(check({ version: 1, start: 'a', nodes: { a: say('wait') } }).map(({ code }) => code)).toEqual([
      'people_unreachable',
    ])
    expect(check({ version: 1, start: 'a', nodes: { a: say('b'), b: end } }).map(({ code }) => code)).toEqual(
      ['unavailable_unsaid'],
    )
  })

  test('[BF14] a way that is too long for one answer, in nodes or in calls', () => {
    expect(problemsOf(chain(jump, STEPS_MAX - 1))).toEqual([])
    expect(problemsOf(chain(jump, STEPS_MAX))).toEqual([['path_too_long', 'a', '']])
    expect(problemsOf(chain(say, SAYS_MAX))).toEqual([])
    expect(problemsOf(chain(say, SAYS_MAX + 1))).toEqual([['says_too_many', 'a', '']])
    expect(problemsOf(chain(call, CALLS_MAX))).toEqual([])
    expect(problemsOf(chain(call, CALLS_MAX + 1))).toEqual([['calls_too_many', 'a', '']])
  })

  test('[BF14] a flow that no settings hold', () => {
    const long = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`n${n}`, say('wait', 'x'.repeat(4_000))]),
    )
    expect(problemsOf({ a: say('end'), ...long }).map((found) => (found as string[])[0])).toContain(
      'flow_large',
    )
  })

  test('[BF14] a question or a rest breaks a loop, and a warning does not keep a flow from being published', () => {
    const ask: Node = { kind: 'ask', text: 'x', answer: { type: 'text' }, next: 'a' }
    expect(problemsOf({ a: say('b'), b: ask }, { returned: 'end' })).toEqual([])
    expect(mayBePublished(check({ version: 1, start: 'a', nodes: { a: say('wait') } }))).toBe(true)
    expect(mayBePublished(check(flowOf({ a: say('nowhere') })))).toBe(false)
  })
})

test('[BF14] five hundred nodes are checked in one go, however they lead to each other', () => {
  const nodes: Record<string, Node> = {}
  for (let n = 0; n < NODES_MAX - 1; n += 1) {
    const to = (step: number) => `n${(n + step) % (NODES_MAX - 1)}`
    nodes[`n${n}`] = {
      kind: 'branch',
      cases: [1, 2, 3, 5, 8].map((step) => ({ when: { of: 'message', test: 'exists' }, to: to(step) })),
      else: to(13),
    }
  }
  expect(
    new Set(problemsOf(nodes, { start: 'n0', returned: 'end' }).map((found) => (found as string[])[0])),
  ).toEqual(new Set(['flow_large', 'loop_without_wait']))
})

describe('what is no flow', () => {
  const a = { kind: 'say', text: 'x', next: 'wait' }
  const base = { version: 1, start: 'a', nodes: { a } }
  const deep = (depth: number): unknown =>
    depth === 0 ? { of: 'x', test: 'exists' } : { not: deep(depth - 1) }
  for (const [name, json, code, node, field] of [
    ['not an object', 'x', 'not_a_flow', null, ''],
    ['another version', { ...base, version: 2 }, 'not_a_flow', null, 'version'],
    ['a field that is missing', { ...base, nodes: { a: { kind: 'say' } } }, 'field_missing', 'a', 'text'],
    ['a field of another kind', { ...base, nodes: { a: { ...a, text: 7 } } }, 'field_wrong', 'a', 'text'],
    [
      'a field that is not known',
      { ...base, nodes: { a: { ...a, html: 'x' } } },
      'field_unknown',
      'a',
      'html',
    ],
    [
      'a text that is too long',
      { ...base, nodes: { a: { ...a, text: 'x'.repeat(4_001) } } },
      'field_long',
      'a',
      'text',
    ],
    ['an empty list', { ...base, nodes: { a: { ...a, buttons: [] } } }, 'field_short', 'a', 'buttons'],
    ['a kind that is not known', { ...base, nodes: { a: { kind: 'eval' } } }, 'field_wrong', 'a', 'kind'],
    ['a name that is none', { ...base, nodes: { '1 a': a } }, 'field_wrong', '1 a', ''],
    [
      'too many nodes',
      { ...base, nodes: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`n${n}`, a])) },
      'field_long',
      null,
      'nodes',
    ],
    [
      'a condition too deep',
      { ...base, nodes: { a: { kind: 'branch', cases: [{ when: deep(60), to: 'a' }] } } },
      'too_deep',
      null,
      '',
    ],
    [
      'a hundred thousand brackets',
      JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)),
      'too_deep',
      null,
      '',
    ],
  ] as const) {
    test(`[BF14] ${name}`, () => {
      expect(readFlow(json).problems?.map(({ code, node, field }) => [code, node, field])).toEqual([
        [code, node, field],
      ])
    })
  }
})

describe('the sentences', () => {
  for (const code of Object.keys(problemsEn) as ProblemCode[]) {
    test(`[W1] ${code} has one in both languages, with the same places`, () => {
      expect(problemsEn[code]).toMatch(/^["“{A-Z].*[.".…]$/)
      expect(problemsRu[code]).toMatch(/^[«{А-ЯЁ].*[.".…]$/)
      expect(placesOf(problemsRu[code])).toEqual(placesOf(problemsEn[code]))
    })
  }

  test('[W1] they name the node and the field', () => {
    const [found] = check(flowOf({ a: say('nowhere') }))
    expect(problemText(found!, 'en')).toBe(
      'a: next leads to “nowhere”, and there is no such node. Connect it to another.',
    )
    expect(problemText(found!, 'ru')).toBe(
      'a: next ведёт в «nowhere», а такого узла нет. Соедините его с другим.',
    )
  })
})
