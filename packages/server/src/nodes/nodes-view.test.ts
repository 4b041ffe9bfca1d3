import { expect, test } from 'bun:test'
import { NODE_MS, type Beat, type Seen } from '@pult/cluster'
import { nodesSchema, type WorkspaceId } from '@pult/protocol'
import { nodesView } from './nodes-view.ts'
import { ownFacts, type OwnFacts } from './own-facts.ts'

const SHOP = 'shop' as WorkspaceId
const OTHER = 'other' as WorkspaceId

const hubOf = (operators: number, clients: number): never =>
  ({ counts: () => ({ operators, clients }) }) as never
const seenOf = (more: Partial<Seen> = {}): Seen => ({
  beat: null,
  beatMs: 400,
  lastFailure: null,
  bus: { isUp: true, sinceMs: 60_000 },
  behind: new Map([[SHOP, { records: 3, ms: 1_500 }]]),
  ...more,
})
function factsOf(name: string, upMs: number, seen = seenOf()): OwnFacts {
  const hosts = [
    { id: SHOP, hub: hubOf(2, 30) },
    { id: OTHER, hub: hubOf(777, 8_888) },
  ]
  return ownFacts({ name, version: '0.1.0', upMs, hosts }, seen)
}
const node = (
  id: string,
  leftMs: number,
  facts: OwnFacts | null,
  isDraining = false,
): Beat['nodes'][number] => ({
  id,
  isLive: leftMs > 0,
  isDraining,
  leftMs,
  facts: facts && JSON.stringify(facts),
})
function beatOf(nodes: Beat['nodes'], owner: string | null = 'a'): Beat {
  const leases = [
    { workspaceId: OTHER, owner: 'b', lease: 9, heldMs: 1, headSeq: 6_666 },
    { workspaceId: SHOP, owner, lease: 4, heldMs: 50_000.4, headSeq: 120 },
  ]
  return { wasKnown: true, answerMs: 1.26, nodes, leases }
}
const viewed = (seen: Seen, own = factsOf('web-1:3000', 90_000, seen)) => {
  const view = nodesView(SHOP, 'a', own, seen)
  expect(nodesSchema.parse(JSON.parse(JSON.stringify(view)))).toEqual(view)
  return view
}
const told = (nodes: Beat['nodes']) =>
  viewed(seenOf({ beat: beatOf(nodes) })).nodes.map(({ id, state, heardMs }) => [id, state, heardMs])

test('[GD16] every node with what it said last, so much older as it is; the one that is asked as it is now', () => {
  const beat = beatOf([node('b', 2_000, factsOf('web-2:3000', 10_000)), node('a', 2_900, null)])
  const { nodes, readMs, headSeq, answeredBy } = viewed(seenOf({ beat }))
  expect([answeredBy, readMs, headSeq]).toEqual(['a', 400, 120])
  expect(nodes.map(({ id, state, heardMs }) => [id, state, heardMs])).toEqual([
    ['a', 'LIVE', 500],
    ['b', 'LIVE', 1_400],
  ])
  expect(nodes[0]!.facts).toMatchObject({ upMs: 90_000, database: { answerMs: 1.3, lastFailure: null } })
  expect(nodes[1]!.facts).toMatchObject({
    name: 'web-2:3000',
    upMs: 11_400,
    bus: { way: 'NATS', isCutOff: false, sinceMs: 61_400 },
    behind: { records: 3, ms: 1_500 },
  })
})

test('[GD16] an admin is told nothing of another workspace: not its lease, not how many are connected to it', () => {
  const beat = beatOf([node('b', 2_000, factsOf('web-2:3000', 10_000))])
  const view = viewed(seenOf({ beat }))
  expect(view.nodes.map(({ facts }) => [facts!.operators, facts!.clients])).toEqual([
    [2, 30],
    [2, 30],
  ])
  expect(view.lease!.epoch).toBe(4)
  for (const foreign of ['777', '8888', '6666', 'other']) expect(JSON.stringify(view)).not.toContain(foreign)
})

test('[GD16] the lease is its owner’s for as long as that lives; of one that has none only the number is known', () => {
  const nodes = [node('a', 2_900, null), node('b', -8_000, factsOf('web-2:3000', 10_000))]
  expect(viewed(seenOf({ beat: beatOf(nodes) })).lease).toEqual({
    owner: 'a',
    epoch: 4,
    heldMs: 50_400,
    leftMs: 2_500,
  })
  expect(viewed(seenOf({ beat: beatOf(nodes, 'b') })).lease).toMatchObject({ owner: 'b', leftMs: 0 })
  expect(viewed(seenOf({ beat: beatOf(nodes, null) })).lease).toEqual({
    owner: null,
    epoch: 4,
    heldMs: null,
    leftMs: null,
  })
})

test('[GD16] who has fallen silent is told with how long; not where the same machine was started again since', () => {
  const silent = node('b', -60_000, factsOf('web-2:3000', 10_000))
  const back = (upMs: number) => node('c', 2_900, factsOf('web-2:3000', upMs))
  expect(told([silent])).toEqual([
    ['a', 'LIVE', 400],
    ['b', 'SILENT', 60_000 + NODE_MS + 400],
  ])
  expect(told([silent, back(30_000)]).map(([id]) => id)).toEqual(['a', 'c'])
  // It was there before: another machine that happens to have the name.
  expect(told([silent, back(90_000)]).map(([id]) => id)).toEqual(['a', 'b', 'c'])
})

test('[GD16] who stops says so; who is of another version, or moves data, is there without words', () => {
  const beat = beatOf([node('b', 2_900, null, true), { ...node('c', 2_900, null), facts: '{"name":7}' }])
  const states = viewed(seenOf({ beat })).nodes.map(({ id, state, facts }) => [id, state, facts === null])
  expect(states).toEqual([
    ['b', 'STOPPING', true],
    ['c', 'LIVE', true],
    ['a', 'LIVE', false],
  ])
})

test('[GD16] while the database is away it is said how old all this is, and what went wrong', () => {
  const lastFailure = { agoMs: 210.4, sentence: 'nothing came for 2 seconds' }
  const seen = seenOf({ beat: beatOf([node('b', 2_000, null)]), beatMs: 12_000.7, lastFailure })
  const { readMs, lease, nodes } = viewed(seen)
  expect([readMs, lease!.leftMs]).toEqual([12_001, 0])
  expect(nodes.find(({ id }) => id === 'a')!.facts!.database!.lastFailure).toEqual({
    agoMs: 210,
    sentence: 'nothing came for 2 seconds',
  })
})
