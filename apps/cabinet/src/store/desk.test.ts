import { afterEach, beforeEach, expect, test } from 'bun:test'
import { signal, type Signal } from '@preact/signals'
import { createOperatorClient } from '@pult/client'
import {
  cardOf,
  messageOf,
  startWireServer,
  until,
  type WireServer,
} from '../../../../packages/client/testing/wire-server.ts'
import { createHandClock, type HandClock } from '../testing/hand-clock.ts'
import { createDesk, type Desk } from './desk.ts'
import type { Kept } from './kept.ts'

/** An operator's desk in a process without a page: what the browser does otherwise, the test does by hand. */
interface Seat {
  readonly desk: Desk
  readonly clock: HandClock
  readonly selectedId: Signal<string | null>
  readonly browser: { looked: boolean }
  readonly turn: () => void
  /** How many want to know of the page. */
  readonly listeners: Set<() => void>
}

const START_MS = Date.parse('2026-11-22T10:00:00.250Z')
const seats: Seat[] = []
let server: WireServer

beforeEach(() => {
  server = startWireServer()
  server.snapshot = {
    sessions: [cardOf('ses_1')],
    help: [cardOf('ses_2', { operatorId: null, botStatus: 'HELP' })],
    watched: [cardOf('ses_3', { operatorId: 'opr_2', watcherIds: ['opr_1'] })],
  }
})
afterEach(async () => {
  for (const { desk } of seats.splice(0)) desk.close()
  await server.stop()
})

function memoryKept(): Kept {
  const values = new Map<string, string>()
  return {
    read: (name) => values.get(name) ?? null,
    write: (name, value) => void values.set(name, value),
  }
}

