import { expect, test } from 'bun:test'
import { closeCodes, IN_FLIGHT_MAX } from '@pult/protocol'
import { StorageFull, type WorkspaceStore } from '@pult/engine'
import { createMemoryDisk } from '../../../storage/src/index.ts'
import { Desk } from '../testing/desk.ts'

/** A store whose writes wait for a word. */
function slowStore(): {
  wrap: (store: WorkspaceStore) => WorkspaceStore
  hold: () => void
  release: () => void
} {
  let held: (() => void)[] | undefined
  return {
    wrap: (store) => ({
      ...store,
      append: (batch) => {
        if (held === undefined) return store.append(batch)
        const waiting = held
        return new Promise((resolve, reject) => {
          waiting.push(() => {
            try {
              resolve(store.append(batch))
            } catch (error) {
              reject(error)
            }
          })
        })
      },
    }),
    hold: () => {
      held = []
    },
    release: () => {
      const waiting = held ?? []
      held = undefined
      for (const go of waiting) go()
    },
  }
}

test('[S5] [GD2] nobody hears of anything before it is durable: no reply, no event, no read', async () => {
  const disk = slowStore()
  const desk = await Desk.open({ wrapStore: disk.wrap })
  const anna = await desk.atWork('anna')
  const { stream: client, sessionId } = await desk.inChat()
  await anna.stream.find(({ data }) => data?.body === 'Hello', 'hello')
  const { cursor } = anna.stream

  disk.hold()
  const id = client.send('sendMessage', { body: 'not yet durable' })
  const tag = desk.post('/commands/setTags', { data: { sessionId, tags: ['tagged'] } }, anna.token)
  await Bun.sleep(30)
  const read = desk.get(`/sessions/${sessionId}`, anna.token)
  const list = desk.get('/sessions', anna.token)
  const poll = desk.get(`/events?after=${encodeURIComponent(cursor)}&waitMs=20`, anna.token)
  // A stream that begins now waits for the cut.
  const late = await desk.socket('OPERATOR')
  late.send('connect', { token: anna.token, instance: 'late' })
  await Bun.sleep(60)
  for (const stream of [anna.stream, client, late])
    expect(JSON.stringify(stream.frames)).not.toMatch(/not yet durable|tagged/)
  expect(client.frames.some((frame) => frame.id === id)).toBe(false)
  expect((await poll).json.items).toEqual([])

  disk.release()
  await client.reply(id)
  expect((await tag).status).toBe(200)
  await anna.stream.find(({ data }) => data?.body === 'not yet durable', 'it is durable')
  for (const answer of [await read, await list]) {
    expect(answer.status).toBe(200)
    const seq = Number(answer.headers.get('pult-cursor')!.split(':')[1])
    // What the answer shows is not ahead of where it says it stands.
    for (const card of answer.json.items ?? [answer.json]) expect(card.rev).toBeLessThanOrEqual(seq)
  }
  await late.next('live')
  desk.expectWell()
  await desk.close()
})

test('[S5] [G10] a full disk: refused with storage_full at both doors, told to nobody, and writing comes back', async () => {
  let isFull = false
  const desk = await Desk.open({
    faults: {
      beforeAppend() {
        if (isFull) throw new StorageFull('full')
      },
    },
  })
  const anna = await desk.atWork('anna')
  const { stream: client, sessionId } = await desk.inChat()
  isFull = true
  const { error } = await client.ask('sendMessage', { body: 'no room' }, 'k')
  expect(error).toMatchObject({ code: 'storage_full', temporary: true, retryMs: 1_000 })
  const refused = await desk.post(
    '/commands/sendMessage',
    { data: { sessionId, body: 'no room' } },
    anna.token,
  )
  expect([refused.status, refused.json.error.code]).toEqual([507, 'storage_full'])
  expect(refused.headers.get('retry-after')).toBe('1')
  expect((await desk.get(`/sessions/${sessionId}/messages`, anna.token)).json.items).toHaveLength(1)
  isFull = false
  await desk.clock.advance(1_500)
  await client.does('sendMessage', { body: 'room again' }, 'k2')
  await anna.stream.find(({ data }) => data?.body === 'room again', 'the message')
  expect(JSON.stringify(anna.stream.frames)).not.toContain('no room')
  desk.expectWell()
  await desk.close()
})

