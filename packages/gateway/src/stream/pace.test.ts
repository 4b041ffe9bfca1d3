import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { closeCodes, HEARTBEAT_MS, SILENCE_MS_MAX } from '@pult/protocol'
import { Clock } from '../testing/clock.ts'
import { Desk } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'
import { RawSocket } from '../testing/raw-socket.ts'
import type { TestStream } from '../testing/test-stream.ts'
import { BEHIND_MS_MAX, TOO_SLOW_BYTES } from './limits.ts'

let desk: Desk
let anna: Person & { stream: TestStream }
beforeAll(async () => {
  desk = await Desk.open()
  anna = await desk.atWork('anna', { capacity: 1_000 })
})
afterEach(() => desk.expectWell())
afterAll(() => desk.close())

describe('heartbeats', () => {
  test('[S4] [S7] every 20 s, over what was not for this person', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'beat' })
    const visitor = await desk.visitor()
    const client = await desk.clientStream(visitor)
    for (let beat = 0; beat < 3; beat += 1) {
      const before = client.told
      await desk.commands(desk.boss, 'createGroup', { name: `group ${beat}` })
      await desk.settled()
      expect(client.frames.findLast(({ action }) => action === 'heartbeat')).toMatchObject({
        seq: desk.headSeq,
        prev: before,
        at: new Date(desk.clock.nowMs).toISOString(),
        data: {},
      })
    }
    expect(stream.frames.filter(({ action }) => action === 'heartbeat')).toHaveLength(3)
    await Promise.all([stream.close(), client.close()])
  })

  test('[S7] who answers nothing for 35 s is closed with 4007; any frame counts as an answer', async () => {
    const mute = await desk.operatorStream(anna, { instance: 'mute', mute: true })
    const talks = await desk.operatorStream(anna, { instance: 'talks', mute: true })
    await desk.clock.advance(HEARTBEAT_MS)
    await talks.ask('nonsense', {})
    await anna.stream.does('heartbeat', {})
    await desk.clock.advance(SILENCE_MS_MAX - HEARTBEAT_MS)
    expect(await mute.ended()).toBe(closeCodes.silent)
    await talks.does('heartbeat', {})
    await anna.stream.does('heartbeat', {})
    expect(talks.closed).toBeUndefined()
    await talks.close()
  })
})

test('[GS14] a clock that is set, forward or back, ends no connection', async () => {
  const wall = new Clock()
  const set = await Desk.open({ clock: wall, steadyMs: () => 0 })
  const { stream } = await set.atWork('vera')
  const client = await set.clientStream(await set.visitor())
  for (const byMs of [3_600_000, -7_200_000]) {
    wall.nowMs += byMs
    // Several ticks, as the desk's gateway makes them.
    await Bun.sleep(60)
    await stream.does('heartbeat', {})
    await client.does('heartbeat', {})
  }
  expect([stream.closed, client.closed]).toEqual([undefined, undefined])
  await set.close()
})

