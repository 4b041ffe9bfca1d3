import { afterEach, beforeEach, expect, test } from 'bun:test'
import {
  cardOf,
  messageOf,
  operatorMe,
  startWireServer,
  until,
  type WireServer,
} from '../testing/wire-server.ts'
import {
  createOperatorClient,
  PultError,
  type OperatorClient,
  type OperatorOptions,
  type Stop,
} from './index.ts'
import { memoryStorage } from './shell/storage.ts'

let server: WireServer
let client: OperatorClient

beforeEach(() => {
  server = startWireServer()
  server.snapshot = {
    sessions: [cardOf('ses_1')],
    help: [cardOf('ses_2', { operatorId: null, botStatus: 'HELP' })],
  }
})
afterEach(async () => {
  client?.close()
  await server.stop()
})

function open(more: Partial<OperatorOptions> = {}): OperatorClient {
  client = createOperatorClient({ url: server.url, token: 'secret', random: () => 0, ...more })
  client.connect()
  return client
}
/** What a promise was rejected with; undefined when it was not. */
function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
}
const live = () => until('live', () => client.state.connection.name === 'live')

test('[S1] the first frame is connect with the token, the instance and no cursor', async () => {
  open({ instance: 'tab-1' })
  await live()
  expect(server.heard[0]).toMatchObject({ command: 'connect', data: { token: 'secret', instance: 'tab-1' } })
  expect(server.heard[0]?.data).not.toHaveProperty('cursor')
})

test('[F5] a long replay is counted while it goes on, and the next connection counts anew', async () => {
  open()
  await live()
  server.kick(4001)
  await until('the loss', () => client.state.connection.name === 'waiting')
  for (let at = 0; at < 250; at += 1) server.tell('chatMessageCreated', messageOf(`msg_${at}`))
  const counts = new Set<number>()
  client.onState(({ connection, replayed }) => {
    if (connection.name === 'replaying') counts.add(replayed)
  })
  await live()
  expect([...counts]).toEqual([0, 100, 200, 250])
  expect(client.state.replayed).toBe(250)
  server.kick(4001)
  await until('the loss', () => client.state.connection.name === 'waiting')
  await live()
  expect(client.state.replayed).toBe(0)
})

test('[F5] a replay that lingers is counted from its first event', async () => {
  open()
  await live()
  server.kick(4001)
  await until('the loss', () => client.state.connection.name === 'waiting')
  server.lingerReplays()
  for (let at = 0; at < 3; at += 1) server.tell('chatMessageCreated', messageOf(`msg_${at}`))
  await until('the first three', () => client.state.replayed === 3)
  server.tell('chatMessageCreated', messageOf('msg_3'))
  await until('the fourth', () => client.state.replayed === 4)
  expect(client.state.connection.name).toBe('replaying')
  server.endReplays()
  await live()
  expect(client.state.replayed).toBe(4)
})

test('[S2] a snapshot in parts becomes the state as a whole', async () => {
  open()
  const sizes = new Set<number>()
  client.onState((state) => sizes.add(state.sessions.size))
  await live()
  expect([...client.state.sessions.keys()]).toEqual(['ses_1', 'ses_2'])
  expect(client.state.me?.id).toBe('opr_1' as never)
  expect([...sizes].filter((size) => size === 1)).toEqual([])
})

test('[F6] of the first snapshot each part is in the state as it comes, and nothing counts as taken in', async () => {
  server.firstPart = { sessions: [cardOf('ses_0')], groups: [{ id: 'grp_1', name: 'Sales', rev: 1 }] }
  open()
  const seen: string[] = []
  client.onState(({ cursor, connection, sessions, groups }) => {
    if (sessions.size > 0)
      seen.push(`${connection.name} ${cursor} ${[...sessions.keys()].join()} ${groups.get('grp_1')?.name}`)
  })
  await live()
  expect(seen).toEqual([
    'replaying null ses_0 Sales',
    'replaying e1:0 ses_0,ses_1,ses_2 Sales',
    'live e1:0 ses_0,ses_1,ses_2 Sales',
  ])
  expect([client.state.departed.size, client.state.closed.size]).toEqual([0, 0])
})