function sit(kept: Kept = memoryKept()): Seat {
  const clock = createHandClock(START_MS)
  const selectedId = signal<string | null>(null)
  const browser = { looked: true }
  const listeners = new Set<() => void>()
  const client = createOperatorClient({ url: server.url, token: 'secret', random: () => 0 })
  const desk = createDesk({
    client,
    kept,
    clock,
    page: {
      isVisible: () => browser.looked,
      isLookedAt: () => browser.looked,
      onLook(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      nextFrame(run) {
        run()
        return () => undefined
      },
    },
    selectedId,
  })
  client.connect()
  const turn = () => {
    for (const listener of listeners) listener()
  }
  const seat: Seat = { desk, clock, selectedId, browser, turn, listeners }
  seats.push(seat)
  return seat
}

const live = ({ desk }: Seat) => until('live', () => desk.state.connection.value.name === 'live')
const heard = (command: string) => server.heard.filter((frame) => frame.command === command)
const idsOf = ({ lists }: Desk) => ({
  mine: lists.value.mine.map(({ id }) => id as string),
  help: lists.value.help.map(({ id }) => id as string),
  watched: lists.value.watched.map(({ id }) => id as string),
})

test('[O3] a desk stands where there is no page, and each session is in exactly one list', async () => {
  expect('document' in globalThis).toBe(false)
  const seat = sit()
  await live(seat)
  expect(idsOf(seat.desk)).toEqual({ mine: ['ses_1'], help: ['ses_2'], watched: ['ses_3'] })
  // What comes on the heels of a change is listed a moment later.
  seat.clock.pass(1_000)
  server.tell('chatSessionAdded', cardOf('ses_2', { rev: 2 }))
  await until('it came', () => seat.desk.lists.value.help.length === 0)
  expect(idsOf(seat.desk)).toEqual({ mine: ['ses_1', 'ses_2'], help: [], watched: ['ses_3'] })
})

test('[M4] [M5] what is written is kept by its session until it is sent, and then stands in the chat', async () => {
  const kept = memoryKept()
  const seat = sit(kept)
  await live(seat)
  seat.selectedId.value = 'ses_1'
  const composer = seat.desk.composer('ses_1')
  composer.write('On its way')
  seat.desk.composer('ses_2').write('half a sen')
  expect(seat.desk.drafts.value['ses_1']).toEqual({
    text: 'On its way',
    changedAtMs: START_MS,
    clientName: 'Иван',
  })

  server.swallow('sendMessage')
  expect(composer.send('REGULAR')).toBe(true)
  expect(composer.text.value).toBe('')
  expect(seat.desk.state.outbox.value).toMatchObject([{ data: { sessionId: 'ses_1', body: 'On its way' } }])
  await until('it is under way', () => heard('sendMessage').length === 1)
  server.answer('sendMessage')
  await until('it is stored', () => seat.desk.state.outbox.value.length === 0)
  expect(seat.desk.state.messages.value.get('ses_1')?.map(({ body }) => body)).toEqual(['On its way'])

  // The next page of the same operator finds what was not sent.
  const again = sit(kept)
  expect(again.desk.composer('ses_1').text.value).toBe('')
  expect(again.desk.composer('ses_2').text.value).toBe('half a sen')
})

test('[M7] read is told when the end is in sight of a page that is looked at, and not before', async () => {
  server.snapshot = { sessions: [cardOf('ses_1', { unreadClientMessageCount: 1 })] }
  server.stored.set('ses_1', [messageOf('msg_000001')])
  const seat = sit()
  seat.browser.looked = false
  seat.turn()
  await live(seat)
  seat.selectedId.value = 'ses_1'
  await until('the chat is loaded', () => seat.desk.state.messages.value.get('ses_1')?.length === 1)
  seat.desk.atBottom.value = true
  // Asked after the load, answered in order: a mark would have been heard by now.
  await seat.desk.client.command('setStatus', { status: 'ONLINE' })
  expect(heard('markRead')).toEqual([])
  seat.browser.looked = true
  seat.turn()
  await until('it is told', () => heard('markRead').length === 1)
  expect(heard('markRead')[0]?.data).toEqual({ sessionId: 'ses_1', messageId: 'msg_000001' })
})

test('[A9] a chat that was opened while somebody else had it is loaded again when it comes: nobody told what was said', async () => {
  server.stored.set('ses_9', [messageOf('msg_000001')])
  const seat = sit()
  await live(seat)
  seat.selectedId.value = 'ses_9'
  const loaded = () => seat.desk.state.messages.value.get('ses_9')?.map(({ id }) => id) ?? []
  await until('the chat is loaded', () => loaded().length === 1)
  server.stored.set('ses_9', [messageOf('msg_000002'), messageOf('msg_000001')])
  server.tell('chatSessionAdded', cardOf('ses_9'))
  await until('it is loaded again', () => loaded().length === 2)
  expect(loaded()).toMatchObject(['msg_000001', 'msg_000002'])
})

test('time on the desk is the given clock: it ticks at full seconds, and only in sight', () => {
  const { desk, clock, browser, turn } = sit()
  expect(desk.nowMs.value).toBe(START_MS)
  clock.pass(749)
  expect(desk.nowMs.value).toBe(START_MS)
  clock.pass(1)
  expect(desk.nowMs.value).toBe(START_MS + 750)
  clock.pass(2_500)
  expect(desk.nowMs.value).toBe(START_MS + 2_750)

  browser.looked = false
  turn()
  clock.pass(60_000)
  expect(desk.nowMs.value).toBe(START_MS + 2_750)
  expect(clock.waiting).toBe(0)
  browser.looked = true
  turn()
  expect(desk.nowMs.value).toBe(clock.nowMs())
})

test('news goes after seven seconds of the given clock; what is on screen is no news', async () => {
  const seat = sit()
  await live(seat)
  seat.selectedId.value = 'ses_1'
  server.tell('sessionClosedByClient', { sessionId: 'ses_1' })
  server.tell('chatSessionAdded', cardOf('ses_4'))
  await until('it is told', () => seat.desk.news.lines.value.length > 0)
  expect(seat.desk.news.lines.value.map(({ sessionId }) => sessionId)).toEqual(['ses_4'])
  expect(seat.desk.news.closings.value.get('ses_1')).toEqual({ by: 'CLIENT' })
  seat.clock.pass(6_999)
  expect(seat.desk.news.lines.value).toHaveLength(1)
  seat.clock.pass(1)
  expect(seat.desk.news.lines.value).toEqual([])
})

test('lines of messages do not drive each other out: one in a while, and one a chat while it stands', async () => {
  const chats = Array.from({ length: 9 }, (_, at) => `ses_${at + 10}`)
  server.snapshot = { sessions: chats.map((id) => cardOf(id)) }
  const seat = sit()
  await live(seat)
  const { desk, clock } = seat
  let said = 100
  const write = async (sessionId: string) => {
    const id = `msg_${(said += 1)}`
    server.tell('chatMessageCreated', messageOf(id, { sessionId }))
    await until('it came', () => desk.state.sessions.value.get(sessionId)?.lastMessage?.id === id)
  }
  const told = () => desk.news.lines.value.map(({ sessionId }) => sessionId)
  for (const id of chats) await write(id)
  expect(told()).toEqual(['ses_10'])
  clock.pass(1_500)
  await write('ses_10')
  await write('ses_11')
  expect(told()).toEqual(['ses_10', 'ses_11'])
  clock.pass(1_500)
  // What is said in the chat on screen needs no line, and keeps none from another.
  seat.selectedId.value = 'ses_12'
  await write('ses_12')
  await write('ses_13')
  expect(told()).toEqual(['ses_10', 'ses_11', 'ses_13'])
})

test('what is shown of the chat on screen stays the same object while others are talked in', async () => {
  const seat = sit()
  await live(seat)
  seat.selectedId.value = 'ses_1'
  const before = seat.desk.shown.value
  expect(before?.card.id as string).toBe('ses_1')
  server.tell('chatMessageCreated', messageOf('msg_90', { sessionId: 'ses_3' }))
  await until('it came', () => seat.desk.state.sessions.value.get('ses_3')?.lastMessage?.id === 'msg_90')
  expect(seat.desk.shown.value).toBe(before)
  server.tell('chatMessageCreated', messageOf('msg_91', { sessionId: 'ses_1' }))
  await until('it came', () => seat.desk.shown.value !== before)
  expect(seat.desk.shown.value?.card.lastMessage?.id as string).toBe('msg_91')
})

test('a closed desk waits for nothing and listens to nobody', async () => {
  const seat = sit()
  await live(seat)
  seat.desk.news.say('Something')
  expect(seat.clock.waiting).toBe(2)
  seat.desk.close()
  expect(seat.clock.waiting).toBe(0)
  expect(seat.listeners.size).toBe(0)
  expect(seat.desk.client.state.connection.name).toBe('idle')
})
