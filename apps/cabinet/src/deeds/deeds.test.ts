import { afterEach, beforeEach, expect, test } from 'bun:test'
import { createOperatorClient, type OperatorClient } from '@pult/client'
import {
  cardOf,
  startWireServer,
  until,
  type WireServer,
} from '../../../../packages/client/testing/wire-server.ts'
import type { Kept } from '../store/kept.ts'
import { createHandClock, type HandClock } from '../testing/hand-clock.ts'
import { createDeeds, type Deeds } from './deeds.ts'
import { UNDO_MS } from './deed.ts'

const START_MS = Date.parse('2026-11-22T10:00:00.000Z')

interface Seat {
  readonly deeds: Deeds
  readonly client: OperatorClient
  readonly clock: HandClock
  readonly told: string[]
  /** The page goes, as far as it is told. */
  readonly leave: () => void
}

let server: WireServer
let keys = 0
const clients: OperatorClient[] = []

beforeEach(() => {
  server = startWireServer()
  server.snapshot = { sessions: [cardOf('ses_1'), cardOf('ses_2')] }
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await server.stop()
})

function memoryKept(): Kept {
  const values = new Map<string, string>()
  return {
    read: (name) => values.get(name) ?? null,
    write: (name, value) => void values.set(name, value),
  }
}

async function sit(kept: Kept = memoryKept(), startMs = START_MS): Promise<Seat> {
  const client = createOperatorClient({ url: server.url, token: 'secret', random: () => 0 })
  clients.push(client)
  client.connect()
  await until('live', () => client.state.connection.name === 'live')
  const clock = createHandClock(startMs)
  const told: string[] = []
  const leaving: (() => void)[] = []
  const deeds = createDeeds({
    client,
    kept,
    clock,
    makeKey: () => `key-${(keys += 1)}`,
    onLeave(listener) {
      leaving.push(listener)
      return () => undefined
    },
    onSend: () => () => undefined,
    onDone: ({ sessionId }) => void told.push(`done ${sessionId}`),
    onRefused: ({ sessionId }, error) => void told.push(`refused ${sessionId}: ${String(error)}`),
  })
  return { deeds, client, clock, told, leave: () => leaving.forEach((listener) => listener()) }
}

const close = (sessionId: string) => ({
  sessionId,
  clientName: 'Mary',
  asked: { name: 'closeSession', data: { sessionId } } as const,
})
const heard = () => server.heard.filter(({ command }) => command === 'closeSession')
/** Asked after it, answered in order: whatever was sent has been heard by now. */
const settled = ({ client }: Seat) => client.command('setStatus', { status: 'ONLINE' })

test('[P4] a deed is sent after its time, once, and what is taken back before is never sent', async () => {
  const seat = await sit()
  seat.deeds.begin(close('ses_1'))
  seat.deeds.begin(close('ses_2'))
  expect(seat.deeds.undo()?.sessionId).toBe('ses_2')
  seat.clock.pass(UNDO_MS - 1)
  await settled(seat)
  expect(heard()).toEqual([])
  seat.clock.pass(1)
  await until('it is done', () => seat.told.length === 1)
  expect(seat.told).toEqual(['done ses_1'])
  expect(heard().map(({ data }) => data['sessionId'])).toEqual(['ses_1'])
  expect(seat.deeds.book.value).toEqual([])
  expect(seat.deeds.undo()).toBeNull()
  expect(seat.clock.waiting).toBe(0)
})

test('[P4] it is sent at once when the page is left', async () => {
  const seat = await sit()
  seat.deeds.begin(close('ses_1'))
  seat.leave()
  await until('it is heard', () => heard().length === 1)
})

test('[P4] what was on its way when the page crashed is done by the next page, under the same key, and then by no other', async () => {
  const kept = memoryKept()
  const crashed = await sit(kept)
  crashed.deeds.begin(close('ses_1'))
  const [deed] = crashed.deeds.book.value
  crashed.client.close()

  const next = await sit(kept, START_MS + UNDO_MS)
  next.clock.pass(10_000)
  await until('it is done', () => next.told.length === 1)
  expect(heard().map(({ key }) => key)).toEqual([deed?.key])
  const third = await sit(kept, START_MS + 60_000)
  third.clock.pass(60_000)
  await settled(third)
  expect(heard()).toHaveLength(1)
})

test('[P4] a page beside it takes nothing over that is taken back in time', async () => {
  const kept = memoryKept()
  const first = await sit(kept)
  first.deeds.begin(close('ses_1'))
  const beside = await sit(kept)
  first.deeds.undo()
  beside.clock.pass(60_000)
  await settled(beside)
  expect(heard()).toEqual([])
})

test('[P4] what was left behind for hours is not done any more: the chat may be another one by now', async () => {
  const kept = memoryKept()
  const crashed = await sit(kept)
  crashed.deeds.begin(close('ses_1'))
  crashed.client.close()
  const nextDay = await sit(kept, START_MS + 24 * 3_600_000)
  nextDay.clock.pass(60_000)
  await settled(nextDay)
  expect(heard()).toEqual([])
})

test('[P4] a refusal is told; to close what is closed already is no refusal', async () => {
  const seat = await sit()
  server.refuse('closeSession', { code: 'session_closed', message: 'Closed.', temporary: false })
  seat.deeds.begin(close('ses_1'))
  seat.deeds.flush('ses_1')
  await until('the first', () => seat.told.length === 1)
  server.refuse('closeSession', { code: 'session_held', message: 'Held.', temporary: false })
  seat.deeds.begin(close('ses_2'))
  seat.deeds.flush()
  await until('the second', () => seat.told.length === 2)
  expect(seat.told[0]).toBe('done ses_1')
  expect(seat.told[1]).toContain('refused ses_2')
  expect(seat.deeds.book.value).toEqual([])
})