test('[S2] [F6] a later snapshot replaces what stands as a whole: no part of it is seen before', async () => {
  open()
  await live()
  server.reincarnate()
  server.firstPart = { sessions: [cardOf('ses_7')] }
  server.snapshot = { sessions: [cardOf('ses_8')] }
  const seen = new Set<string>()
  client.onState(({ sessions }) => seen.add([...sessions.keys()].join()))
  server.kick(4001)
  await until('the loss', () => client.state.connection.name !== 'live')
  await live()
  expect([...seen]).toEqual(['ses_1,ses_2', 'ses_7,ses_8'])
})

test('[S3] [F5] a lost connection resumes from the last event, is counted, and replayed events say so', async () => {
  open()
  await live()
  server.tell('chatMessageCreated', messageOf('msg_1'))
  await until('the message', () => client.state.sessions.get('ses_1')?.lastMessage?.id === ('msg_1' as never))
  const seen: [string, boolean][] = []
  client.on('chatMessageCreated', (message, meta) => seen.push([message.id, meta.replayed]))
  server.kick(4001)
  await until('the loss', () => client.state.connection.name === 'waiting')
  server.tell('chatMessageCreated', messageOf('msg_2'))
  await live()
  expect(seen).toEqual([['msg_2', true]])
  expect(client.state.replayed).toBe(1)
  expect(server.heard.filter(({ command }) => command === 'connect').at(-1)?.data['cursor']).toBe('e1:2')
})

test('[S3] another incarnation gives a snapshot, and what is gone has departed', async () => {
  open()
  await live()
  server.reincarnate()
  server.snapshot = { sessions: [] }
  server.kick(4001)
  await until('the loss', () => client.state.connection.name !== 'live')
  await live()
  expect(client.state.sessions.size).toBe(0)
  expect(client.state.departed.get('ses_1')?.reason).toBe('AWAY')
})

test('[S4] a dropped event is noticed by the next one, and follow brings both once', async () => {
  open()
  await live()
  const seen: string[] = []
  client.on('chatMessageCreated', (message) => seen.push(message.id))
  server.tell('chatMessageCreated', messageOf('msg_1'), { drop: true })
  server.tell('chatMessageCreated', messageOf('msg_2'))
  server.tell('chatMessageCreated', messageOf('msg_3'))
  await until('both', () => seen.length === 3)
  expect(seen).toEqual(['msg_1', 'msg_2', 'msg_3'])
  expect(server.heard.filter(({ command }) => command === 'follow')).toHaveLength(1)
})

test('[S4] a dropped event is noticed by the next heartbeat', async () => {
  open()
  await live()
  server.tell('chatMessageCreated', messageOf('msg_1'), { drop: true })
  server.beat()
  await until('it', () => client.state.sessions.get('ses_1')?.lastMessage?.id === ('msg_1' as never))
})

test('[S7] a heartbeat is answered with our cursor', async () => {
  open()
  await live()
  server.tell('someFutureEvent', { anything: true })
  server.beat()
  await until('the answer', () => server.heard.some(({ command }) => command === 'heartbeat'))
  expect(server.heard.at(-1)?.data).toEqual({ cursor: 'e1:2' })
})

test('[S9] a terminal event and its code stop the client for good, with the reason', async () => {
  open()
  await live()
  const stops: Stop[] = []
  client.onStopped((stop) => stops.push(stop))
  server.tell('operatorBlocked', {
    operatorId: 'opr_1',
    blockedAt: '2026-11-22T10:00:00.000Z',
    reason: 'увольнение',
  })
  server.kick(4403)
  await until('the stop', () => stops.length > 0)
  expect(stops).toMatchObject([
    {
      name: 'operatorBlocked',
      code: 4403,
      event: { name: 'operatorBlocked', data: { reason: 'увольнение' } },
    },
  ])
  expect(await thrownBy(client.command('takeSession', { sessionId: 'ses_2' }))).toMatchObject({
    code: 'stopped',
  })
})

test('[L1] logged in elsewhere stops; «use here» connects with takeover', async () => {
  open()
  await live()
  server.kick(4409)
  await until('the stop', () => client.state.connection.name === 'stopped')
  client.takeOver()
  await live()
  expect(server.heard.at(-1)?.data).toMatchObject({ takeover: true })
})

test('[L1] two copies of one tab part ways: the one that was replaced takes another name', async () => {
  open({ instance: 'tab-1' })
  await live()
  server.kick(4003)
  await until('the loss', () => client.state.connection.name !== 'live')
  await live()
  const connects = server.heard.filter(({ command }) => command === 'connect')
  expect(connects.at(-1)?.data['instance']).not.toBe('tab-1')
})

