import { check, parseFlow, printFlow, type Flow } from '@pult/bots/flow'
import { expect, test } from 'bun:test'
import { exampleTexts } from '../example.ts'
import { flowWords } from '../flow-words.ts'
import { cardOf, WAYS_IN } from './card.ts'
import {
  added,
  aimed,
  duplicated,
  freeName,
  moved,
  placed,
  removed,
  renamed,
  withoutLayout,
} from './edits.ts'
import { KINDS, newFlow, newNode } from './new-node.ts'
import { placesOf } from './places.ts'

const flowOf = (text: string): Flow => {
  const { flow, problems } = parseFlow(text)
  if (flow === undefined) throw new Error(JSON.stringify(problems))
  return flow
}
const small = flowOf(`flow 1
start -> hello
otherwise -> ask
call operator "human" -> people

hello:
  say "Hi"
  * "Ask" -> ask
  * "People" -> people
  -> ask

ask:
  ask what as choice: "What?"
  * "This"
  * "That" -> people
  -> hello

people:
  hand over
`)
const words = flowWords('en')
const linesOf = (flow: Flow) => printFlow(withoutLayout(flow)).split('\n')

test.each([
  ['hello', 'next', 'people', '  -> people'],
  ['hello', 'buttons.1.to', 'wait', '  * "People" -> wait'],
  ['hello', 'buttons.0.to', undefined, '  * "Ask"'],
  ['ask', 'answer.options.0.to', 'hello', '  * "This" -> hello'],
  [WAYS_IN, 'otherwise', 'people', 'otherwise -> people'],
  [WAYS_IN, 'returned', 'hello', 'returned -> hello'],
  [WAYS_IN, 'callOperator.to', 'hello', 'call operator "human" -> hello'],
  [WAYS_IN, 'start', 'ask', 'start -> ask'],
] as const)('[BE10] an arrow from %s %s is led to %s, and nothing else changes', (id, field, to, line) => {
  const after = linesOf(aimed(small, id, field, to))
  const before = linesOf(small)
  expect(after).toContain(line)
  expect(after.filter((one) => !before.includes(one))).toHaveLength(1)
  expect(linesOf(small)).toEqual(before)
})

test('[BE10] the start leads somewhere always, and an exit that is not there is not made', () => {
  expect(aimed(small, WAYS_IN, 'start', undefined)).toBe(small)
  expect(aimed(small, WAYS_IN, 'start', 'wait')).toBe(small)
  expect(aimed(small, 'nobody', 'next', 'hello')).toBe(small)
  expect(aimed(small, 'hello', 'buttons.7.to', 'ask')).toEqual(small)
})

test('[BE10] what led to a removed node leads nowhere; a scenario that began with it begins with what came next', () => {
  const without = removed(small, placesOf(small), 'people')
  expect(Object.keys(without.nodes)).toEqual(['hello', 'ask'])
  expect(linesOf(without).join('\n')).not.toContain('people')
  expect(without.layout?.map(({ node }) => node)).toEqual(['hello', 'ask'])
  expect(removed(small, placesOf(small), 'hello').start).toBe('ask')
  const codes = check(without).map(({ code }) => code)
  expect(codes).not.toContain('exit_unknown')
})

test('[BE10] a renamed node is led to by its new name from everywhere, and stands where it stood', () => {
  const drawn = placed(small, placesOf(small))
  const after = renamed(drawn, 'people', 'support')
  expect(printFlow(after)).toBe(printFlow(drawn).replaceAll(/\bpeople\b/g, 'support'))
  expect(renamed(drawn, 'people', 'hello')).toBe(drawn)
})

test('[BE10] a moved node stands on the grid, and the others where they stood', () => {
  const places = placesOf(small)
  const after = moved(small, places, 'ask', { x: 101, y: -37 })
  const now = placesOf(after)
  expect(now.get('ask')).toEqual({ x: 96, y: -32 })
  for (const id of ['hello', 'people']) expect(now.get(id)).toEqual(places.get(id))
})

test('[BE10] a copy has the same exits and a name of its own', () => {
  const after = duplicated(small, placesOf(small), 'ask', freeName(small, 'ask'))
  expect(after.nodes['ask_2']).toEqual(small.nodes['ask'])
  expect(freeName(after, 'ask_2')).toBe('ask_3')
  expect(freeName(after, 'wait')).toBe('wait_2')
})

test('[BE10] a new node of every kind is a scenario that can be read, as text too, with its exits to be connected', () => {
  for (const kind of KINDS) {
    const flow = newFlow(words)
    const after = added(flow, placesOf(flow), 'fresh', newNode(kind, words), { x: 0, y: 0 })
    expect(parseFlow(printFlow(after)).flow, kind).toEqual(after)
    const isEnd = kind === 'handOver' || kind === 'close'
    expect(cardOf('fresh', after.nodes['fresh']!).ports.length > 0, kind).toBe(!isEnd)
  }
  expect(check(newFlow(words)).filter(({ level }) => level === 'error')).toEqual([])
})

test('[BE10] the drawing says what the text says: placed and printed, a scenario is read back as it was', () => {
  for (const language of ['en', 'ru'] as const) {
    const flow = flowOf(exampleTexts[language])
    const drawn = placed(flow, placesOf(flow))
    expect(flowOf(printFlow(drawn))).toEqual(drawn)
    expect(withoutLayout(drawn)).toEqual(flow)
  }
})
