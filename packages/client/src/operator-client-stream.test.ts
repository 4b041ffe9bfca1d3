import { expect, test } from 'bun:test'
import { operatorDesk, thrownBy } from '../testing/operator-desk.ts'
import { cardOf, messageOf, until } from '../testing/wire-server.ts'
import { type Stop } from './index.ts'

const desk = operatorDesk()

test('[S1] the first frame is connect with the token, the instance and no cursor', async () => {
  desk.open({ instance: 'tab-1' })
  await desk.live()
  expect(desk.server.heard[0]).toMatchObject({
    command: 'connect',
    data: { token: 'secret', instance: 'tab-1' },
  })
  expect(desk.server.heard[0]?.data).not.toHaveProperty('cursor')
})

test('[F5] a long replay is counted while it goes on, and the next connection counts anew', async () => {
  desk.open()
  await desk.live()
  desk.server.kick(4001)
  await until('the loss', () => desk.client.state.connection.name === 'waiting')
  for (let at = 0; at < 250; at += 1) desk.server.tell('chatMessageCreated', messageOf(`msg_${at}`))
  const counts = new Set<number>()
  desk.client.onState(({ connection, replayed }) => {
    if (connection.name === 'replaying') counts.add(replayed)
  })
  await desk.live()
  // A hundred at once at the most; fewer where they are so slow in coming that somebody waits for the number.
  const shown = [...counts]
  expect([shown[0], shown.at(-1)]).toEqual([0, 250])
  expect(shown.length).toBeGreaterThanOrEqual(4)
  for (const [index, count] of shown.slice(1).entries()) {
    expect(count).toBeGreaterThan(shown[index]!)
    expect(count - shown[index]!).toBeLessThanOrEqual(100)
  }
  expect(desk.client.state.replayed).toBe(250)
  desk.server.kick(4001)
  await until('the loss', () => desk.client.state.connection.name === 'waiting')
  await desk.live()
  expect(desk.client.state.replayed).toBe(0)
})

test('[F5] a replay that lingers is counted from its first event', async () => {
  desk.open()
  await desk.live()
  desk.server.kick(4001)
  await until('the loss', () => desk.client.state.connection.name === 'waiting')
  desk.server.lingerReplays()
  for (let at = 0; at < 3; at += 1) desk.server.tell('chatMessageCreated', messageOf(`msg_${at}`))
  await until('the first three', () => desk.client.state.replayed === 3)
  desk.server.tell('chatMessageCreated', messageOf('msg_3'))
  await until('the fourth', () => desk.client.state.replayed === 4)
  expect(desk.client.state.connection.name).toBe('replaying')
  desk.server.endReplays()
  await desk.live()
  expect(desk.client.state.replayed).toBe(4)
})

test('[S2] a snapshot in parts becomes the state as a whole', async () => {
  desk.open()
  const sizes = new Set<number>()
  desk.client.onState((state) => sizes.add(state.sessions.size))
  await desk.live()
  expect([...desk.client.state.sessions.keys()]).toEqual(['ses_1', 'ses_2'])
  expect(desk.client.state.me?.id).toBe('opr_1' as never)
  expect([...sizes].filter((size) => size === 1)).toEqual([])
})

test('[F6] the first part of the first snapshot is in the state as it comes, and nothing counts as taken in', async () => {
  desk.server.firstPart = { sessions: [cardOf('ses_0')], groups: [{ id: 'grp_1', name: 'Sales', rev: 1 }] }
  desk.open()
  const seen: string[] = []
  desk.client.onState(({ cursor, connection, sessions, groups }) => {
    if (sessions.size > 0)
      seen.push(`${connection.name} ${cursor} ${[...sessions.keys()].join()} ${groups.get('grp_1')?.name}`)
  })
  await desk.live()
  expect(seen).toEqual([
    'replaying null ses_0 Sales',
    'replaying e1:0 ses_0,ses_1,ses_2 Sales',
    'live e1:0 ses_0,ses_1,ses_2 Sales',
  ])
  expect([desk.client.state.departed.size, desk.client.state.closed.size]).toEqual([0, 0])
})

test('[S2] [F6] a later snapshot replaces what stands as a whole: no part of it is seen before', async () => {
  desk.open()
  await desk.live()
  desk.server.reincarnate()
  desk.server.firstPart = { sessions: [cardOf('ses_7')] }
  desk.server.snapshot = { sessions: [cardOf('ses_8')] }
  const seen = new Set<string>()
  desk.client.onState(({ sessions }) => seen.add([...sessions.keys()].join()))
  desk.server.kick(4001)
  await until('the loss', () => desk.client.state.connection.name !== 'live')
  await desk.live()
  expect([...seen]).toEqual(['ses_1,ses_2', 'ses_7,ses_8'])
})

