import { expect, test } from 'bun:test'
import type { Flow } from './flow.ts'
import { stepsOf } from './steps.ts'
import { exampleFlow } from './testing/conversation.fixture.ts'

test('[BF15] steps come in the order of a conversation, each with its first words', () => {
  const flow: Flow = {
    version: 1,
    start: 'hello',
    nodes: {
      unused: { kind: 'close' },
      end: { kind: 'handOver' },
      hello: { kind: 'say', text: '\nHi!\nWelcome.', next: 'end' },
    },
  }
  expect(stepsOf(flow)).toEqual([
    { node: 'hello', kind: 'say', text: 'Hi!' },
    { node: 'end', kind: 'handOver', text: null },
    { node: 'unused', kind: 'close', text: null },
  ])
})

test('[BF15] every step is there once, and what it says is cut to a line', () => {
  const flow = exampleFlow('shop-en')
  const steps = stepsOf(flow)
  expect(steps.map(({ node }) => node).toSorted()).toEqual(Object.keys(flow.nodes).toSorted())
  expect(steps[0]?.node).toBe(flow.start)
  for (const { text } of steps) expect(text ?? '').not.toContain('\n')
  const [long] = stepsOf({ version: 1, start: 'a', nodes: { a: { kind: 'say', text: 'word '.repeat(100) } } })
  expect(long?.text).toHaveLength(120)
})
