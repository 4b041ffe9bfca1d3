import { beforeEach, expect, test } from 'bun:test'
import { BEAT_MS, NODE_MS } from './lease-keeper.ts'
import { Nodes, says, setUp, type Node } from './testing/nodes.ts'

let all: Nodes
beforeEach(async () => {
  all = new Nodes()
  for (const name of ['a', 'b']) {
    const starting = (await all.open(name)).keeper.start()
    await all.pass(0)
    await starting
  }
  await setUp(node('a'))
  await all.pass(2 * BEAT_MS)
})

const node = (name: string): Node => all.nodes.find(({ id }) => id === name)!
const seen = (name: string) => node(name).watch.now()

test('[CL16] each node reads at its beats what all of them say of themselves, and who holds what since when', async () => {
  await all.pass(10_000)
  const { beat, beatMs } = seen('b')
  expect(beat!.nodes.map(({ id, facts, isLive }) => [id, facts, isLive])).toEqual([
    ['a', 'facts of a', true],
    ['b', 'facts of b', true],
  ])
  const [lease] = beat!.leases
  expect([lease!.owner, lease!.lease, lease!.headSeq]).toEqual(['a', 1, node('a').engine.state.headSeq])
  expect(lease!.heldMs).toBeGreaterThan(10_000)
  expect(beatMs).toBeLessThanOrEqual(BEAT_MS)
})

test('[CL16] a node that is killed is read as silent, for as long as it is', async () => {
  node('b').kill()
  await all.pass(2 * NODE_MS)
  const silent = seen('a').beat!.nodes.find(({ id }) => id === 'b')!
  expect([silent.isLive, silent.facts]).toEqual([false, 'facts of b'])
  expect(silent.leftMs).toBeWithin(-NODE_MS - BEAT_MS, -NODE_MS + 2 * BEAT_MS)
})

test('[CL16] a table that is away is known with its words and since when, and forgotten by nobody when it is back', async () => {
  all.leases.isAway = true
  await all.pass(5_000)
  const away = seen('a')
  expect(away.beatMs).toBeWithin(5_000 - 1, 5_000 + BEAT_MS + 1)
  expect(away.lastFailure).toMatchObject({ sentence: 'the table is away' })
  expect(away.lastFailure!.agoMs).toBeLessThanOrEqual(BEAT_MS)
  all.leases.isAway = false
  await all.pass(5_000)
  expect(seen('a').beatMs).toBeLessThanOrEqual(BEAT_MS)
  expect(seen('a').lastFailure!.agoMs).toBeGreaterThanOrEqual(4_000)
})

test('[CL16] a copy that hears nothing and reads nothing is behind; when it reads again it is not', async () => {
  const [id] = [...seen('b').behind.keys()]
  expect(seen('b').behind.get(id!)).toEqual({ records: 0, ms: 0 })
  node('b').freeze()
  for (const body of ['one', 'two', 'three']) await Promise.race([says(node('a'), body), all.pass(100)])
  await all.pass(BEAT_MS)
  // As its own beat will have it when it thaws: the log has gone on without it.
  const { beat } = seen('a')
  node('b').watch.told(beat!)
  await all.pass(4_000)
  const behind = seen('b').behind.get(id!)!
  expect(behind.records).toBeGreaterThanOrEqual(3)
  expect(behind.ms).toBe(4_000)
  node('b').thaw()
  await all.pass(4_000)
  expect(seen('b').behind.get(id!)).toEqual({ records: 0, ms: 0 })
})
