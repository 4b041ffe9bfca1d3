import { expect, test } from 'bun:test'
import { closeCodes } from '@pult/protocol'
import { Desk } from '../testing/desk.ts'

test('[A9] who leaves a group is told that its Help is gone, and nothing of it afterwards', async () => {
  const desk = await Desk.open()
  const groupId = await desk.group('second')
  await desk.channel('second', 'NONE', { groupId })
  const anna = await desk.operator('anna', { groupIds: [groupId] })
  const stream = await desk.operatorStream(anna)
  const client = await desk.clientStream(await desk.visitor('second'))
  const { sessionId } = await client.does('sendMessage', { body: 'before' })
  await stream.find(({ data }) => data?.body === 'before', 'help is everybodys')
  const { cursor } = stream
  await desk.commands(desk.boss, 'updateOperator', { operatorId: anna.operatorId, groupIds: [desk.groupId] })
  expect((await stream.next('chatSessionDeleted')).data).toEqual({ sessionId })
  const said = stream.frames.length
  await client.does('sendMessage', { body: 'after' })
  await client.does('typing', { text: 'after' })
  await client.does('closeSession', {})
  await Bun.sleep(80)
  await desk.settled()
  expect(stream.frames.slice(said).map(({ action }) => action)).toEqual(['heartbeat', 'reply', 'reply'])
  // [S3] The cursor from before would replay what is not theirs any more.
  const back = await desk.operatorStream(anna, { instance: 'back', cursor })
  expect(back.frames[0]!.data.mode).toBe('snapshot')
  expect(back.frames[1]!.data).toMatchObject({ sessions: [], help: [], watched: [] })
  expect((await desk.get(`/events?after=${encodeURIComponent(cursor)}&waitMs=0`, anna.token)).json.mode).toBe(
    'snapshot',
  )
  expect((await desk.get(`/sessions/${sessionId}/messages`, anna.token)).status).toBe(404)
  desk.expectWell()
  await desk.close()
})

test('[A9] [GS7] rights that change while one is behind: closed with 4008 before anything is told that is not theirs', async () => {
  const desk = await Desk.open()
  const groupId = await desk.group('second')
  await desk.channel('second', 'NONE', { groupId })
  const anna = await desk.operator('anna', { groupIds: [groupId] })
  const client = await desk.clientStream(await desk.visitor('second'))
  const raw = await desk.pausedStream(anna, 'slow')
  for (let count = 0; count < 600; count += 1)
    await client.does('sendMessage', { body: `${count} ${'x'.repeat(15_000)}` })
  await desk.commands(desk.boss, 'updateOperator', { operatorId: anna.operatorId, groupIds: [desk.groupId] })
  await client.does('sendMessage', { body: 'not for anna' })
  raw.resume()
  expect(await raw.closeCode()).toBe(closeCodes.tooSlow)
  expect(raw.frames.some((frame) => frame.includes('not for anna'))).toBe(false)
  expect(raw.frames.length).toBeLessThan(600)
  desk.expectWell()
  await desk.close()
}, 15_000)
