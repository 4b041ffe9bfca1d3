import { afterEach, beforeEach, expect, test } from 'bun:test'
import { clientSession, messageOf, startWireServer, until, type WireServer } from '../testing/wire-server.ts'
import { createVisitorClient, type Storage, type VisitorClient, type VisitorOptions } from './index.ts'
import { memoryStorage } from './shell/storage.ts'

let server: WireServer
let client: VisitorClient

beforeEach(() => {
  server = startWireServer()
  server.snapshot = { session: clientSession, messages: [messageOf('msg_000000')] }
})
afterEach(async () => {
  client?.close()
  await server.stop()
})

function open(more: Partial<VisitorOptions> = {}): VisitorClient {
  client = createVisitorClient({ url: server.url, channelKey: 'key', random: () => 0, ...more })
  client.connect()
  return client
}
const live = () => until('live', () => client.state.connection.name === 'live')
const tokenName = () => `pult.client.token.${server.url}.key`

test('[E1] says hello, remembers the token and connects with it', async () => {
  const storage = memoryStorage()
  open({ storage })
  await live()
  expect(storage.get(tokenName())).toBe('token-1')
  expect(server.heard[0]?.data).toMatchObject({ token: 'token-1' })
  expect(client.state.client?.chatId).toBe('cht_1')
  expect(client.state.session?.id).toBe('ses_1' as never)
})

test('[E2] a token that the server no longer knows is given up for a new one', async () => {
  const storage = memoryStorage()
  storage.set(tokenName(), 'unknown')
  open({ storage })
  await live()
  expect(storage.get(tokenName())).toBe('token-1')
})

test('[E1] a hello that was given up and is answered after all makes nobody somebody else', async () => {
  const late = Promise.withResolvers<Response>()
  const storage = memoryStorage()
  let hellos = 0
  const fetchLate = ((input: string, init?: RequestInit) => {
    if (!input.endsWith('/client/hello')) return fetch(input, init)
    hellos += 1
    return hellos === 1 ? late.promise : fetch(input, init)
  }) as typeof fetch
  open({ storage, fetch: fetchLate })
  await until('the first hello', () => hellos === 1)
  client.close()
  client.connect()
  await live()
  late.resolve(Response.json({ clientToken: 'token-late', clientId: 'cli_2', chatId: 'cht_2' }))
  await Bun.sleep(0)
  server.kick(1012)
  const connects = () => server.heard.filter(({ command }) => command === 'connect')
  await until('another connect', () => connects().length === 2)
  expect(connects().map(({ data }) => data['token'])).toEqual(['token-1', 'token-1'])
  expect(storage.get(tokenName())).toBe('token-1')
})

test('[E1] an expired token is renewed by another hello', async () => {
  open()
  await live()
  server.kick(4201)
  await until(
    'another connect',
    () => server.heard.filter(({ command }) => command === 'connect').length === 2,
  )
  await live()
})

function blocked(): never {
  throw new Error('blocked')
}

test('[E3] storage that throws is no reason to be silent', async () => {
  const storage: Storage = { get: blocked, set: blocked, remove: blocked }
  open({ storage })
  await live()
  await client.sendMessage({ body: 'слышно?' }).sent
})

test('[O3] writes: pending, then in the list, in order', async () => {
  open()
  await live()
  const sent = ['раз', 'два', 'три'].map((body) => client.sendMessage({ body }).sent)
  expect(client.state.outbox.map(({ data }) => data.body)).toEqual(['раз', 'два', 'три'])
  const replies = await Promise.all(sent)
  await until('all came', () => client.state.outbox.length === 0)
  expect(client.state.messages.slice(-3).map(({ body }) => body)).toEqual(['раз', 'два', 'три'])
  expect(replies.map(({ sessionId }) => sessionId as string)).toEqual(['ses_1', 'ses_1', 'ses_1'])
})

