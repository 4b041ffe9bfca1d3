import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Message } from '@pult/protocol'
import { memoryStorage } from './shell/storage.ts'
import { startRealServer, type RealServer } from '../testing/real-server.ts'
import { until } from '../testing/wire-server.ts'
import {
  createOperatorClient,
  createVisitorClient,
  signIn,
  type OperatorClient,
  type OperatorState,
  type VisitorClient,
} from './index.ts'

/**
 * The whole of a conversation against Pult itself. After every act the state that grew from events is compared with the state of
 * a client that has just come and knows only a snapshot.
 */
let server: RealServer
let token: string
let admin: OperatorClient
let visitor: VisitorClient
const opened: { close: () => void }[] = []

beforeAll(async () => {
  server = await startRealServer()
  token = (await signIn(server)).token
  admin = open(createOperatorClient({ url: server.url, token, instance: 'main' }))
  await isLive(admin)
  await admin.command('setStatus', { status: 'ONLINE' })
  const [channel] = admin.state.channels.values()
  visitor = open(createVisitorClient({ url: server.url, channelKey: channel!.channelKey, storage }))
  await isLive(visitor)
}, 20_000)

afterAll(async () => {
  for (const client of opened) client.close()
  await server.stop()
})

function open<C extends { readonly connect: () => void; readonly close: () => void }>(client: C): C {
  opened.push(client)
  client.connect()
  return client
}

function isLive(client: {
  readonly state: { readonly connection: { readonly name: string } }
}): Promise<void> {
  return until('live', () => client.state.connection.name === 'live')
}

function viewOf({ sessions, operators, groups, channels }: OperatorState): unknown {
  const lists = { sessions, operators, groups, channels }
  return Object.fromEntries(
    Object.entries(lists).map(([name, map]) => [
      name,
      Object.fromEntries<unknown>(map as ReadonlyMap<string, unknown>),
    ]),
  )
}

/** The visitor's browser: what another tab of it finds. */
const storage = memoryStorage()
let made = 0
async function expectConverged(): Promise<void> {
  const fresh = open(createOperatorClient({ url: server.url, token, instance: `fresh-${made++}` }))
  await isLive(fresh)
  // What the fresh one was told in its snapshot may still be on its way to the other.
  await until(
    'both say the same',
    () => Bun.deepEquals(viewOf(admin.state), viewOf(fresh.state)),
    1_000,
  ).catch(() => {})
  expect(viewOf(admin.state)).toEqual(viewOf(fresh.state))
  fresh.close()
}

const wayOf = (client: OperatorClient, sessionId: string): readonly string[] =>
  (client.state.activities.get(sessionId) ?? []).map(({ kind }) => kind)

function withoutKey({ key: _key, ...message }: Message): Message {
  return message
}

function asTold({ key: _key, ...message }: Message): Message {
  return message.authorType === 'CLIENT' ? { ...message, readAt: null } : message
}

const session = () => [...admin.state.sessions.values()][0]!

test('[F1] a conversation: events and snapshots agree after every act', async () => {
  await visitor.sendMessage({ body: 'Здравствуйте' }).sent
  await visitor.command('callOperator', {})
  await until('it came', () => admin.state.sessions.size === 1)
  await expectConverged()

  const sessionId = session().id
  await admin.openSession(sessionId)
  await visitor.sendMessage({ body: 'Где мой заказ?' }).sent
  const { messageId } = await admin.sendMessage({ sessionId, body: 'Смотрю' }).sent
  await expectConverged()

  await visitor.markRead(messageId)
  await until('read', () => session().lastMessage?.readAt !== null)
  await expectConverged()

  await admin.command('editMessage', { messageId, body: 'Уже смотрю' })
  await expectConverged()
  const asked = admin.state.messages.get(sessionId)!.findLast(({ authorType }) => authorType === 'CLIENT')!
  await admin.command('markRead', { sessionId, messageId: asked.id })
  await expectConverged()

  await admin.command('setTags', { sessionId, tags: ['доставка'] })
  await admin.command('setPriority', { sessionId, priority: 5 })
  await admin.command('markSpam', { sessionId, spam: true })
  await admin.command('markSpam', { sessionId, spam: false })
  await admin.command('updateClient', { clientId: session().clientId!, name: 'Мария' })
  await admin.command('addNote', { sessionId, body: 'Постоянный клиент' })
  await visitor.command('setPage', { url: 'https://shop.example.com/cart', title: 'Корзина' })
  await expectConverged()
  await until('the note', () => admin.state.notes.get(sessionId)?.length === 1)

  await admin.command('deleteMessage', { messageId })
  await expectConverged()
  const page = await admin.history.sessionMessages(sessionId)
  // The operator's own reading is not told to operators, and a key only once, to the sender; everything else of the list is.
  expect(admin.state.messages.get(sessionId)?.map(asTold)).toEqual(page.items.toReversed().map(asTold))
}, 20_000)

