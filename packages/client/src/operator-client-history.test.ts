import { expect, test } from 'bun:test'
import { operatorDesk } from '../testing/operator-desk.ts'
import { cardOf, messageOf, operatorMe, until } from '../testing/wire-server.ts'

const desk = operatorDesk()

test('[H2] what is told while a page is on its way is in the list, once and as it is now', async () => {
  desk.server.stored.set(
    'ses_1',
    ['3', '2', '1'].map((n) => messageOf(`msg_00000${n}`)),
  )
  const gate = Promise.withResolvers<void>()
  desk.open({
    fetch: (async (input: string, init: RequestInit) => {
      const response = await fetch(input, init)
      if (input.endsWith('/messages')) await gate.promise
      return response
    }) as typeof fetch,
  })
  await desk.live()
  const opening = desk.client.openSession('ses_1')
  await Bun.sleep(50)
  desk.server.tell('chatMessageEdited', { messageId: 'msg_000002', body: 'иначе', attachments: [] })
  desk.server.tell('chatMessageCreated', messageOf('msg_000004'))
  desk.server.tell('chatMessageCreated', messageOf('msg_000005', { sessionId: 'ses_2' }))
  await until('they came', () => desk.client.state.cursor === 'e1:6')
  gate.resolve()
  await opening
  const list = desk.client.state.messages.get('ses_1') ?? []
  expect(list.map(({ id }) => id.at(-1))).toEqual(['1', '2', '3', '4'])
  expect(list[1]).toMatchObject({ body: 'иначе', history: [{}] })
})

test('[H2] messages are in the list as soon as they are here, whatever else is still to be asked for', async () => {
  desk.server.stored.set('ses_1', [messageOf('msg_000001')])
  const rest: (() => void)[] = []
  desk.open({
    clock: {
      nowMs: Date.now,
      // What is put off for a picture waits until it is let go.
      after(delayMs, run) {
        if (delayMs === 20) {
          rest.push(run)
          return () => undefined
        }
        const timer = setTimeout(run, delayMs)
        return () => clearTimeout(timer)
      },
    },
  })
  await desk.live()
  const opening = desk.client.openSession('ses_1')
  const bodies = () => desk.client.state.messages.get('ses_1')?.map(({ body }) => body)
  await until('the page', () => bodies()?.length === 1)
  expect(desk.client.state.histories.get('ses_1')?.loading).toBe(true)
  desk.server.tell('chatMessageEdited', { messageId: 'msg_000001', body: 'иначе', attachments: [] })
  await until('the edit', () => bodies()?.[0] === 'иначе')
  for (const run of rest) run()
  await opening
  expect(bodies()).toEqual(['иначе'])
})

test('[H1] an opened session has its newest page, older ones on demand, and stays current', async () => {
  desk.server.stored.set(
    'ses_1',
    ['5', '4', '3', '2', '1'].map((n) => messageOf(`msg_00000${n}`)),
  )
  desk.open()
  await desk.live()
  await desk.client.openSession('ses_1')
  const ids = () => desk.client.state.messages.get('ses_1')?.map(({ id }) => id.at(-1))
  expect(ids()).toEqual(['3', '4', '5'])
  await desk.client.loadOlder('ses_1')
  expect(ids()).toEqual(['1', '2', '3', '4', '5'])
  expect(desk.client.state.histories.get('ses_1')).toEqual({ loading: false, older: null, error: null })
  desk.server.tell('chatMessageEdited', { messageId: 'msg_000002', body: 'иначе', attachments: [] })
  await until('the edit', () => desk.client.state.messages.get('ses_1')?.[1]?.body === 'иначе')
  desk.client.leaveSession('ses_1')
  expect(desk.client.state.messages.has('ses_1')).toBe(false)
})

const said = (id: string) => messageOf(id, { sessionId: 'ses_2' })

test('[H1] an opened session that was somebody else’s for a while is loaded anew when it is back', async () => {
  const inHelp = cardOf('ses_2', { operatorId: null, botStatus: 'HELP' })
  desk.server.stored.set('ses_2', [said('msg_000001')])
  desk.open()
  await desk.live()
  await desk.client.openSession('ses_2')
  desk.server.tell('chatSessionUpdated', { ...inHelp, operatorId: 'opr_2', botStatus: 'OPERATOR' })
  desk.server.stored.set('ses_2', [said('msg_000002'), said('msg_000001')])
  desk.server.tell('chatSessionUpdated', inHelp)
  await until('both messages', () => desk.client.state.messages.get('ses_2')?.length === 2)
  expect(desk.client.state.messages.get('ses_2')?.map(({ id }) => id as string)).toEqual([
    'msg_000001',
    'msg_000002',
  ])
})

