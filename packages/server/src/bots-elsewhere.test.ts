import { createLineHub, type LineHub } from '@pult/bots'
import type { BotId, SessionId, WorkspaceId } from '@pult/protocol'
import { beforeEach, expect, test } from 'bun:test'
import { TestClock } from '../../cluster/src/testing/clock.ts'
import { MemoryBus } from '../../cluster/src/testing/memory-bus.ts'
import { createBotsElsewhere } from './bots-elsewhere.ts'

const BOT = 'bot_1' as BotId

let clock: TestClock
const steadyMs = (): number => clock.steadyMs
const after = (delayMs: number, run: () => void): (() => void) => clock.after(delayMs, run)
const pass = (ms: number): Promise<void> => clock.pass(ms)

interface Node {
  readonly hub: LineHub
  readonly elsewhere: ReturnType<typeof createBotsElsewhere>
}

let bus: MemoryBus
let one: Node
let two: Node
beforeEach(() => {
  clock = new TestClock()
  bus = new MemoryBus()
  const open = (node: string): Node => {
    const hub = createLineHub({ nowMs: steadyMs, steadyMs, after, startedMs: -60_000 })
    const elsewhere = createBotsElsewhere({
      workspaceId: 'wsp_1' as WorkspaceId,
      node,
      bus: bus.open(),
      local: {
        linesOf: (id) => (id === BOT ? hub : null),
        endpointOf: (id) =>
          id === BOT ? ({ state: hub.state().endpoint, lines: hub.state().lines } as never) : null,
      },
      botIds: () => [BOT],
      steadyMs,
      after,
    })
    return { hub, elsewhere }
  }
  one = open('one')
  two = open('two')
  one.elsewhere.onRole(true)
})

/** A program that connects to a node and answers what it is told. */
function program({ elsewhere }: Node, answers = true) {
  const told: string[] = []
  const line = elsewhere.linesOf(BOT)!.join({
    tell(letter) {
      told.push(letter.id)
      if (answers)
        setImmediate(() => line.answer(letter.id, { answers: [{ name: 'say', body: letter.body }] }))
      return true
    },
  })!
  return { told, line }
}

const post = ({ hub }: Node, id: string) =>
  hub.post({ id, body: `to ${id}` }, 'ses_1' as SessionId, new AbortController().signal, 20_000)

test('[SV24] a program at another node is told and answers as if it were here; how it does is known at all nodes', async () => {
  expect(two.elsewhere.linesOf('bot_2' as BotId)).toBeNull()
  expect(two.elsewhere.linesOf(BOT)).toBe(two.elsewhere.linesOf(BOT))
  const { told } = program(two)
  await pass(0)
  const reply = post(one, 'l1')
  await pass(100)
  expect(await reply).toEqual({ answers: [{ name: 'say', body: 'to l1' }] } as never)
  expect(told).toEqual(['l1'])
  await pass(3_000)
  expect(two.elsewhere.endpointOf(BOT)).toMatchObject({ state: 'answering', lines: 1 })
})

test('[SV24] letters and answers that the bus loses come again, once for the program', async () => {
  const { told } = program(two)
  await pass(0)
  bus.faults = { times: (subject) => (subject.includes('letters') ? 0 : 1) }
  const first = post(one, 'l1')
  await pass(1_000)
  bus.faults = { times: () => 1 }
  await pass(4_000)
  expect((await first).answers).toHaveLength(1)
  bus.faults = { times: (subject) => (subject.endsWith('lines') ? 0 : 1) }
  const second = post(one, 'l2')
  await pass(1_000)
  bus.faults = { times: () => 1 }
  await pass(4_000)
  expect((await second).answers).toHaveLength(1)
  expect(told).toEqual(['l1', 'l2'])
})

test('[SV24] a reply that cannot be taken is told to its author at once, and the event has failed', async () => {
  const { line } = program(two, false)
  await pass(0)
  const failed = post(one, 'l1').catch((error: Error) => error.message)
  await pass(100)
  expect(line.answer('l1', { answers: 7 })).toContain('answers')
  await pass(100)
  expect(await failed).toContain('answers')
  const given = post(one, 'l2').catch((error: Error) => error.message)
  await pass(100)
  line.fail('l2', 'no idea')
  await pass(100)
  expect(await given).toBe('no idea')
})

test('[SV24] who leaves and whose node is gone is told nothing more', async () => {
  const { line } = program(two)
  program(two)
  await pass(0)
  expect(one.hub.state().lines).toBe(2)
  line.leave()
  await pass(0)
  expect(one.hub.state().lines).toBe(1)
  two.elsewhere.stop()
  await pass(10_000)
  expect(one.hub.state().lines).toBe(0)
})

test('[SV24] when the workspace moves the programs stay where they are', async () => {
  const atOne = program(one)
  const atTwo = program(two)
  await pass(0)
  one.elsewhere.onRole(false)
  two.elsewhere.onRole(true)
  await pass(2_500)
  expect([one.hub.state().lines, two.hub.state().lines]).toEqual([0, 2])
  const replies = [post(two, 'l1'), post(two, 'l2')]
  await pass(100)
  for (const reply of replies) expect((await reply).answers).toHaveLength(1)
  expect([atOne.told.length, atTwo.told.length]).toEqual([1, 1])
})
