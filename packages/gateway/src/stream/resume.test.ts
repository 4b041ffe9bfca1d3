import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { createMemoryDisk } from '../../../storage/src/index.ts'
import { Desk, type Visitor } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'
import type { TestStream } from '../testing/test-stream.ts'

let desk: Desk
let anna: Person & { stream: TestStream }
let visitor: Visitor
let client: TestStream
beforeAll(async () => {
  desk = await Desk.open()
  anna = await desk.atWork('anna')
  const chat = await desk.inChat()
  ;({ stream: client } = chat)
  visitor = chat
  await anna.stream.next('chatSessionAdded')
})
afterAll(async () => {
  desk.expectWell()
  await desk.close()
})

const sayings = (stream: TestStream): string[] =>
  stream.frames.filter(({ action }) => action === 'chatMessageCreated').map(({ data }) => data.body)

describe('where a stream begins', () => {
  const unusable: [string, () => string][] = [
    ['an unknown epoch', () => `e0:${desk.headSeq}`],
    ['a number from the future', () => `e1:${desk.headSeq + 1}`],
    ['a number beyond all numbers', () => 'e1:99999999999999999999'],
    ['a number before the rights of this operator', () => 'e1:1'],
    ['a negative number', () => 'e1:-1'],
    ['a fraction', () => 'e1:1.5'],
    ['no number', () => 'e1:'],
    ['no epoch', () => ':5'],
    ['garbage', () => 'what is this'],
    ['nothing', () => ''],
  ]
  for (const [what, cursor] of unusable) {
    test(`[S3] ${what} gives a snapshot on the same connection`, async () => {
      const stream = await desk.operatorStream(anna, { instance: 'other', cursor: cursor() })
      expect(stream.frames.map(({ action }) => action).slice(0, 3)).toEqual(['reply', 'snapshot', 'live'])
      expect(stream.frames[0]!.data).toMatchObject({ mode: 'snapshot', cursor: `e1:${desk.headSeq}` })
      expect(stream.frames[1]!.data.cursor).toBe(`e1:${desk.headSeq}`)
      await stream.close()
    })
  }

  test('[S3] a cursor at the head resumes however old the connection is, and is live though nothing happens', async () => {
    await desk.settled()
    const { cursor } = anna.stream
    await desk.clock.advance(1_000)
    for (const stream of [
      await desk.operatorStream(anna, { instance: 'other', cursor }),
      await desk.clientStream(visitor, { instance: 'other', cursor }),
    ]) {
      expect(stream.frames.map(({ action }) => action)).toEqual(['reply', 'live'])
      expect(stream.frames[0]!.data).toMatchObject({ mode: 'resumed', cursor })
      expect(stream.frames[1]!.data).toEqual({ cursor })
      await stream.close()
    }
  })

  test('[S2] [S4] what was missed comes in order, once, and the tail follows', async () => {
    const before = await desk.operatorStream(anna, { instance: 'away' })
    await before.close()
    for (const body of ['one', 'two', 'three']) await client.does('sendMessage', { body })
    const back = await desk.operatorStream(anna, { instance: 'away', cursor: before.cursor })
    await client.does('sendMessage', { body: 'four' })
    await back.find(({ data }) => data?.body === 'four', 'the tail')
    expect(back.frames[0]!.data.mode).toBe('resumed')
    expect(sayings(back)).toEqual(['one', 'two', 'three', 'four'])
    await back.close()
  })

  test('[S4] follow goes back to a position, or to a snapshot, on the same connection', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'follower' })
    const begin = stream.cursor
    for (const body of ['five', 'six']) await client.does('sendMessage', { body })
    await stream.find(({ data }) => data?.body === 'six', 'six')
    const again = await stream.does('follow', { cursor: begin })
    expect(again).toMatchObject({ mode: 'resumed', cursor: begin })
    await desk.breathe()
    await desk.settled()
    expect(sayings(stream)).toEqual(['five', 'six', 'five', 'six'])
    expect(await stream.does('follow', {})).toMatchObject({ mode: 'snapshot' })
    await stream.next('snapshot')
    expect((await stream.ask('follow', { cursor: 5 })).error.field).toBe('data.cursor')
    await stream.close()
  })

  test('[S4] [GS3] several follows at once are each answered, and the last one stands', async () => {
    const stream = await desk.operatorStream(anna, { instance: 'hurried' })
    const begin = stream.cursor
    for (const body of ['seven', 'eight']) await client.does('sendMessage', { body })
    await stream.find(({ data }) => data?.body === 'eight', 'eight')
    const ids = [begin, undefined, begin, begin].map((cursor) =>
      stream.send('follow', cursor === undefined ? {} : { cursor }),
    )
    for (const id of ids) expect((await stream.reply(id)).error).toBeUndefined()
    await desk.settled()
    expect(sayings(stream).slice(-2)).toEqual(['seven', 'eight'])
    await stream.close()
  })
})

