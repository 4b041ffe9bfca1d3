import type { NodeOnWire, Nodes } from '@pult/protocol'
import { expect, test } from 'bun:test'
import { toneOf, troublesOf } from './troubles.ts'

const WELL = {
  version: '0.1.0',
  upMs: 1,
  operators: 0,
  clients: 0,
  behind: { records: 0, ms: 0 },
  bus: { way: 'NATS', isCutOff: false, sinceMs: 9_000 },
  database: { answerMs: 2, lastFailure: null },
} as const
type Facts = NonNullable<NodeOnWire['facts']>

function node(id: string, more: Partial<Facts> = {}, state: NodeOnWire['state'] = 'LIVE'): NodeOnWire {
  return { id, state, heardMs: 400, facts: { ...WELL, name: `web-${id}`, ...more } }
}
function nodesOf(nodes: readonly NodeOnWire[], more: Partial<Nodes> = {}): Nodes {
  const lease = { owner: 'a', epoch: 2, heldMs: 1, leftMs: 1 }
  return { answeredBy: 'a', readMs: 300, headSeq: 9, lease, file: null, nodes: [...nodes], ...more }
}
const bus = (sinceMs: number) => ({ way: 'DATABASE' as const, isCutOff: true, sinceMs })

test('[MA1] machines that do their work have no trouble; nor has one that is alone', () => {
  expect(troublesOf(nodesOf([node('a'), node('b', { behind: { records: 40, ms: 1_900 } })]))).toEqual([])
  const alone = node('a', { behind: null, bus: null, database: null })
  expect(troublesOf(nodesOf([alone], { lease: null }))).toEqual([])
})

test('[MA1] one that is silent is told before all else, and red', () => {
  const silent = { ...node('b', {}, 'SILENT'), heardMs: 34_000 }
  const troubles = troublesOf(nodesOf([node('a', { behind: { records: 3, ms: 2_000 } }), silent]))
  expect(troubles).toEqual([
    { what: 'silent', node: 'web-b', ms: 34_000 },
    { what: 'behind', node: 'web-a', records: 3, ms: 2_000 },
  ])
  expect(troubles.map(toneOf)).toEqual(['bad', 'warn'])
})

test('[MA1] what a silent one said before it fell silent is no trouble of now', () => {
  const silent = node('b', { version: '0.0.9', behind: { records: 9, ms: 9_000 } }, 'SILENT')
  expect(troublesOf(nodesOf([node('a'), silent])).map(({ what }) => what)).toEqual(['silent'])
})

test('[MA1] a workspace whose owner is gone has nobody; whether it has, one that reads nothing cannot know', () => {
  const owner = { ...node('a', {}, 'SILENT'), heardMs: 4_000 }
  const asked = { answeredBy: 'b' }
  expect(troublesOf(nodesOf([owner, node('b')], asked)).map(({ what }) => what)).toEqual([
    'silent',
    'unowned',
  ])
  expect(troublesOf(nodesOf([node('a'), node('b')], { ...asked, readMs: 12_000 }))).toEqual([
    { what: 'unread', node: 'web-b', ms: 12_000 },
  ])
})

test('[MA1] a bus that has been away for a while, a slow database, different versions', () => {
  const nodes = [
    node('a', { bus: bus(1_000), database: { answerMs: 99, lastFailure: null } }),
    node('b', { bus: bus(5_000), database: { answerMs: 240, lastFailure: null }, version: '0.2.0' }),
  ]
  const troubles = troublesOf(nodesOf(nodes))
  expect(troubles).toEqual([
    { what: 'cutOff', node: 'web-b', ms: 5_000 },
    { what: 'slow', node: 'web-b', answerMs: 240 },
    { what: 'versions', versions: ['0.1.0', '0.2.0'] },
  ])
  expect(troubles.map(toneOf)).toEqual(['warn', 'warn', 'calm'])
})

test('[MA1] where no machine has the bus it is said once', () => {
  const nodes = [node('a', { bus: bus(8_000) }), node('b', { bus: bus(5_000) })]
  expect(troublesOf(nodesOf(nodes))).toEqual([{ what: 'cutOffAll', ms: 5_000 }])
  const [alone] = nodes
  expect(troublesOf(nodesOf([alone!]))).toEqual([{ what: 'cutOff', node: 'web-a', ms: 8_000 }])
})