test('[G10] a visitor for whom a full disk has no number is told so, and comes in when there is room', async () => {
  let isFull = false
  const desk = await Desk.open({
    faults: {
      beforeAppend() {
        if (isFull) throw new StorageFull('full')
      },
    },
  })
  isFull = true
  const hello = () => desk.post('/client/hello', { channelKey: desk.channels['site']!.channelKey })
  const refused = await hello()
  expect([refused.status, refused.json.error.code]).toEqual([507, 'storage_full'])
  expect(refused.headers.get('retry-after')).toBe('1')
  isFull = false
  await desk.clock.advance(1_500)
  expect((await hello()).status).toBe(200)
  desk.expectWell()
  await desk.close()
})

test('[S5] [GS3] blocked while the door was being passed: the stream does not begin', async () => {
  const disk = slowStore()
  const desk = await Desk.open({ wrapStore: disk.wrap })
  const anna = await desk.operator('anna')
  disk.hold()
  // A turn is under way; its own decision comes first, and the block stands in the next.
  const other = desk.commands(desk.boss, 'createGroup', { name: 'g' })
  await Bun.sleep(20)
  const blocked = desk.commands(desk.boss, 'blockOperator', { operatorId: anna.operatorId, blocked: true })
  const stream = await desk.socket('OPERATOR')
  const id = stream.send('connect', { token: anna.token, instance: 'one' })
  await Bun.sleep(20)
  disk.release()
  await Promise.all([other, blocked])
  expect(await stream.ended()).toBe(closeCodes.operatorBlocked)
  const last = stream.frames.at(-1)!
  expect(
    last.action === 'operatorBlocked' || (last.id === id && last.error.code === 'operator_blocked'),
  ).toBe(true)
  expect(stream.frames.some(({ action }) => action === 'snapshot')).toBe(false)
  await desk.close()
})

test('[S5] [GS3] blocked in the turn in which a login takes over: nothing is told but why', async () => {
  const disk = slowStore()
  const desk = await Desk.open({ wrapStore: disk.wrap })
  const older = await desk.operator('anna')
  await desk.signIn(older.operatorId)
  disk.hold()
  const other = desk.commands(desk.boss, 'createGroup', { name: 'g' })
  await Bun.sleep(20)
  const stream = await desk.socket('OPERATOR')
  const id = stream.send('connect', { token: older.token, instance: 'one', takeover: true })
  await Bun.sleep(20)
  const blocked = desk.commands(desk.boss, 'blockOperator', { operatorId: older.operatorId, blocked: true })
  disk.release()
  await Promise.all([other, blocked])
  expect(await stream.ended()).toBe(closeCodes.operatorBlocked)
  expect(stream.frames).toHaveLength(1)
  expect(stream.frames[0]).toMatchObject({ action: 'reply', id, error: { code: 'operator_blocked' } })
  await desk.close()
})