describe('far behind', () => {
  test('[S3] [S4] [GS4] ten thousand missed events come back, in order and without a hole', async () => {
    const quiet = await Desk.open()
    const olga = await quiet.atWork('olga')
    const guest = await quiet.visitor()
    await quiet.says(guest, 'first')
    await olga.stream.find(({ data }) => data?.body === 'first', 'the first')
    await olga.stream.close()
    const bodies = Array.from({ length: 10_000 }, (_, index) => `m${index}`)
    await Promise.all(bodies.map((body) => quiet.says(guest, body)))
    const back = await quiet.operatorStream(olga, { cursor: olga.stream.cursor })
    await back.until(quiet.headSeq)
    expect(back.frames[0]!.data.mode).toBe('resumed')
    expect(sayings(back)).toEqual(bodies)
    quiet.expectWell()
    await quiet.close()
  }, 10_000)

  test('[S3] [GS7] out of the journal after a restart: the operator resumes, the client gets a snapshot', async () => {
    const disk = createMemoryDisk({ epoch: 'r1' })
    const first = await Desk.open({ disk })
    const olga = await first.atWork('olga')
    const guest = await first.visitor()
    const guestStream = await first.clientStream(guest)
    const { cursor } = olga.stream
    const clientCursor = guestStream.cursor
    for (const body of ['before', 'the', 'restart']) await guestStream.does('sendMessage', { body })
    await olga.stream.find(({ data }) => data?.body === 'restart', 'the last word')
    first.expectWell()
    await first.close()

    const second = await Desk.open({ disk })
    const back = await second.operatorStream(olga, { cursor })
    expect(back.frames[0]!.data).toMatchObject({ mode: 'resumed', cursor, epoch: 'r1' })
    expect(sayings(back)).toEqual(['before', 'the', 'restart'])
    const guestBack = await second.clientStream(guest, { cursor: clientCursor })
    expect(guestBack.frames[0]!.data.mode).toBe('snapshot')
    expect(guestBack.frames[1]!.data.messages.map(({ body }: { body: string }) => body)).toEqual([
      'before',
      'the',
      'restart',
    ])
    second.expectWell()
    await second.close()
  }, 10_000)
})

test('[S4] prev is what was told before, through whatever happens (property)', async () => {
  const watcher = await desk.operatorStream(anna, { instance: 'watcher' })
  const sessionId = desk.main.engine.state.chats.get(visitor.chatId as never)!.sessionId
  const act: Record<string, () => Promise<unknown>> = {
    clientSpeaks: () => client.ask('sendMessage', { body: 'x' }),
    operatorSpeaks: () => anna.stream.ask('sendMessage', { sessionId, body: 'y' }),
    typing: () => client.ask('typing', { text: 'z' }),
    note: () => anna.stream.ask('addNote', { sessionId, body: 'n' }),
    heartbeat: () => watcher.ask('heartbeat', { cursor: watcher.cursor }),
    refused: () => watcher.ask('takeSession', { sessionId: 'ses_nothing' }),
    otherPeople: () => desk.commands(desk.boss, 'createGroup', { name: 'g' }),
    status: () => watcher.ask('setStatus', { status: 'AWAY' }),
    back: () => watcher.ask('setStatus', { status: 'ONLINE' }),
    follow: () => watcher.ask('follow', { cursor: watcher.cursor }),
    time: () => desk.clock.advance(1_000),
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(act)), { minLength: 5, maxLength: 40 }),
      async (names) => {
        await Promise.all(names.map((name) => act[name]!()))
        await desk.settled()
        desk.expectWell()
      },
    ),
    { numRuns: 15 },
  )
  await watcher.close()
}, 20_000)

test('[S4] [A6] [GS5] who has a session and watches it too is told once', async () => {
  const two = await Desk.open()
  const olga = await two.atWork('olga')
  const guest = await two.clientStream(await two.visitor())
  const { sessionId } = await guest.does('sendMessage', { body: 'Hello' })
  await olga.stream.does('watchSession', { sessionId, watch: true })
  await guest.does('sendMessage', { body: 'twice?' })
  await olga.stream.find(({ data }) => data?.body === 'twice?', 'the message')
  await two.settled()
  expect(sayings(olga.stream)).toEqual(['Hello', 'twice?'])
  two.expectWell()
  await two.close()
})