test('[C3] a refused command rejects with the code, the field and what may be done', async () => {
  open()
  await live()
  server.refuse('takeSession', {
    code: 'session_held',
    message: 'Somebody else has this session.',
    field: 'data.sessionId',
    temporary: false,
  })
  const error = await thrownBy(client.command('takeSession', { sessionId: 'ses_2' }))
  expect(error).toBeInstanceOf(PultError)
  expect(error).toMatchObject({ code: 'session_held', field: 'data.sessionId', temporary: false })
})

test('[S6] a command that loses its connection is sent again with the same key', async () => {
  open()
  await live()
  server.swallow('takeSession')
  const reply = client.command('takeSession', { sessionId: 'ses_2' })
  await until('it was heard', () => server.heard.some(({ command }) => command === 'takeSession'))
  server.kick(4001)
  server.answer('nothing')
  await until(
    'it was heard again',
    () => server.heard.filter(({ command }) => command === 'takeSession').length === 2,
  )
  server.answer('takeSession')
  await reply
  const keys = server.heard.filter(({ command }) => command === 'takeSession').map(({ key }) => key)
  expect(new Set(keys).size).toBe(1)
})

test('[O3] an own message is pending, then itself, and never both', async () => {
  open()
  await live()
  await client.openSession('ses_1')
  const shown: string[][] = []
  client.onState((state) => {
    const list = [
      ...(state.messages.get('ses_1') ?? []).map(({ body }) => body),
      ...state.outbox.map(({ data }) => data.body),
    ]
    shown.push(list)
  })
  const { sent } = client.sendMessage({ sessionId: 'ses_1', body: 'Здравствуйте' })
  const { messageId } = await sent
  await until('the event', () => client.state.outbox.length === 0)
  expect(client.state.messages.get('ses_1')?.map(({ id }) => id)).toEqual([messageId])
  expect(shown.every((list) => list.length === 1)).toBe(true)
})

test('[O1] the outbox survives a reload and sends with the same key', async () => {
  const tabStorage = memoryStorage()
  open({ tabStorage })
  await live()
  server.swallow('sendMessage')
  client.sendMessage({ sessionId: 'ses_1', body: 'раз' })
  client.sendMessage({ sessionId: 'ses_1', body: 'два' })
  await until('one is heard', () => server.heard.some(({ command }) => command === 'sendMessage'))
  client.close()
  server.answer('sendMessage')
  open({ tabStorage })
  expect(client.state.outbox.map(({ data }) => data.body)).toEqual(['раз', 'два'])
  await until('both went', () => client.state.outbox.length === 0)
  expect(server.stored.get('ses_1')?.map(({ body }) => body)).toEqual(['два', 'раз'])
})

/** What is left of a tab in which somebody else wrote, and did not come to send it. */
async function tabOfAnother(): Promise<ReturnType<typeof memoryStorage>> {
  const tabStorage = memoryStorage()
  open({ tabStorage })
  await live()
  client.close()
  client.sendMessage({ sessionId: 'ses_1', body: 'чужое' })
  const name = 'pult.operator.outbox.' + server.url
  tabStorage.set(name, (tabStorage.get(name) ?? '').replace('opr_1', 'opr_9'))
  return tabStorage
}

test('[O4] what somebody else left in this tab is not sent under our name', async () => {
  open({ tabStorage: await tabOfAnother() })
  await live()
  expect(client.state.outbox).toEqual([])
  expect(server.heard.some(({ command }) => command === 'sendMessage')).toBe(false)
})

test('[O4] what is typed in a tab that was somebody else’s, before the stream is there, is ours and goes out', async () => {
  open({ tabStorage: await tabOfAnother() })
  client.sendMessage({ sessionId: 'ses_1', body: 'наше' })
  await live()
  await until('ours went', () => client.state.outbox.length === 0)
  const bodies = server.heard
    .filter(({ command }) => command === 'sendMessage')
    .map(({ data }) => data['body'])
  expect(bodies).toEqual(['наше'])
})