test('[O5] a message refused for good fails with the reason, and can go again', async () => {
  open()
  await live()
  server.refuse('sendMessage', { code: 'client_banned', message: 'This client is banned.', temporary: false })
  const first = client.sendMessage({ body: 'можно?' })
  const error: unknown = await first.sent.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'client_banned' })
  expect(client.state.outbox).toMatchObject([{ state: 'failed', error: { code: 'client_banned' } }])
  const again = client.retry(first.key)
  await again?.sent
  const keys = server.heard.filter(({ command }) => command === 'sendMessage').map(({ key }) => key)
  expect(keys).toEqual([first.key, first.key])
})

test('[O2] a temporary refusal is retried by itself with the same key', async () => {
  open()
  await live()
  server.refuse('sendMessage', { code: 'overloaded', message: '', temporary: true, retryMs: 50 })
  await client.sendMessage({ body: 'ещё раз' }).sent
  const heard = server.heard.filter(({ command }) => command === 'sendMessage')
  expect(heard).toHaveLength(2)
  expect(new Set(heard.map(({ key }) => key)).size).toBe(1)
})

test('[O5] a message that was thrown away while it waited is never sent', async () => {
  open()
  const { key, sent } = client.sendMessage({ body: 'передумал' })
  client.discard(key)
  expect(await sent.catch((thrown: unknown) => thrown)).toMatchObject({ code: 'discarded' })
  await live()
  expect(server.heard.some(({ command }) => command === 'sendMessage')).toBe(false)
})

test('[S10] a message too large for a frame fails at once instead of being sent for ever', async () => {
  open()
  await live()
  const { sent } = client.sendMessage({ body: 'ы'.repeat(40_000) })
  expect(await sent.catch((thrown: unknown) => thrown)).toMatchObject({ code: 'frame_too_large' })
})

test('[H1] older messages come before the known ones', async () => {
  server.stored.set('cht_1', [messageOf('msg_000000')])
  server.snapshot = { session: null, messages: [messageOf('msg_000001')], older: 'msg_000001' }
  open()
  await live()
  await client.loadOlder()
  expect(client.state.messages.map(({ id }) => id as string)).toEqual(['msg_000000', 'msg_000001'])
  expect(client.state.history.older).toBeNull()
})

test('[T1] typing is told at once and then at most every second, cut to what the wire takes', async () => {
  open()
  await live()
  for (const text of ['п', 'пр', 'п'.repeat(900)]) client.typing(text)
  await until('the last', () => server.heard.filter(({ command }) => command === 'typing').length === 2)
  const texts = server.heard
    .filter(({ command }) => command === 'typing')
    .map(({ data }) => data['text'] as string)
  expect(texts.map((text) => text.length)).toEqual([1, 500])
})

test('[T1] what was typed last is not told after it was sent', async () => {
  open()
  await live()
  client.typing('д')
  client.typing('да')
  await client.sendMessage({ body: 'да' }).sent
  client.typing('н')
  await until('the next', () => server.heard.filter(({ command }) => command === 'typing').length === 2)
  const texts = server.heard.filter(({ command }) => command === 'typing').map(({ data }) => data['text'])
  expect(texts).toEqual(['д', 'н'])
})

const answer = (id: string, sessionId: string) => messageOf(id, { sessionId, authorType: 'OPERATOR' })

test('reading up to a message reads what is unread of earlier sessions too, each by a mark of its own', async () => {
  server.snapshot = {
    session: clientSession,
    messages: [answer('msg_000001', 'ses_0'), answer('msg_000002', 'ses_0'), answer('msg_000003', 'ses_1')],
  }
  open()
  await live()
  void client.markRead('msg_000003').catch(() => {})
  const marks = () => server.heard.filter(({ command }) => command === 'markRead')
  await until('both marks', () => marks().length === 2)
  expect(marks().map(({ data }) => data['messageId'])).toEqual(['msg_000002', 'msg_000003'])
})