describe('slow readers', () => {
  test('[S8] [G6] a paused socket under a fan-out costs little, is closed with 4008, and resumes', async () => {
    const guest = await desk.visitor()
    const readers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => desk.pausedStream(anna, `slow ${index}`)),
    )
    const body = 'x'.repeat(15_000)
    const count = 600
    for (let batch = 0; batch < count / 50; batch += 1) {
      await Promise.all(Array.from({ length: 50 }, () => desk.says(guest, body)))
      await desk.breathe()
    }
    await anna.stream.until(desk.headSeq)
    await anna.stream.does('heartbeat', {})
    // Nine megabytes for each of them, were it queued.
    const { operatorId, loginId } = anna
    const connections = [...desk.main.hub.connectionsOf({ flavour: 'OPERATOR', operatorId, loginId })]
    expect(connections.filter(({ mode }) => mode === 'pumping')).toHaveLength(readers.length)
    for (const { socket } of connections) expect(socket.bufferedBytes()).toBeLessThan(TOO_SLOW_BYTES)
    await desk.clock.advance(BEHIND_MS_MAX)
    await Bun.sleep(50)
    for (const reader of readers) {
      reader.resume()
      expect(await reader.closeCode()).toBe(closeCodes.tooSlow)
      expect(reader.bytes).toBeLessThan(6 * 1024 * 1024)
    }
    const [first] = readers
    const told = first!.frames
      .map((frame) => JSON.parse(frame))
      .filter(({ seq, action }) => seq !== undefined && action !== 'reply')
    const cursor = `e1:${told.at(-1).seq}`
    const back = await desk.operatorStream(anna, { instance: 'slow 0', cursor })
    await back.until(desk.headSeq)
    expect(back.frames[0]!.data.mode).toBe('resumed')
    const heard = told.filter(({ action }) => action === 'chatMessageCreated').length
    expect(heard + back.events.filter((action) => action === 'chatMessageCreated').length).toBe(count)
    await back.close()
  }, 20_000)

  test('[S2] [S8] a large snapshot to a reader who stops and goes on, while traffic goes on: no gap, no overlap', async () => {
    const big = await Desk.open()
    const olga = await big.atWork('olga', { capacity: 1_000 })
    const guests = await Promise.all(Array.from({ length: 60 }, () => big.visitor()))
    for (const guest of guests) await big.says(guest, 'y'.repeat(12_000))
    const raw = await RawSocket.open(big.gateway.port, '/api/v1/operator/stream')
    raw.pause()
    raw.send(JSON.stringify({ command: 'connect', id: '1', data: { token: olga.token, instance: 'big' } }))
    await Bun.sleep(30)
    for (const guest of guests) await big.says(guest, 'while it waits')
    for (let round = 0; round < 40; round += 1) {
      raw.resume()
      await Bun.sleep(2)
      raw.pause()
      await big.says(guests[round % guests.length]!, `round ${round}`)
    }
    raw.resume()
    await raw.until((frame) => frame.includes(`"seq":${big.headSeq},`) || frame.includes('round 39'))
    const frames = raw.frames.map((frame) => JSON.parse(frame))
    const parts = frames.filter(({ action }) => action === 'snapshot')
    expect(parts.length).toBeGreaterThan(3)
    expect(parts.map(({ data }) => data.last)).toEqual([...parts.slice(1).map(() => false), true])
    expect(new Set(parts.map(({ data }) => data.cursor)).size).toBe(1)
    const sessions = parts.flatMap(({ data }) => data.sessions)
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(60)
    // One moment, whatever happened while the parts were on their way.
    const cut = Number(parts[0].data.cursor.split(':')[1])
    expect(sessions.every(({ rev }) => rev <= cut)).toBe(true)
    const order = frames.map(({ action }) => action)
    expect(order.indexOf('live')).toBe(order.lastIndexOf('snapshot') + 1)
    const events = frames.filter(({ prev }) => prev !== undefined)
    let told = cut
    for (const { seq, prev } of events) {
      expect(prev).toBe(told)
      told = seq
    }
    expect(events.filter(({ action }) => action === 'chatMessageCreated').length).toBe(100)
    raw.end()
    big.expectWell()
    await big.close()
  }, 20_000)

  test('[S8] [GS2] who stops reading for a while and goes on is not closed, and misses nothing', async () => {
    const guest = await desk.visitor()
    const reader = await desk.pausedStream(anna, 'pauses')
    const count = 600
    for (let batch = 0; batch < count / 5; batch += 1) {
      await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          desk.says(guest, `p${batch * 5 + index} ${'x'.repeat(15_000)}`),
        ),
      )
      await desk.breathe()
    }
    reader.resume()
    await reader.until((frame) => frame.includes(`"body":"p${count - 1} `))
    const numbers = reader.frames.flatMap(
      (frame) => /"action":"chatMessageCreated".*?"body":"p(\d+) /.exec(frame)?.[1] ?? [],
    )
    expect(numbers.map(Number)).toEqual(Array.from({ length: count }, (_, index) => index))
    reader.end()
  }, 10_000)

  test('[S8] [GS2] one turn of more than a socket holds is told by position, and nothing is lost', async () => {
    const guest = await desk.visitor()
    await desk.says(guest, 'begin')
    const body = 'z'.repeat(16_000)
    // Eight megabytes: beyond what the system's own buffers take.
    const count = 500
    await Promise.all(
      Array.from({ length: count }, (_, index) => desk.says(guest, `${index} ${body.slice(8)}`)),
    )
    const last = await anna.stream.find(({ data }) => data?.body?.startsWith(`${count - 1} `), 'the last')
    await anna.stream.until(desk.headSeq)
    expect(last.seq).toBeLessThanOrEqual(desk.headSeq)
    expect(anna.stream.closed).toBeUndefined()
    desk.expectWell()
  })

  test('[S8] [GS2] who asks and does not read the answers is closed', async () => {
    const raw = await desk.pausedStream(anna, 'asks')
    const frame = JSON.stringify({ command: 'follow', id: 'x'.repeat(64), data: {} })
    for (let round = 0; round < 1_500; round += 1) raw.send(frame)
    await Bun.sleep(300)
    await desk.clock.advance(BEHIND_MS_MAX)
    await Bun.sleep(50)
    raw.resume()
    expect(await raw.closeCode()).toBe(closeCodes.tooSlow)
  })
})

test('[S8] [GS9] typing goes to those at the tail only, the newest of it, and not after what was typed', async () => {
  const visitor = await desk.visitor()
  const client = await desk.clientStream(visitor)
  const { sessionId } = await client.does('sendMessage', { body: 'one' })
  await anna.stream.find(({ data }) => data?.body === 'one', 'one')
  for (const text of ['t', 'tw', 'two']) await client.does('typing', { text })
  const typed = await anna.stream.next('typing')
  expect(typed.data).toEqual({
    sessionId,
    chatId: visitor.chatId,
    authorId: visitor.clientId,
    authorType: 'CLIENT',
    text: 'two',
    expiresInMs: 5_000,
  })
  client.send('typing', { text: 'three' })
  await client.does('sendMessage', { body: 'three' })
  await Bun.sleep(80)
  await anna.stream.does('heartbeat', {})
  const later = anna.stream.frames.slice(anna.stream.frames.indexOf(typed) + 1)
  expect(later.filter(({ action }) => action === 'typing')).toEqual([])
  await client.close()
})