test('[C2] a message that was stale is sent again as seen, with its own key', async () => {
  open()
  await live()
  server.refuse('sendMessage', {
    code: 'stale',
    message: 'Somebody wrote after what you saw.',
    temporary: false,
    missed: [messageOf('msg_000008'), messageOf('msg_000009')],
  })
  const first = client.sendMessage({ sessionId: 'ses_1', body: 'ответ', seen: 'msg_000007' })
  expect(await thrownBy(first.sent)).toMatchObject({ code: 'stale', missed: [{}, { id: 'msg_000009' }] })
  await client.retry(first.key)?.sent
  const heard = server.heard.filter(({ command }) => command === 'sendMessage')
  expect(heard.map(({ key, data }) => [key, data['seen']])).toEqual([
    [first.key, 'msg_000007'],
    [first.key, 'msg_000009'],
  ])
})

test('[H2] what is told while a page is on its way is in the list, once and as it is now', async () => {
  server.stored.set(
    'ses_1',
    ['3', '2', '1'].map((n) => messageOf(`msg_00000${n}`)),
  )
  const gate = Promise.withResolvers<void>()
  open({
    fetch: (async (input: string, init: RequestInit) => {
      const response = await fetch(input, init)
      if (input.endsWith('/messages')) await gate.promise
      return response
    }) as typeof fetch,
  })
  await live()
  const opening = client.openSession('ses_1')
  await Bun.sleep(50)
  server.tell('chatMessageEdited', { messageId: 'msg_000002', body: 'иначе', attachments: [] })
  server.tell('chatMessageCreated', messageOf('msg_000004'))
  server.tell('chatMessageCreated', messageOf('msg_000005', { sessionId: 'ses_2' }))
  await until('they came', () => client.state.cursor === 'e1:6')
  gate.resolve()
  await opening
  const list = client.state.messages.get('ses_1') ?? []
  expect(list.map(({ id }) => id.at(-1))).toEqual(['1', '2', '3', '4'])
  expect(list[1]).toMatchObject({ body: 'иначе', history: [{}] })
})

test('[H1] an opened session has its newest page, older ones on demand, and stays current', async () => {
  server.stored.set(
    'ses_1',
    ['5', '4', '3', '2', '1'].map((n) => messageOf(`msg_00000${n}`)),
  )
  open()
  await live()
  await client.openSession('ses_1')
  const ids = () => client.state.messages.get('ses_1')?.map(({ id }) => id.at(-1))
  expect(ids()).toEqual(['3', '4', '5'])
  await client.loadOlder('ses_1')
  expect(ids()).toEqual(['1', '2', '3', '4', '5'])
  expect(client.state.histories.get('ses_1')).toEqual({ loading: false, older: null, error: null })
  server.tell('chatMessageEdited', { messageId: 'msg_000002', body: 'иначе', attachments: [] })
  await until('the edit', () => client.state.messages.get('ses_1')?.[1]?.body === 'иначе')
  client.leaveSession('ses_1')
  expect(client.state.messages.has('ses_1')).toBe(false)
})

const said = (id: string) => messageOf(id, { sessionId: 'ses_2' })

test('[H1] an opened session that was somebody else’s for a while is loaded anew when it is back', async () => {
  const inHelp = cardOf('ses_2', { operatorId: null, botStatus: 'HELP' })
  server.stored.set('ses_2', [said('msg_000001')])
  open()
  await live()
  await client.openSession('ses_2')
  server.tell('chatSessionUpdated', { ...inHelp, operatorId: 'opr_2', botStatus: 'OPERATOR' })
  server.stored.set('ses_2', [said('msg_000002'), said('msg_000001')])
  server.tell('chatSessionUpdated', inHelp)
  await until('both messages', () => client.state.messages.get('ses_2')?.length === 2)
  expect(client.state.messages.get('ses_2')?.map(({ id }) => id as string)).toEqual([
    'msg_000001',
    'msg_000002',
  ])
})

/** The kinds of the steps of an opened session, as the state has them. */
const way = (sessionId: string): unknown =>
  client.state.activities.get(sessionId)?.map((step) => (step as { kind: string }).kind)
const isRead = (request: string): boolean => request.includes('/activities')

