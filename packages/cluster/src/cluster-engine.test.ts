import { beforeEach, describe, expect, test } from 'bun:test'
import type { Outcome } from '@pult/engine'
import { idle } from './testing/clock.ts'
import { Nodes, says, setUp, type Node } from './testing/nodes.ts'

let all: Nodes
let one: Node
let two: Node
let three: Node
beforeEach(async () => {
  all = new Nodes()
  one = await all.open('one')
  two = await all.open('two')
  three = await all.open('three')
  await all.give(one)
  await setUp(one)
  await idle()
})

const bodies = ({ told }: Node): string[] =>
  told.flatMap(({ fact }) =>
    fact.type === 'message' && fact.message.authorType === 'CLIENT' ? [fact.message.body] : [],
  )
const seqs = ({ told }: Node): number[] => told.map(({ seq }) => seq)
const done = ({ error }: Outcome): string => error?.code ?? 'done'

const here = (connectionId: string) =>
  ({
    actor: { type: 'SYSTEM' },
    name: 'clientConnected',
    data: { chatId: 'cht_1', connectionId, origin: { ip: null, coordinates: null, device: null } },
  }) as never
const idsAt = ({ engine }: Node) =>
  [...(engine.state.presence.clients.get('cht_1' as never)?.ids ?? [])].toSorted()

