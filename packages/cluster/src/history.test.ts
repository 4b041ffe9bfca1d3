import { expect, test } from 'bun:test'
import type { Outcome } from '@pult/engine'
import { Nodes, says, setUp, type Node } from './testing/nodes.ts'

const SEEDS = 150
const STEPS = 60
const NODES = 3

/** Mulberry32, as in the public domain. */
function randomOf(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

test('[CL4] [CL5] whatever is lost, killed and moved: acknowledged means in the log, once; everybody is told everything in order', async () => {
  const seen = { moves: 0, kills: 0, lossy: 0, unknown: 0, done: 0 }
  for (let seed = 1; seed <= SEEDS; seed += 1) await live(seed, seen)
  // A history without these would prove nothing.
  for (const [name, count] of Object.entries(seen)) expect([name, count > 20]).toEqual([name, true])
})

async function live(seed: number, seen: Record<'moves' | 'kills' | 'lossy' | 'unknown' | 'done', number>) {
  const random = randomOf(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const all = new Nodes()
  let opened = 0
  const open = async (): Promise<Node> => {
    opened += 1
    const opening = all.open(`node${opened}`)
    await all.pass(0)
    return opening
  }
  while (all.nodes.length < NODES) await open()
  await all.give(all.nodes[0]!)
  await setUp(all.nodes[0]!)
  await all.pass(0)

  /** What each command said, and what became of it. A node that was killed answers nobody. */
  const asked: { key: string | undefined; body: string; node: Node; outcome?: Outcome }[] = []
  const say = (): void => {
    const again = random() < 0.15 ? pick(asked.filter(({ key }) => key !== undefined)) : undefined
    const node = pick(all.nodes)
    const number = asked.length
    const key = again?.key ?? (random() < 0.7 ? `k${number}` : undefined)
    const body = again?.body ?? `message ${number}`
    const one: (typeof asked)[number] = { key, body, node }
    asked.push(one)
    void says(node, body, key).then((outcome) => (one.outcome = outcome))
  }
  for (let step = 0; step < STEPS; step += 1) {
    const dice = random()
    if (dice < 0.6) say()
    else if (dice < 0.68) {
      seen.moves += 1
      all.disk.lease += 1
      void pick(all.nodes).engine.own(all.disk.lease)
    } else if (dice < 0.71) {
      seen.kills += 1
      pick(all.nodes).kill()
      await open()
    } else if (dice < 0.76) {
      seen.lossy += 1
      const share = random()
      all.bus.faults = { times: () => (random() < share / 2 ? 0 : random() < 0.1 ? 2 : 1) }
    } else if (dice < 0.8) all.bus.faults = { times: () => 1 }
    else await all.pass(random() < 0.5 ? 0 : random() * 2_000)
  }
  all.bus.faults = { times: () => 1 }
  await all.give(pick(all.nodes))
  await all.pass(20_000)
  for (const { engine } of all.nodes) engine.look()
  await all.pass(1_000)

  const inLog = all.disk.log.flatMap(({ fact }) =>
    fact.type === 'message' && fact.message.authorType === 'CLIENT' ? [fact.message.body] : [],
  )
  for (const { key, body, node, outcome } of asked) {
    const isAlive = all.nodes.includes(node)
    const said = `seed ${seed}: ${body} through ${node.id}`
    if (isAlive) expect([said, outcome !== undefined]).toEqual([said, true])
    const times = inLog.filter((one) => one === body).length
    if (outcome !== undefined && outcome.error === undefined) {
      seen.done += 1
      expect([said, times]).toEqual([said, 1])
    }
    if (outcome?.error !== undefined) {
      seen.unknown += 1
      expect([said, outcome.error.code]).toEqual([said, 'internal'])
    }
    if (key !== undefined) expect([said, times <= 1]).toEqual([said, true])
  }
  for (const node of all.nodes) {
    const first = node.told[0]?.seq ?? all.disk.log.length + 1
    expect([seed, node.id, node.told.map(({ seq }) => seq)]).toEqual([
      seed,
      node.id,
      all.disk.log.slice(first - 1).map(({ seq }) => seq),
    ])
    expect([seed, node.id, node.engine.state.headSeq]).toEqual([seed, node.id, all.disk.log.length])
  }
  expect(all.errors).toEqual([])
}