test('[S4] [GS3] a follow while a slow journal is still being read for the beginning before it', async () => {
  const disk = createMemoryDisk({ epoch: 'j1' })
  const first = await Desk.open({ disk })
  const olga = await first.atWork('olga')
  const guest = await first.clientStream(await first.visitor())
  const { cursor } = olga.stream
  for (const body of ['one', 'two', 'three']) await guest.does('sendMessage', { body })
  await olga.stream.until(first.headSeq)
  await first.close()

  let isSlow = false
  const wrapStore = (store: WorkspaceStore): WorkspaceStore => ({
    ...store,
    read: async (afterSeq, limit) => {
      if (isSlow) await Bun.sleep(30)
      return store.read(afterSeq, limit)
    },
  })
  const second = await Desk.open({ disk, wrapStore })
  isSlow = true
  const back = await second.socket('OPERATOR')
  await back.does('connect', { token: olga.token, instance: 'one', cursor })
  await back.does('follow', { cursor })
  await second.settled()
  const bodies = back.frames
    .filter(({ action }) => action === 'chatMessageCreated')
    .map(({ data }) => data.body)
  expect(bodies).toEqual(['one', 'two', 'three'])
  second.expectWell()
  await second.close()
})

test('[S2] [GS3] who writes while a slow store is asked for their snapshot is shown nothing from after its cut', async () => {
  const disk = createMemoryDisk({ epoch: 'j1' })
  const first = await Desk.open({ disk })
  const guest = await first.inChat()
  await guest.stream.does('closeSession', {})
  await first.close()

  const asked = Promise.withResolvers<void>()
  const wrote = Promise.withResolvers<void>()
  let isFirst = true
  const wrapStore = (store: WorkspaceStore): WorkspaceStore => ({
    ...store,
    chat: async (id) => {
      if (!isFirst) return store.chat(id)
      isFirst = false
      asked.resolve()
      await wrote.promise
      return store.chat(id)
    },
  })
  const second = await Desk.open({ disk, wrapStore })
  const early = await second.socket('CLIENT')
  early.send('connect', { token: guest.token, instance: 'early' })
  await asked.promise
  await second.says(guest, 'Once more')
  wrote.resolve()
  expect(await early.ended()).toBe(closeCodes.tooSlow)
  expect(early.frames.map(({ action }) => action)).toEqual(['reply'])
  const again = await second.clientStream(guest, { instance: 'again' })
  const { session, messages } = again.frames.find(({ action }) => action === 'snapshot')!.data
  expect(session.id).not.toBe(guest.sessionId)
  expect(messages.map(({ body }: { body: string }) => body)).toEqual(['Hello', 'Once more'])
  second.expectWell()
  await second.close()
})

test('[S1] [GD10] the server stops: 4001 to everybody, long polls are let go, new sockets are sent away', async () => {
  const desk = await Desk.open()
  const anna = await desk.atWork('anna')
  const client = await desk.clientStream(await desk.visitor())
  const poll = desk.get(`/events?after=${encodeURIComponent(anna.stream.cursor)}`, anna.token)
  await Bun.sleep(20)
  const began = performance.now()
  const stopping = desk.gateway.stop(5_000)
  expect(await Promise.all([anna.stream.ended(), client.ended()])).toEqual([4001, 4001])
  expect((await poll).json).toMatchObject({ items: [], mode: 'resumed' })
  await stopping
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(desk.gateway.connections()).toBe(0)
  desk.expectWell()
  await desk.close()
})

test('[G6] [GS10] of more than 64 unanswered commands the rest is refused at once, and each is answered', async () => {
  const disk = slowStore()
  const desk = await Desk.open({ wrapStore: disk.wrap })
  const { stream: client } = await desk.inChat()
  disk.hold()
  const ids = Array.from({ length: IN_FLIGHT_MAX + 10 }, (_, index) =>
    client.send('sendMessage', { body: `${index}` }),
  )
  const refused = await Promise.all(ids.slice(IN_FLIGHT_MAX).map((id) => client.reply(id)))
  for (const { error } of refused) expect(error).toMatchObject({ code: 'rate_limited', temporary: true })
  expect(client.frames.some(({ id }) => id === ids[0])).toBe(false)
  disk.release()
  for (const id of ids.slice(0, IN_FLIGHT_MAX)) expect((await client.reply(id)).error).toBeUndefined()
  await client.does('sendMessage', { body: 'and on' })
  desk.expectWell()
  await desk.close()
})
