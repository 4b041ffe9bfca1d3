import { afterEach, beforeEach, expect, test } from 'bun:test'
import { cardOf, startWireServer, until, type WireServer } from '../../testing/wire-server.ts'
import { createOperatorClient, type Clock, type OperatorClient } from '../index.ts'

/** The device's own clock, which goes on while timers stand still: a sleep of so long is behind us. */
function sleepingClock(): { readonly clock: Clock; readonly sleepMs: (ms: number) => void } {
  let sleptMs = 0
  return {
    clock: {
      nowMs: () => Date.now() + sleptMs,
      after(delayMs, callback) {
        const timer = setTimeout(callback, delayMs)
        return () => clearTimeout(timer)
      },
    },
    sleepMs: (ms) => (sleptMs += ms),
  }
}

let server: WireServer
let client: OperatorClient
let device: ReturnType<typeof sleepingClock>
let wake: () => void
let states: { readonly name: string; readonly sinceMs: number }[]

beforeEach(async () => {
  server = startWireServer()
  server.snapshot = { sessions: [cardOf('ses_1')] }
  device = sleepingClock()
  client = createOperatorClient({
    url: server.url,
    token: 'secret',
    random: () => 0,
    clock: device.clock,
    onWaking(callback) {
      wake = callback
      return () => undefined
    },
  })
  client.connect()
  await until('live', () => client.state.connection.name === 'live')
  states = []
  client.onState(({ connection }) => {
    if (connection !== states.at(-1)) states.push(connection)
  })
})
afterEach(async () => {
  client.close()
  await server.stop()
})

const connects = () => server.heard.filter(({ command }) => command === 'connect')

test('[S7] after a sleep no socket is believed: nobody told the page, and the stream is taken up where it was', async () => {
  const { cursor } = client.state
  const beforeMs = device.clock.nowMs()
  device.sleepMs(600_000)
  await until('the way back', () => states.some(({ name }) => name === 'connecting'))
  await until('live', () => client.state.connection.name === 'live')
  const lost = states.find(({ name }) => name !== 'live')
  expect(lost?.name).toBe('connecting')
  // As old as the sleep, and not as the moment in which it was noticed.
  expect(Math.abs((lost?.sinceMs ?? 0) - beforeMs)).toBeLessThan(3_000)
  expect(connects()).toHaveLength(2)
  expect(connects()[1]?.data['cursor']).toBe(cursor as string)
})

test('[S7] what the page is told of its waking is believed at once', () => {
  device.sleepMs(60_000)
  wake()
  expect(client.state.connection.name).toBe('connecting')
})

test('[S7] a short nap makes the socket prove itself and ends nothing', async () => {
  device.sleepMs(5_000)
  wake()
  expect(client.state.connection.name).toBe('live')
  await until('the probe', () => server.heard.some(({ command }) => command === 'heartbeat'))
  expect(connects()).toHaveLength(1)
})

test('[S7] a frame that is heard after its time does not make a dead stream live', () => {
  device.sleepMs(40_000)
  server.beat()
  return until('the way back', () => connects().length === 2)
})
