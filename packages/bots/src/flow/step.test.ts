import { describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { check, mayBePublished } from './check/check.ts'
import type { Flow } from './flow.ts'
import { CALLS_MAX, MEMORY_BYTES_MAX, SAYS_MAX, STEPS_MAX } from './limits.ts'
import { memoryBytes, readMemory, type Memory } from './memory.ts'
import type { FlowEvent } from './situation.ts'
import { step } from './step.ts'
import { flowOf, said, situationOf, talkTo } from './testing/conversation.fixture.ts'
import { anyFlow, publishedFlow } from './testing/random-flow.fixture.ts'

const noServer = () => ({ ok: false })
const HEAD = 'flow 1\nstart -> a\n'
const talk = (text: string) => talkTo(flowOf(HEAD + text), noServer)

test('[BF1] nobody is spoken to before they have written; then the flow begins, and rests where it is told to', () => {
  const session = talk(
    'var x = "1"\na:\n  say "Hello {x}{nobody}"\n  -> b\nb:\n  say "{message}, {attachments}"\n  -> wait',
  )
  expect(session.tell({ name: 'begin', why: 'NEW' })).toEqual([])
  expect(session.tell({ name: 'message', body: '<b>hi</b>', attachments: 2 })).toEqual([
    'Hello 1',
    '<b>hi</b>, 2',
  ])
  // Without `otherwise` what nobody waits for comes in at the start.
  expect(session.tell(said('more'))).toEqual(['Hello 1', 'more, 0'])
})

test('[BF1] given back without a node for it, it rests until the client writes', () => {
  const session = talk('otherwise -> b\na:\n  hand over\nb:\n  say "Again"\n  -> wait')
  expect(session.tell(said('x'))).toEqual(['→ handOver {}'])
  expect(session.tell({ name: 'begin', why: 'BACK' })).toEqual([])
  expect(session.tell({ name: 'begin', why: 'OPERATOR_UNAVAILABLE' })).toEqual([])
  expect(session.tell(said('y'))).toEqual(['Again'])
})

describe('buttons', () => {
  const FLOW = `otherwise -> other
a:
  say "Menu"
  * "One" -> one
  * "Two" -> two
  -> wait
one:
  ask choice: "Sure?"
  * "Yes" -> yes
  * "No" -> no
  after 2 wrong -> other
two:
  say "2"
  -> wait
yes:
  say "Yes!"
  -> wait
no:
  say "No!"
  -> wait
other:
  say "What?"
  -> wait`

  test('[BF4] a button is pressed now or later, and an old question may be answered again', () => {
    const session = talk(FLOW)
    session.tell(said('hi'))
    expect(session.tell(said('Two', 'a/1'))).toEqual(['2'])
    expect(session.tell(said('One', 'a/0'))).toEqual(['Sure? [Yes] [No]'])
    expect(session.tell(said('No', 'one/1'))).toEqual(['No!'])
    expect(session.tell(said('Yes', 'one/0'))).toEqual(['Yes!'])
  })

  test('[BF4] what was never shown cannot be pressed, whatever a client sends', () => {
    const session = talk(FLOW)
    session.tell(said('hi'))
    for (const actionId of ['one/0', 'a/2', 'a/-1', 'a/x', 'a/', '/0', 'two/0', '__proto__/0', 'a/0/0']) {
      expect([actionId, session.tell(said('Yes', actionId))]).toEqual([actionId, ['What?']])
    }
  })

  test('[BF4] a button that says something else by now is not the one that was pressed', () => {
    const session = talk(FLOW)
    session.tell(said('hi'))
    session.change(
      { revision: 2 },
      flowOf(
        HEAD +
          FLOW.replace('"One" -> one', '"Two" -> two').replace('"Two" -> two\n  ->', '"One" -> one\n  ->'),
      ),
    )
    expect(session.tell(said('One', 'a/0'))).toEqual(['What?'])
  })
})

describe('a question', () => {
  const FLOW = `call operator "operator" -> people
a:
  ask age as number from 1 to 120 whole: "Age?"
  wrong "1 to 120, please"
  after 3 wrong -> no
  -> yes
yes:
  say "{age} it is"
  -> wait
no:
  say "Never mind"
  -> wait
people:
  hand over
  field "Age" = "{age}"`

  test('[BF2] is asked again so often and no more, and counts anew the next time', () => {
    const session = talk(FLOW)
    for (let round = 0; round < 2; round += 1) {
      expect(session.tell(said('go'))).toEqual(['Age?'])
      expect(session.tell(said('old'))).toEqual(['1 to 120, please'])
      expect(session.tell(said('121'))).toEqual(['1 to 120, please'])
      expect(session.tell(said('-1'))).toEqual(['Never mind'])
    }
    session.tell(said('go'))
    expect(session.tell(said('42'))).toEqual(['42 it is'])
  })

  test('[BF12] words that call a person are no answer to it', () => {
    const session = talk(FLOW)
    session.tell(said('go'))
    expect(session.tell(said('An OPERATOR please'))).toEqual(['→ handOver {"fields":{}}'])
  })
})

function cityFlow(id: string, text: string): Flow {
  return flowOf(
    `${HEAD}a:\n  say "Welcome"\n  -> ${id}\n${id}:\n  ask city as text: "${text}"\n  -> end\nend:\n  say "{name} in {city}"\n  -> wait\nset_name:\n  set name = "x"\n  -> wait`,
  )
}

describe('a session that began under an older version', () => {
  test('[BF13] goes on with the question that waits, as the new version judges it', () => {
    const session = talkTo(cityFlow('b', 'City?'), noServer)
    expect(session.tell(said('hi'))).toEqual(['Welcome', 'City?'])
    expect(session.memory()?.rev).toBe(1)
    session.change({ revision: 2 }, cityFlow('b', 'Which town?'))
    expect(session.tell(said('Pskov'))).toEqual([' in Pskov'])
    expect(session.memory()?.rev).toBe(2)
  })

  test('[BF13] whose question is gone starts anew with what it knows, and the words are no answer', () => {
    const session = talkTo(cityFlow('b', 'City?'), noServer)
    session.tell(said('hi'))
    session.tell(said('Pskov'))
    session.tell(said('again'))
    session.change({ revision: 2 }, cityFlow('c', 'Town?'))
    expect(session.tell(said('Tula'))).toEqual(['Welcome', 'Town?'])
    expect(session.memory()?.vars).toEqual({ city: 'Pskov' })
  })
})

test('[BF14] a flow that was never checked and goes round is given to people, after so many nodes', () => {
  const silent = flowOf(`${HEAD}a:\n  set x = "1"\n  -> b\nb:\n  jump -> a`)
  const made = step(silent, null, said('hi'), situationOf())
  expect(made).toMatchObject({ isLost: true, ends: { name: 'handOver' } })
  expect(made.trail).toHaveLength(STEPS_MAX)
  const loud = flowOf(`${HEAD}a:\n  say "x"\n  -> a`)
  const said19 = step(loud, null, said('hi'), situationOf())
  expect(said19).toMatchObject({ isLost: true, ends: { name: 'handOver' } })
  expect(said19.says).toHaveLength(SAYS_MAX)
})

const httpNode = (id: string, to: string) =>
  `${id}:\n  http GET "https://x.example/"\n  ok -> ${to}\n  failed -> end\n`

test('[BF8] an answer makes so many calls and no more, the others have failed', () => {
  const session = talkTo(
    flowOf(`${HEAD}${httpNode('a', 'b')}${httpNode('b', 'a')}end:\n  say "enough"\n  -> wait`),
    () => ({ ok: true }),
  )
  expect(session.tell(said('hi'))).toEqual(['enough'])
  expect(session.calls).toHaveLength(CALLS_MAX)
})

test('[BF14] after nobody was to be had, it does not hand over before the client has written', () => {
  const session = talk('no operator -> a\na:\n  hand over')
  expect(session.tell(said('x'))).toEqual(['→ handOver {}'])
  expect(session.tell({ name: 'begin', why: 'OPERATOR_UNAVAILABLE' })).toEqual([])
  expect(session.tell(said('y'))).toEqual(['→ handOver {}'])
})

test('[BF5] a secret is said and kept nowhere', () => {
  const session = talk(
    'a:\n  set x = "{secret.shop_token}"\n  -> b\nb:\n  say "[{secret.shop_token}{x}]"\n  -> wait',
  )
  expect(session.tell(said('hi'))).toEqual(['[]'])
  expect(JSON.stringify(session.memory())).not.toContain('hush')
})

/** What clients and operators may do to a session, out of everything that could surprise a flow. */
const happening: fc.Arbitrary<FlowEvent> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom<FlowEvent>(
      { name: 'begin', why: 'BACK' },
      { name: 'begin', why: 'OPERATOR_UNAVAILABLE' },
    ),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      name: fc.constant('message' as const),
      body: fc.oneof(
        fc.constantFrom(
          'Да',
          '1',
          '2',
          'оператор',
          'сколько стоит доставка',
          '89123456789',
          'a@example.com',
          'завтра',
          '',
          'ы'.repeat(3_000),
        ),
        fc.string({ maxLength: 20 }),
      ),
      actionId: fc.option(
        fc.tuple(fc.nat(8), fc.nat(4)).map(([node, index]) => `n${node}/${index}`),
        { nil: undefined },
      ),
      attachments: fc.nat(2),
    }),
  },
)
const result = fc.constantFrom(
  { ok: false },
  { ok: true },
  { ok: true, body: { order: { state: 'в пути'.repeat(200) } } },
)