/** The kinds of the steps of an opened session, as the state has them. */
const way = (sessionId: string): unknown =>
  desk.client.state.activities.get(sessionId)?.map((step) => (step as { kind: string }).kind)
const isRead = (request: string): boolean => request.includes('/activities')

test('[H3] an opened session has the steps of its way, oldest first, and they are read anew when something changed', async () => {
  const read: string[] = []
  desk.open({
    fetch: ((input: string, init: RequestInit) => {
      if (isRead(input)) read.push(input)
      return fetch(input, init)
    }) as typeof fetch,
  })
  await desk.live()
  desk.server.steps.set('ses_1', [{ kind: 'ASSIGNED' }, { kind: 'STARTED' }])
  await desk.client.openSession('ses_1')
  expect(way('ses_1')).toEqual(['STARTED', 'ASSIGNED'])

  // A card that says nothing new of who has the session, and a session that is not open.
  desk.server.tell('chatSessionUpdated', cardOf('ses_1', { tags: ['vip'] }))
  desk.server.tell('operatorNotFound', {
    sessionId: 'ses_2',
    chatId: 'c',
    botStatus: 'HELP',
    status: 'ACTIVE',
  })
  await until('they came', () => desk.client.state.cursor === 'e1:4')
  await Bun.sleep(400)
  expect(read).toHaveLength(1)

  // A change of hands is told in several events, and read once.
  desk.server.steps.set('ses_1', [{ kind: 'TRANSFERRED' }, { kind: 'ASSIGNED' }, { kind: 'STARTED' }])
  desk.server.tell('timerExpired', { sessionId: 'ses_1' })
  desk.server.tell('chatSessionUpdated', cardOf('ses_1', { operatorId: 'opr_1', groupId: 'grp_2' }))
  await until('the new step', () => (desk.client.state.activities.get('ses_1')?.length ?? 0) === 3)
  await Bun.sleep(400)
  expect(read).toHaveLength(2)

  desk.client.leaveSession('ses_1')
  desk.server.tell('timerExpired', { sessionId: 'ses_1' })
  await until('it came', () => desk.client.state.cursor === 'e1:10')
  await Bun.sleep(400)
  expect(desk.client.state.activities.size).toBe(0)
  expect(read).toHaveLength(2)
})

test('[H3] a session whose way cannot be read opens without it, and keeps what it had', async () => {
  desk.open()
  await desk.live()
  await desk.client.openSession('ses_1')
  expect(desk.client.state.histories.get('ses_1')).toEqual({ loading: false, older: null, error: null })
  expect(desk.client.state.activities.has('ses_1')).toBe(false)
  desk.server.steps.set('ses_1', [{ kind: 'STARTED' }])
  desk.server.tell('timerExpired', { sessionId: 'ses_1' })
  await until('the step', () => desk.client.state.activities.has('ses_1'))
  desk.server.steps.delete('ses_1')
  desk.server.tell('chatSessionClosed', {
    sessionId: 'ses_1',
    chatId: 'c',
    closedAt: '2026-11-22T10:00:00.000Z',
  })
  await Bun.sleep(400)
  expect(way('ses_1')).toEqual(['STARTED'])
})

test.each([
  ['never answered', (): Promise<Response> => new Promise(() => undefined)],
  ['refused by the network', (): Promise<Response> => Promise.reject(new TypeError('The network is away.'))],
])('[H4] canned replies whose reading was %s are read when the line is back', async (_, lose) => {
  const reply = { id: 'cnr_1', shortcut: 'hi', body: 'Hello', rev: 1 }
  let items = [reply]
  let asked = 0
  let isLost = false
  const fetch = (): Promise<Response> => {
    asked += 1
    return isLost ? lose() : Promise.resolve(Response.json({ items, next: null }))
  }
  desk.open({ fetch: fetch as unknown as typeof globalThis.fetch })
  await desk.live()
  await desk.client.loadCannedReplies()
  expect([...desk.client.state.cannedReplies!.keys()]).toEqual(['cnr_1'])
  isLost = true
  items = []
  // Out of the group whose reply it is: no event takes it away.
  desk.server.tell('operatorUpdated', { ...operatorMe, groupIds: [], rev: 2 })
  await until('read anew', () => asked === 2)
  isLost = false
  desk.server.kick(4001)
  await until('gone', () => desk.client.state.cannedReplies?.size === 0)
  expect(asked).toBe(3)
})