test('[H3] an opened session has the steps of its way, oldest first, and they are read anew when something changed', async () => {
  const read: string[] = []
  open({
    fetch: ((input: string, init: RequestInit) => {
      if (isRead(input)) read.push(input)
      return fetch(input, init)
    }) as typeof fetch,
  })
  await live()
  server.steps.set('ses_1', [{ kind: 'ASSIGNED' }, { kind: 'STARTED' }])
  await client.openSession('ses_1')
  expect(way('ses_1')).toEqual(['STARTED', 'ASSIGNED'])

  // A card that says nothing new of who has the session, and a session that is not open.
  server.tell('chatSessionUpdated', cardOf('ses_1', { tags: ['vip'] }))
  server.tell('operatorNotFound', { sessionId: 'ses_2', chatId: 'c', botStatus: 'HELP', status: 'ACTIVE' })
  await until('they came', () => client.state.cursor === 'e1:4')
  await Bun.sleep(400)
  expect(read).toHaveLength(1)

  // A change of hands is told in several events, and read once.
  server.steps.set('ses_1', [{ kind: 'TRANSFERRED' }, { kind: 'ASSIGNED' }, { kind: 'STARTED' }])
  server.tell('timerExpired', { sessionId: 'ses_1' })
  server.tell('chatSessionUpdated', cardOf('ses_1', { operatorId: 'opr_1', groupId: 'grp_2' }))
  await until('the new step', () => (client.state.activities.get('ses_1')?.length ?? 0) === 3)
  await Bun.sleep(400)
  expect(read).toHaveLength(2)

  client.leaveSession('ses_1')
  server.tell('timerExpired', { sessionId: 'ses_1' })
  await until('it came', () => client.state.cursor === 'e1:10')
  await Bun.sleep(400)
  expect(client.state.activities.size).toBe(0)
  expect(read).toHaveLength(2)
})

test('[H3] a session whose way cannot be read opens without it, and keeps what it had', async () => {
  open()
  await live()
  await client.openSession('ses_1')
  expect(client.state.histories.get('ses_1')).toEqual({ loading: false, older: null, error: null })
  expect(client.state.activities.has('ses_1')).toBe(false)
  server.steps.set('ses_1', [{ kind: 'STARTED' }])
  server.tell('timerExpired', { sessionId: 'ses_1' })
  await until('the step', () => client.state.activities.has('ses_1'))
  server.steps.delete('ses_1')
  server.tell('chatSessionClosed', { sessionId: 'ses_1', chatId: 'c', closedAt: '2026-11-22T10:00:00.000Z' })
  await Bun.sleep(400)
  expect(way('ses_1')).toEqual(['STARTED'])
})

test('[T2] typing of the other side comes, and goes by itself', async () => {
  open()
  await live()
  server.signal('typing', {
    sessionId: 'ses_1',
    chatId: 'c',
    authorId: 'cli_1',
    authorType: 'CLIENT',
    text: 'до',
    expiresInMs: 60,
  })
  await until('typing', () => client.state.typing.get('ses_1')?.text === 'до')
  await until('silence', () => client.state.typing.size === 0)
})

test('a file is uploaded with the token and named', async () => {
  open()
  const progress: number[] = []
  const attachment = await client.upload(new File(['12345'], 'отчёт.txt'), {
    onProgress: (sent) => progress.push(sent),
  })
  expect(attachment).toMatchObject({ id: 'att_1', name: 'отчёт.txt', size: 5 })
  expect(progress.at(-1)).toBe(5)
})

test('an HTTP refusal is a PultError of the same table', async () => {
  open()
  expect(await thrownBy(client.history.session('ses_404'))).toMatchObject({
    code: 'not_found',
    temporary: false,
  })
})

test.each([
  ['never answered', (): Promise<Response> => new Promise(() => undefined)],
  ['refused by the network', (): Promise<Response> => Promise.reject(new TypeError('The network is away.'))],
])('[H3] canned replies whose reading was %s are read when the line is back', async (_, lose) => {
  const reply = { id: 'cnr_1', shortcut: 'hi', body: 'Hello', rev: 1 }
  let items = [reply]
  let asked = 0
  let isLost = false
  const fetch = (): Promise<Response> => {
    asked += 1
    return isLost ? lose() : Promise.resolve(Response.json({ items, next: null }))
  }
  open({ fetch: fetch as unknown as typeof globalThis.fetch })
  await live()
  await client.loadCannedReplies()
  expect([...client.state.cannedReplies!.keys()]).toEqual(['cnr_1'])
  isLost = true
  items = []
  // Out of the group whose reply it is: no event takes it away.
  server.tell('operatorUpdated', { ...operatorMe, groupIds: [], rev: 2 })
  await until('read anew', () => asked === 2)
  isLost = false
  server.kick(4001)
  await until('gone', () => client.state.cannedReplies?.size === 0)
  expect(asked).toBe(3)
})