describe('a workspace on several nodes', () => {
  test('[CL1] any node takes a command, all of them are told, and the answer comes first', async () => {
    const order: string[] = []
    const asked = says(two, 'Hello').then((outcome) =>
      order.push(done(outcome), `told ${bodies(two).length}`),
    )
    await all.pass(0)
    await asked
    expect(order).toEqual(['done', 'told 1'])
    for (const node of all.nodes) expect([node.id, bodies(node)]).toEqual([node.id, ['Hello']])
    expect(two.engine.state.headSeq).toBe(one.engine.state.headSeq)
    expect(all.errors).toEqual([])
  })

  test('[CL8] who gives the workspace back knows all the while what they knew as its owner', async () => {
    expect(one.engine.state.channels.size).toBe(1)
    const resigning = one.engine.resign()
    const seen = new Set<number>()
    // Between any two steps of reading the journal again.
    for (let step = 0; step < 50; step += 1) {
      seen.add(one.engine.state.channels.size)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await resigning
    expect([...seen]).toEqual([1])
    expect(one.roles).toEqual([true, false])
  })

  test('[CL2] a word that the bus lost is read in the journal; one that came twice is told once', async () => {
    let times = 0
    all.bus.faults = { times: (subject) => (subject.endsWith('told') ? times : 1) }
    const asked = says(one, 'Lost')
    await all.pass(0)
    expect(done(await asked)).toBe('done')
    expect(bodies(two)).toEqual([])
    times = 2
    const next = says(one, 'Twice')
    await all.pass(0)
    await next
    expect(bodies(two)).toEqual(['Lost', 'Twice'])
    const { headSeq } = one.engine.state
    expect(seqs(three)).toEqual(
      Array.from({ length: headSeq - (seqs(three)[0]! - 1) }, (_, at) => seqs(three)[0]! + at),
    )
  })

  test('[CL3] questions and answers that were lost are sent again, carried out once and in order', async () => {
    let isLossy = true
    all.bus.faults = { times: (subject) => (isLossy && subject.endsWith('asked') ? 0 : 1) }
    const first = says(two, 'One')
    await all.pass(0)
    isLossy = false
    const second = says(two, 'Two')
    await all.pass(100)
    // The second waits for the first: nothing is carried out before its turn.
    expect(bodies(one)).toEqual([])
    await all.pass(2_000)
    expect([done(await first), done(await second)]).toEqual(['done', 'done'])
    expect(bodies(one)).toEqual(['One', 'Two'])

    let isDeaf = true
    all.bus.faults = { times: (subject) => (isDeaf && subject.startsWith('pult.node') ? 0 : 1) }
    const third = says(two, 'Three')
    await all.pass(500)
    isDeaf = false
    await all.pass(2_000)
    expect(done(await third)).toBe('done')
    expect(bodies(one)).toEqual(['One', 'Two', 'Three'])
  })

  test('[CL3] what was asked before the next owner was there is asked again at its first word', async () => {
    all.disk.lease += 1
    // Three reads of the lease in the table, and two has not opened the log yet.
    await one.engine.resign()
    await three.engine.leaseIs(all.disk.lease)
    const asked = says(three, 'Early')
    await all.pass(0)
    const owning = two.engine.own(all.disk.lease)
    await all.pass(0)
    await owning
    await all.pass(0)
    expect(bodies(two)).toEqual(['Early'])
    expect(done(await asked)).toBe('done')
  })

  test('[CL4] the owner dies with commands in hand: those with a key happen once, the others’ senders read that nobody knows', async () => {
    all.bus.faults = { times: (subject) => (subject.startsWith('pult.node') ? 0 : 1) }
    const keyed = says(two, 'Keyed', 'k1')
    const bare = says(two, 'Bare')
    await all.pass(0)
    expect(bodies(two)).toEqual(['Keyed', 'Bare'])
    one.kill()
    all.bus.faults = { times: () => 1 }
    await all.give(three)
    await all.pass(3_000)
    expect([done(await keyed), done(await bare)]).toEqual(['done', 'internal'])
    const last = says(two, 'After')
    await all.pass(0)
    expect(done(await last)).toBe('done')
    expect(bodies(two)).toEqual(['Keyed', 'Bare', 'After'])
    expect(three.engine.lease).toBe(2)
  })

  test('[CL5] an owner that lost its lease writes nothing; its commands go to the new one', async () => {
    const asked = says(one, 'Under the old lease', 'k1')
    all.disk.lease += 1
    const owning = two.engine.own(all.disk.lease)
    await all.pass(3_000)
    await owning
    expect(done(await asked)).toBe('done')
    expect([one.engine.lease, two.engine.lease]).toEqual([null, 2])
    expect(bodies(one)).toEqual(['Under the old lease'])
    expect(seqs(one)).toEqual(all.disk.log.map(({ seq }) => seq))
    expect(one.roles).toEqual([true, false])
    expect(all.errors).toEqual([])
  })

  test('[CL6] a drain loses nothing: what was asked before is answered, what comes after waits for the next owner', async () => {
    const before = says(one, 'Before')
    const resigning = one.engine.resign()
    const during = says(one, 'During')
    await all.pass(0)
    await resigning
    const other = says(three, 'Other', 'k3')
    await all.pass(0)
    await all.give(two)
    await all.pass(3_000)
    expect([done(await before), done(await during), done(await other)]).toEqual(['done', 'done', 'done'])
    expect(bodies(one).toSorted()).toEqual(['Before', 'During', 'Other'])
  })

  test('[CL6] what is asked of an owner that has just left is carried out by the next one, without a key too', async () => {
    const first = says(two, 'First')
    await all.pass(0)
    await first
    await one.engine.resign()
    await all.pass(0)
    one.kill()
    const late = says(two, 'To nobody')
    const never = says(three, 'From who never asked')
    await all.pass(500)
    await all.give(two)
    await all.pass(3_000)
    expect([done(await late), done(await never)]).toEqual(['done', 'done'])
    expect(bodies(two)).toEqual(['First', 'To nobody', 'From who never asked'])
  })

  test('[CL7] who is connected is known to the next owner; who was on a node that is gone is gone', async () => {
    two.connected.set('c2', here('c2'))
    three.connected.set('c3', here('c3'))
    two.engine.announce()
    three.engine.announce()
    await all.pass(0)
    expect(idsAt(one)).toEqual(['c2', 'c3'])
    await all.give(two)
    await all.pass(3_000)
    expect(idsAt(two)).toEqual(['c2', 'c3'])
    three.kill()
    two.engine.nodeGone('three')
    await all.pass(0)
    expect(idsAt(two)).toEqual(['c2'])
  })

  test('[CL8] a cut and a wait are served whatever role changes meanwhile', async () => {
    const cuts: number[] = []
    one.engine.cut(({ headSeq }) => cuts.push(headSeq))
    all.disk.lease += 1
    const owning = two.engine.own(all.disk.lease)
    two.engine.cut(({ headSeq }) => cuts.push(headSeq))
    const caughtUp = two.engine.caughtUp()
    await all.pass(3_000)
    await Promise.all([owning, caughtUp])
    expect(cuts).toHaveLength(2)
  })

  test('[CL8] an owner who has not heard of the next one notices when somebody knows more', async () => {
    all.bus.faults = { times: () => 0 }
    await all.give(two)
    const asked = says(two, 'Later')
    await all.pass(0)
    expect([done(await asked), one.engine.lease]).toEqual(['done', 1])
    const caughtUp = one.engine.caughtUp()
    await all.pass(0)
    await caughtUp
    expect([one.engine.lease, bodies(one)]).toEqual([null, ['Later']])
  })

  test.each([
    ['have just lost the workspace', async () => one.engine.leaseIs(all.disk.lease)],
    ['do not know yet that they have', () => one.engine.caughtUp()],
  ])('[CL8] more than they know is waited for also by those who %s', async (_, begin) => {
    all.bus.faults = { times: () => 0 }
    await all.give(two)
    await says(two, 'Before')
    const { promise, resolve } = Promise.withResolvers<void>()
    all.readingHeld = promise
    const began = begin()
    await idle()
    await says(two, 'Meanwhile')
    const known = one.engine.caughtUp().then(() => bodies(one))
    await idle()
    all.readingHeld = undefined
    resolve()
    await all.pass(3_000)
    await began
    expect(await known).toEqual(['Before', 'Meanwhile'])
  })

  test('[CL8] who asks the journal while a node takes the workspace is answered by its owner', async () => {
    all.bus.faults = { times: () => 0 }
    await says(one, 'Before')
    const { promise, resolve } = Promise.withResolvers<void>()
    all.readingHeld = promise
    const known = two.engine.caughtUp().then(() => bodies(two))
    await idle()
    await says(one, 'Meanwhile')
    all.disk.lease += 1
    const owning = two.engine.own(all.disk.lease)
    await idle()
    all.readingHeld = undefined
    resolve()
    await all.pass(3_000)
    await owning
    expect(await known).toEqual(['Before', 'Meanwhile'])
  })

  test('[CL9] a stopped node answers everybody', async () => {
    const waiting = says(two, 'In vain')
    all.bus.faults = { times: () => 0 }
    await two.engine.stop()
    expect(done(await waiting)).toBe('shutting_down')
    expect(done(await says(two, 'Later'))).toBe('shutting_down')
  })
})
