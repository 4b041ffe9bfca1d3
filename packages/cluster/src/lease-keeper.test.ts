import { beforeEach, describe, expect, test } from 'bun:test'
import { BEAT_MS, NODE_MS } from './lease-keeper.ts'
import { subjects, writeAsked } from './messages.ts'
import { Nodes, says, setUp, WORKSPACE, type Node } from './testing/nodes.ts'

let all: Nodes
beforeEach(async () => {
  all = new Nodes()
  for (const name of ['a', 'b', 'c']) {
    const node = await all.open(name)
    const starting = node.keeper.start()
    await all.pass(0)
    await starting
  }
  await all.pass(0)
  await setUp(all.nodes[0]!)
})

const node = (name: string): Node => all.nodes.find(({ id }) => id === name)!
const owners = (): string[] => all.nodes.filter(({ engine }) => engine.lease !== null).map(({ id }) => id)

describe('the leases of three nodes', () => {
  test('[CL10] the first takes what is free; who comes later takes nothing from it', async () => {
    await all.pass(10 * NODE_MS)
    expect([owners(), all.leases.owner, all.disk.lease]).toEqual([['a'], 'a', 1])
    expect(all.errors).toEqual([])
  })

  test('[CL11] the owner is killed: within 5 s another one answers', async () => {
    await all.pass(1_000)
    node('a').kill()
    const asked = says(node('c'), 'Is anybody there?', 'k1')
    await all.pass(5_000)
    expect((await asked).error).toBeUndefined()
    expect(owners()).toEqual(['b'])
  })

  test('[CL11] the owner drains: within 1 s another one answers, and what was asked of it is done', async () => {
    await all.pass(1_000)
    const before = says(node('a'), 'Before')
    const draining = node('a').keeper.drain()
    const during = says(node('b'), 'During')
    await all.pass(BEAT_MS)
    await draining
    await all.pass(250)
    expect([(await before).error, (await during).error]).toEqual([undefined, undefined])
    expect([owners(), node('a').engine.lease]).toEqual([['b'], null])
  })

  test('[CL12] the table is away for a while: nobody takes anything from anybody', async () => {
    await all.pass(10 * BEAT_MS)
    all.leases.isAway = true
    await all.pass(20_000)
    all.leases.isAway = false
    await all.pass(20_000)
    expect([owners(), all.disk.lease]).toEqual([['a'], 1])
  })

  test('[CL13] a node that stood still has lost its lease, finds out, and says again who is connected to it', async () => {
    await all.pass(1_000)
    const here = {
      actor: { type: 'SYSTEM' },
      name: 'clientConnected',
      data: { chatId: 'cht_1', connectionId: 'c1', origin: { ip: null, coordinates: null, device: null } },
    } as never
    node('a').connected.set('c1', here)
    node('a').engine.announce()
    await all.pass(0)
    node('a').freeze()
    await all.pass(2 * NODE_MS)
    expect(all.leases.owner).toBe('b')
    const asked = says(node('b'), 'Meanwhile')
    await all.pass(100)
    await asked
    node('a').thaw()
    const late = says(node('a'), 'Late', 'k2')
    await all.pass(3 * BEAT_MS)
    expect((await late).error).toBeUndefined()
    expect(owners()).toEqual(['b'])
    const { presence } = node('b').engine.state
    expect([...presence.clients.get('cht_1' as never)!.ids]).toEqual(['c1'])
    expect(all.errors).toEqual([])
  })

  test('[CL7] what a node said before it died comes when it has been taken for gone: nobody stays there for it', async () => {
    await all.pass(1_000)
    const data = {
      chatId: 'cht_1',
      connectionId: 'c1',
      origin: { ip: null, coordinates: null, device: null },
    }
    const commands = [{ actor: { type: 'SYSTEM' }, name: 'clientConnected', data }] as never
    node('c').kill()
    await all.pass(2 * NODE_MS)
    const [late] = writeAsked({ node: 'c', lease: all.disk.lease, from: 1, commands })
    all.bus.open().publish(subjects.asked(WORKSPACE), late!)
    await all.pass(0)
    const idsAt = (): string[] => [
      ...(node('a').engine.state.presence.clients.get('cht_1' as never)?.ids ?? []),
    ]
    expect(idsAt()).toEqual(['c1'])
    await all.pass(2 * BEAT_MS)
    expect(idsAt()).toEqual([])
    expect(all.errors).toEqual([])
  })
})