test('[S3] [F5] a lost connection resumes from the last event, is counted, and replayed events say so', async () => {
  desk.open()
  await desk.live()
  desk.server.tell('chatMessageCreated', messageOf('msg_1'))
  await until(
    'the message',
    () => desk.client.state.sessions.get('ses_1')?.lastMessage?.id === ('msg_1' as never),
  )
  const seen: [string, boolean][] = []
  desk.client.on('chatMessageCreated', (message, meta) => seen.push([message.id, meta.replayed]))
  desk.server.kick(4001)
  await until('the loss', () => desk.client.state.connection.name === 'waiting')
  desk.server.tell('chatMessageCreated', messageOf('msg_2'))
  await desk.live()
  expect(seen).toEqual([['msg_2', true]])
  expect(desk.client.state.replayed).toBe(1)
  expect(desk.server.heard.filter(({ command }) => command === 'connect').at(-1)?.data['cursor']).toBe('e1:2')
})

test('[S3] another incarnation gives a snapshot, and what is gone has departed', async () => {
  desk.open()
  await desk.live()
  desk.server.reincarnate()
  desk.server.snapshot = { sessions: [] }
  desk.server.kick(4001)
  await until('the loss', () => desk.client.state.connection.name !== 'live')
  await desk.live()
  expect(desk.client.state.sessions.size).toBe(0)
  expect(desk.client.state.departed.get('ses_1')?.reason).toBe('AWAY')
})

test('[S4] a dropped event is noticed by the next one, and follow brings both once', async () => {
  desk.open()
  await desk.live()
  const seen: string[] = []
  desk.client.on('chatMessageCreated', (message) => seen.push(message.id))
  desk.server.tell('chatMessageCreated', messageOf('msg_1'), { drop: true })
  desk.server.tell('chatMessageCreated', messageOf('msg_2'))
  desk.server.tell('chatMessageCreated', messageOf('msg_3'))
  await until('both', () => seen.length === 3)
  expect(seen).toEqual(['msg_1', 'msg_2', 'msg_3'])
  expect(desk.server.heard.filter(({ command }) => command === 'follow')).toHaveLength(1)
})

test('[S4] a dropped event is noticed by the next heartbeat', async () => {
  desk.open()
  await desk.live()
  desk.server.tell('chatMessageCreated', messageOf('msg_1'), { drop: true })
  desk.server.beat()
  await until('it', () => desk.client.state.sessions.get('ses_1')?.lastMessage?.id === ('msg_1' as never))
})

test('[S7] a heartbeat is answered with our cursor', async () => {
  desk.open()
  await desk.live()
  desk.server.tell('someFutureEvent', { anything: true })
  desk.server.beat()
  await until('the answer', () => desk.server.heard.some(({ command }) => command === 'heartbeat'))
  expect(desk.server.heard.at(-1)?.data).toEqual({ cursor: 'e1:2' })
})

test('[S9] a terminal event and its code stop the client for good, with the reason', async () => {
  desk.open()
  await desk.live()
  const stops: Stop[] = []
  desk.client.onStopped((stop) => stops.push(stop))
  desk.server.tell('operatorBlocked', {
    operatorId: 'opr_1',
    blockedAt: '2026-11-22T10:00:00.000Z',
    reason: 'увольнение',
  })
  desk.server.kick(4403)
  await until('the stop', () => stops.length > 0)
  expect(stops).toMatchObject([
    {
      name: 'operatorBlocked',
      code: 4403,
      event: { name: 'operatorBlocked', data: { reason: 'увольнение' } },
    },
  ])
  expect(await thrownBy(desk.client.command('takeSession', { sessionId: 'ses_2' }))).toMatchObject({
    code: 'stopped',
  })
})

test('[L1] logged in elsewhere stops; «use here» connects with takeover', async () => {
  desk.open()
  await desk.live()
  desk.server.kick(4409)
  await until('the stop', () => desk.client.state.connection.name === 'stopped')
  desk.client.takeOver()
  await desk.live()
  expect(desk.server.heard.at(-1)?.data).toMatchObject({ takeover: true })
})

test('[L1] two copies of one tab part ways: the one that was replaced takes another name', async () => {
  desk.open({ instance: 'tab-1' })
  await desk.live()
  desk.server.kick(4003)
  await until('the loss', () => desk.client.state.connection.name !== 'live')
  await desk.live()
  const connects = desk.server.heard.filter(({ command }) => command === 'connect')
  expect(connects.at(-1)?.data['instance']).not.toBe('tab-1')
})