test('[F1] the visitor’s state and a fresh one agree', async () => {
  const mine = visitor.state
  visitor.close()
  const [channel] = admin.state.channels.values()
  expect(mine.messages.map(({ body }) => body).slice(-2)).toEqual(['Где мой заказ?', ''])
  // A second tab of the same visitor: the same token, nothing of the state.
  const again = open(
    createVisitorClient({
      url: server.url,
      channelKey: channel!.channelKey,
      storage,
      tabStorage: memoryStorage(),
    }),
  )
  await isLive(again)
  // `rev` counts changes too that visitors are not told of.
  const { session, unread, messages } = again.state
  expect(session).toEqual({ ...mine.session!, rev: session!.rev })
  expect(unread).toBe(mine.unread)
  expect(messages.map(withoutKey)).toEqual(mine.messages.map(withoutKey))
  visitor = again
}, 20_000)

test('[F1] hand-overs, settings and closing', async () => {
  const sessionId = session().id
  const [group] = admin.state.groups.values()
  await admin.command('createGroup', { name: 'Возвраты', timerFirstAnswer: 60 })
  const { operatorId } = await admin.command('createOperator', {
    email: 'igor@example.com',
    name: 'Игорь',
    role: 'operator',
    password: 'another password',
    groupIds: [group!.id],
  })
  await expectConverged()
  const igor = await signIn({ url: server.url, email: 'igor@example.com', password: 'another password' })
  const other = open(createOperatorClient({ url: server.url, token: igor.token }))
  await isLive(other)
  await other.command('setStatus', { status: 'ONLINE' })
  await expectConverged()

  await admin.command('transferSession', { sessionId, operatorId, note: 'по возвратам' })
  await until('it went', () => other.state.sessions.has(sessionId) && !admin.state.sessions.has(sessionId))
  expect(admin.state.departed.get(sessionId)?.reason).toBe('DELETED')
  await expectConverged()

  const { items } = await other.history.operators()
  expect(items.find(({ id }) => id === operatorId)?.load).toBe(1)
  await other.openSession(sessionId)
  expect(wayOf(other, sessionId)).toEqual(['STARTED', 'HANDED_OVER', 'ASSIGNED', 'TRANSFERRED'])
  const transfer = other.state.activities.get(sessionId)!.at(-1)!
  expect(transfer).toMatchObject({
    by: { type: 'OPERATOR', id: admin.state.me!.id, name: admin.state.me!.name },
    previousOperator: { id: admin.state.me!.id },
    operator: { id: operatorId, name: 'Игорь' },
  })
  const page = await other.history.sessionActivities(sessionId, { limit: 1 })
  expect(page.items).toEqual([transfer])

  await admin.command('watchSession', { sessionId, watch: true })
  await until('it is watched', () => admin.state.sessions.has(sessionId))
  await other.sendMessage({ sessionId, body: 'Я помогу' }).sent
  await expectConverged()

  await other.sendMessage({ sessionId, body: 'До свидания', type: 'TERMINAL' }).sent
  await until('it left', () => !other.state.sessions.has(sessionId))
  await expectConverged()

  await admin.openSession(sessionId)
  await visitor.command('closeSession', {})
  await until('it is over', () => admin.state.closed.has(sessionId))
  await until('its last step is read', () => admin.state.activities.get(sessionId)?.at(-1)?.kind === 'CLOSED')
  expect(wayOf(admin, sessionId).slice(-2)).toEqual(['TERMINAL', 'CLOSED'])
  await expectConverged()
}, 20_000)

test('[H4] canned replies: loaded once, kept current by events, read anew when one’s groups change', async () => {
  const group = [...admin.state.groups.values()].find(({ name }) => name === 'Возвраты')!
  const [igor] = [...admin.state.operators.values()].filter(({ name }) => name === 'Игорь')
  const { token: igors } = await signIn({
    url: server.url,
    email: 'igor@example.com',
    password: 'another password',
  })
  const other = open(createOperatorClient({ url: server.url, token: igors }))
  await isLive(other)
  expect(other.state.cannedReplies).toBeNull()

  const shared = await admin.command('createCannedReply', { shortcut: 'привет', body: 'Здравствуйте!' })
  await admin.command('createCannedReply', { shortcut: 'возврат', body: 'Вернём.', groupId: group.id })
  await Promise.all([other.loadCannedReplies(), admin.loadCannedReplies()])
  expect([shortcuts(other), shortcuts(admin)]).toEqual([['привет'], ['возврат', 'привет']])

  await other.command('createCannedReply', { shortcut: 'мой', body: 'Это {operator.name}.', personal: true })
  await admin.command('updateCannedReply', { ...shared, title: 'Приветствие' })
  await until('told', () => other.state.cannedReplies?.get(shared.cannedReplyId)?.title === 'Приветствие')
  expect(shortcuts(other)).toEqual(['мой', 'привет'])

  await admin.command('updateOperator', { operatorId: igor!.id, groupIds: [group.id] })
  await until('those of the new group are there', () => shortcuts(other).includes('возврат'))
  await admin.command('updateOperator', { operatorId: igor!.id, groupIds: [] })
  await until('and gone', () => !shortcuts(other).includes('возврат'))

  await admin.command('deleteCannedReply', shared)
  await until('gone for both', () => ![...shortcuts(other), ...shortcuts(admin)].includes('привет'))
  const page = await other.history.cannedReplies()
  expect(page.items.map(({ shortcut }) => shortcut)).toEqual(shortcuts(other) as string[])
}, 20_000)

function shortcuts({ state }: OperatorClient): readonly string[] {
  return [...(state.cannedReplies?.values() ?? [])].map(({ shortcut }) => shortcut).toSorted()
}
