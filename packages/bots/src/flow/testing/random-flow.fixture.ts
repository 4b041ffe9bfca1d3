import * as fc from 'fast-check'
import type { Condition } from '../condition.ts'
import { WEEKDAYS, type Answer, type Flow, type Node } from '../flow.ts'

/** Nodes are called n0, n1, …: enough of them to lead round each other, few enough to read a counterexample. */
const NODES = 8
const VARIABLES = ['one', 'два', 'constructor'] as const

/** What reads no name by chance: a name that nothing fills is an error of the flow, and no flow of these has one. */
const readsNothing = (text: string) => !/\{[^{}]*\}/.test(text)

const text = fc.oneof(
  fc.constantFrom(
    'Здравствуйте, {client.name}!',
    '{one} и {два}',
    'a\nb\n\nc',
    '"\\ # -> * ?',
    '{{',
    '<b>{constructor}</b>',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(readsNothing),
)
const word = fc.constantFrom('оператор', 'человек', 'human', 'достав', 'two words')
const value = fc.oneof(
  fc.constantFrom('', '1', '{one}', '12,5', 'слово'),
  fc.string({ maxLength: 8 }).filter(readsNothing),
)
const variable = fc.constantFrom(...VARIABLES)
const reference = fc.constantFrom(
  ...VARIABLES,
  'client.email',
  'message',
  'today',
  'attachments',
  'client.attributes.vip',
)
const note = fc.constantFrom('A note', 'Заметка\n\n  в три строки', ' # ', '-> x')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

/** Without the fields that hold nothing, as JSON has it. */
function compact<T>(record: T): T {
  return JSON.parse(JSON.stringify(record)) as T
}

const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ of: reference, test: fc.constantFrom('is', 'isNot', 'contains', 'above', 'below'), value }),
    fc.record({ of: reference, test: fc.constant('exists') }),
    fc.record({
      of: reference,
      test: fc.constant('matches'),
      words: fc.array(word, { minLength: 1, maxLength: 3 }),
    }),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({ all: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition

type ToOf = (from: number, isAtOnce: boolean) => fc.Arbitrary<string | undefined>

/** Labels that a typed answer can tell apart. */
function buttonsOf(to: fc.Arbitrary<string | undefined>, isChoice: boolean) {
  const label = fc.constantFrom('Да', 'Нет', 'Где мой заказ?', '7', 'Call a human', '👍', '"#"')
  const button = fc.record({ label, to, ...(isChoice ? { value: maybe(value) } : {}) })
  return fc.uniqueArray(button, { minLength: 1, maxLength: 4, selector: ({ label }) => label })
}

function answerOf(to: fc.Arbitrary<string | undefined>): fc.Arbitrary<Answer> {
  const size = fc.nat(9)
  return fc.oneof(
    fc.record({ type: fc.constant('text'), min: maybe(size), max: maybe(size.map((n) => n + 9)) }),
    fc.record({
      type: fc.constant('number'),
      min: maybe(fc.constantFrom(-1.5, 0, 3)),
      max: maybe(fc.constantFrom(3, 1e6)),
      whole: maybe(fc.constant(true)),
    }),
    fc.record({ type: fc.constant('phone'), country: maybe(fc.constantFrom('7', '44')) }),
    fc.record({ type: fc.constant('email') }),
    fc.record({
      type: fc.constant('date'),
      min: maybe(fc.constantFrom('today', '2026-01-01')),
      max: maybe(fc.constantFrom('today', '2027-12-31')),
    }),
    fc.record({ type: fc.constant('choice'), options: buttonsOf(to, true) }),
  )
}

const shift = fc.constantFrom(
  { from: '09:00', to: '18:00' },
  { from: '22:00', to: '03:00' },
  { from: '00:00', to: '24:00' },
)
const week = fc
  .record(
    Object.fromEntries(WEEKDAYS.map((day) => [day, maybe(fc.array(shift, { minLength: 1, maxLength: 2 }))])),
  )
  .map((days) => ({ mon: [{ from: '09:00', to: '18:00' }], ...compact(days) }))

function nodeOf(index: number, toOf: ToOf): fc.Arbitrary<Node> {
  const atOnce = toOf(index, true)
  const later = toOf(index, false)
  const kinds = [
    fc.record({ kind: fc.constant('say'), text, buttons: maybe(buttonsOf(later, false)), next: atOnce }),
    fc
      .record({
        kind: fc.constant('ask'),
        text,
        into: maybe(variable),
        answer: answerOf(later),
        wrong: maybe(text),
        tries: maybe(fc.integer({ min: 1, max: 4 })),
        tooMany: later,
        next: later,
      })
      .map(({ tooMany, ...ask }) => ({ ...ask, ...(ask.tries === undefined ? {} : { tooMany }) })),
    fc.record({
      kind: fc.constant('branch'),
      cases: fc.array(fc.record({ when: condition, to: atOnce }), { minLength: 1, maxLength: 3 }),
      else: atOnce,
    }),
    fc.record({
      kind: fc.constant('set'),
      values: fc.array(fc.record({ into: variable, value }), { minLength: 1, maxLength: 3 }),
      next: atOnce,
    }),
    fc.record({
      kind: fc.constant('hours'),
      week,
      holidays: maybe(fc.constant(['01-01', '2027-05-10'])),
      timeZone: maybe(fc.constantFrom('Asia/Tokyo', 'UTC')),
      open: atOnce,
      closed: atOnce,
    }),
    fc.record({
      kind: fc.constant('http'),
      method: fc.constantFrom('POST', 'PUT', 'DELETE'),
      url: fc.constantFrom('https://shop.example/{one}', 'http://10.0.0.1:8080/?q={message}'),
      headers: maybe(fc.constant([{ name: 'Authorization', value: 'Bearer {secret.shop}' }])),
      body: maybe(fc.oneof(fc.constantFrom({ q: '{one}', '#': ['{message}', 1] }, 'text {two', [], 7), json)),
      take: maybe(fc.constant([{ into: 'one', from: '/order/state' }])),
      within: maybe(fc.integer({ min: 1, max: 10 })),
      ok: atOnce,
      failed: atOnce,
    }),
    fc.record({
      kind: fc.constant('faq'),
      entries: fc.array(
        fc.record({
          questions: fc.array(fc.constantFrom('Сколько стоит доставка?', 'Refund'), {
            minLength: 1,
            maxLength: 2,
          }),
          answer: text,
        }),
        { minLength: 1, maxLength: 2 },
      ),
      found: atOnce,
      notFound: atOnce,
    }),
    fc.record({ kind: fc.constant('jump'), next: atOnce }),
    fc.record({
      kind: fc.constant('handOver'),
      summary: maybe(text),
      fields: maybe(fc.constant([{ name: 'Телефон "1"', value: '{one}' }])),
      groupId: maybe(fc.constant('grp_1')),
      skills: maybe(fc.constant(['a', 'b c'])),
      language: maybe(fc.constant('{language}')),
      priority: maybe(fc.integer({ min: -10, max: 10 })),
    }),
    fc.record({ kind: fc.constant('close'), reason: maybe(text) }),
  ]
  return fc.tuple(fc.oneof(...kinds), maybe(note)).map(([node, note]) => compact({ ...node, note }) as Node)
}

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as never)

function flowOf(toOf: ToOf): fc.Arbitrary<Flow> {
  const nodes = fc.tuple(...Array.from({ length: NODES }, (_, index) => nodeOf(index, toOf)))
  const entrance = toOf(-1, false)
  return fc
    .record({
      version: fc.constant(1 as const),
      note: maybe(note),
      name: maybe(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 })),
      start: fc.constantFrom('n0', 'n1'),
      timeZone: maybe(fc.constantFrom('Europe/Moscow', 'America/New_York')),
      otherwise: entrance,
      returned: entrance,
      callOperator: maybe(fc.record({ words: fc.array(word, { minLength: 1, maxLength: 3 }), to: entrance })),
      variables: fc.constant(VARIABLES.map((name) => ({ name, value: '' }))),
      layout: maybe(fc.constant<NonNullable<Flow['layout']>>([{ node: 'n0', x: -10, y: 200 }])),
      nodes: nodes.map((list) => Object.fromEntries(list.map((node, index) => [`n${index}`, node]))),
    })
    .map(compact)
}

const idOf = (index: number) => `n${index}`

/** Anything that looks like a flow: with exits not connected, leading to nothing and round in circles. */
export const anyFlow: fc.Arbitrary<Flow> = flowOf(() =>
  maybe(fc.oneof(fc.nat(NODES).map(idOf), fc.constantFrom('wait', 'nowhere', 'узел-2'))),
)

/** Flows that may be published: what is passed without asking leads on, and only answers and buttons lead back. */
export const publishedFlow: fc.Arbitrary<Flow> = flowOf((from, isAtOnce) => {
  const first = isAtOnce ? from + 1 : 0
  if (first >= NODES) return fc.constant('wait')
  return fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: first, max: NODES - 1 }).map(idOf) },
    fc.constant('wait'),
  )
})