/** Plays a whole session, and looks at every step of it. */
function play(
  flow: Flow,
  events: readonly FlowEvent[],
  results: readonly { ok: boolean; body?: unknown }[],
): boolean {
  let memory: Memory | null = null
  let wasLost = false
  let asked = 0
  for (const event of events) {
    let next: FlowEvent = event
    for (let calls = 0; ; calls += 1) {
      const made = step(flow, memory, next, situationOf())
      expect(made).toEqual(step(flow, memory, next, situationOf()))
      const { calling, ...kept } = made.memory ?? { vars: {} }
      if (made.memory !== null) {
        expect(memoryBytes(kept as Memory)).toBeLessThanOrEqual(MEMORY_BYTES_MAX)
        expect(readMemory(JSON.parse(JSON.stringify(made.memory)))).toEqual(made.memory)
      }
      expect(made.trail.length).toBeLessThanOrEqual(STEPS_MAX + 1)
      for (const { body, actions } of made.says) {
        expect(body.trim()).not.toBe('')
        expect(actions?.length ?? 1).toBeWithin(1, 11)
      }
      wasLost ||= made.isLost
      memory = made.memory
      if (made.wants === undefined) break
      expect(calling?.node).toBe(made.wants.node)
      expect(calls).toBeLessThan(CALLS_MAX)
      next = { name: 'called', ...results[asked++ % results.length]! }
    }
    const waiting = memory?.at
    if (waiting !== undefined && waiting !== null) expect(flow.nodes[waiting]?.kind).toBe('ask')
  }
  return wasLost
}

const day = fc.array(happening, { minLength: 1, maxLength: 12 })
const results = fc.array(result, { minLength: 1, maxLength: 4 })

test('[BF14] a flow that may be published never loses its way: each answer waits, rests or ends', () => {
  fc.assert(
    fc.property(publishedFlow, day, results, (flow, events, results) => {
      expect(mayBePublished(check(flow))).toBe(true)
      expect(play(flow, events, results)).toBe(false)
    }),
    { numRuns: 100 },
  )
})

test('[BF14] and any other flow throws nothing, keeps within its bounds and comes to an end', () => {
  fc.assert(
    fc.property(anyFlow, day, results, (flow, events, results) => {
      const wasLost = play(flow, events, results)
      if (wasLost) expect(mayBePublished(check(flow))).toBe(false)
    }),
    { numRuns: 100 },
  )
})
