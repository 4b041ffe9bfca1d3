import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { eventFrameSchema, operatorEvents, reads } from '@pult/protocol'
import { exactly } from '../testing/expect-frame.ts'
import type { Answer } from '../testing/ask.ts'
import { Desk, type Visitor } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'
import type { TestStream } from '../testing/test-stream.ts'

let desk: Desk
let groupId: string
let anna: Person & { stream: TestStream }
let other: Person
let chief: Person
let visitor: Visitor
let client: TestStream
let sessionId: string
let strangers: Visitor
let otherAdmin: Person
let botId: string
let articleId: string
beforeAll(async () => {
  desk = await Desk.open()
  groupId = await desk.group('far away')
  anna = await desk.atWork('anna')
  other = await desk.operator('other', { groupIds: [groupId] })
  chief = await desk.operator('chief', { role: 'supervisor', groupIds: [] })
  const chat = await desk.inChat('site', 'Hello number 0')
  ;({ stream: client, sessionId } = chat)
  visitor = chat
  strangers = await desk.visitor()
  for (let count = 1; count < 7; count += 1)
    await client.does('sendMessage', { body: `Hello number ${count}` })
  await anna.stream.does('addNote', { sessionId, body: 'a note for colleagues' })
  const made = await desk.other.engine.request({
    actor: { type: 'SYSTEM' },
    name: 'createFirstAdmin',
    data: { email: 'boss@other.test', name: 'other boss', passwordHash: 'none' },
  })
  const bot = { kind: 'WEBHOOK', name: 'Orders', settings: { url: 'https://bots.test/Hello', token: 'hush' } }
  botId = String((await desk.commands(desk.boss, 'createBot', bot, { botSecret: 'whsec_hush' }))['botId'])
  const text = { title: 'Returns', body: 'Within 14 days.' }
  articleId = String((await desk.commands(desk.boss, 'createArticle', text))['articleId'])
  otherAdmin = await desk.signIn((made as { data: { operatorId: never } }).data.operatorId, desk.other)
})
afterEach(() => desk.expectWell())
afterAll(() => desk.close())

/** Every read and its schema. */
const paths = (): [keyof typeof reads, string][] => [
  ['GET /sessions', '/sessions'],
  ['GET /sessions/{id}', `/sessions/${sessionId}`],
  ['GET /sessions/{id}/messages', `/sessions/${sessionId}/messages`],
  ['GET /sessions/{id}/notes', `/sessions/${sessionId}/notes`],
  ['GET /sessions/{id}/activities', `/sessions/${sessionId}/activities`],
  ['GET /chats/{id}/messages', `/chats/${visitor.chatId}/messages`],
  ['GET /clients/{id}', `/clients/${visitor.clientId}`],
  ['GET /operators', '/operators'],
  ['GET /groups', '/groups'],
  ['GET /channels', '/channels'],
  ['GET /events', '/events?waitMs=0'],
]

const ids = async (who: Person): Promise<string[]> =>
  (await desk.get('/sessions', who.token)).json.items.map(({ id }: { id: string }) => id)

const poll = (after: string, token: string, waitMs = 0): Promise<Answer> =>
  desk.get(`/events?after=${encodeURIComponent(after)}&waitMs=${waitMs}`, token)

const numbered = (stream: TestStream, from: number): unknown[] =>
  stream.frames
    .slice(from)
    .filter(({ action, seq }) => seq !== undefined && action !== 'reply' && action !== 'heartbeat')

const bare = (items: unknown[]): unknown[] => items.map((item) => ({ ...(item as object), prev: 0 }))

const statusOf = async (command: string, body: unknown, token?: string): Promise<number> =>
  (await desk.post(`/commands/${command}`, body, token)).status

describe('reads', () => {
  test('[D1] each answers by its schema, with the cursor of the log', async () => {
    for (const [name, path] of paths()) {
      const { status, json, headers } = await desk.get(path, anna.token)
      expect([name, status]).toEqual([name, 200])
      exactly(reads[name].reply, json)
      expect(headers.get('pult-cursor')).toBe(`e1:${desk.headSeq}`)
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  /** 200, or what is said instead, for: holder, other group, supervisor, admin, its client, another client, another workspace's admin, nobody. */
  const rights: [string, () => string, (number | string)[]][] = [
    ['the session', () => `/sessions/${sessionId}`, [200, 404, 200, 200, 404, 404, 404, 401]],
    ['its messages', () => `/sessions/${sessionId}/messages`, [200, 404, 200, 200, 200, 404, 404, 401]],
    ['its notes', () => `/sessions/${sessionId}/notes`, [200, 404, 200, 200, 404, 404, 404, 401]],
    ['its activities', () => `/sessions/${sessionId}/activities`, [200, 404, 200, 200, 404, 404, 404, 401]],
    ['the chat', () => `/chats/${visitor.chatId}/messages`, [200, 404, 200, 200, 200, 404, 404, 401]],
    ['the client', () => `/clients/${visitor.clientId}`, [200, 404, 200, 200, 404, 404, 404, 401]],
    ['the sessions', () => '/sessions', [200, 200, 200, 200, 403, 403, 200, 401]],
    ['operators', () => '/operators', [200, 200, 200, 200, 403, 403, 200, 401]],
    ['the bots', () => '/bots', [403, 403, 403, 200, 403, 403, 200, 401]],
    ['the articles', () => '/articles', [403, 403, 403, 200, 403, 403, 200, 401]],
    ['an article', () => `/articles/${articleId}`, [403, 403, 403, 200, 403, 403, 404, 401]],
    ['versions of a bot', () => `/bots/${botId}/versions`, [403, 403, 403, 200, 403, 403, 404, 401]],
    ['what is not', () => '/sessions/ses_nothing', [404, 404, 404, 404, 404, 404, 404, 401]],
    ['what never was', () => '/chats/..%2f..%2fetc/messages', [404, 404, 404, 404, 404, 404, 404, 401]],
    ['a broken escape', () => '/sessions/%E0%A4%A', [404, 404, 404, 404, 404, 404, 404, 401]],
  ]
  for (const [what, path, expected] of rights) {
    test(`[GD2] [A8] [A9] who may read ${what}`, async () => {
      const people = [anna, other, chief, desk.boss, visitor, strangers, otherAdmin, { token: undefined }]
      const got = await Promise.all(people.map(({ token }) => desk.get(path(), token)))
      expect(got.map(({ status }) => status)).toEqual(expected as number[])
      for (const { status, json, text } of got)
        if (status !== 200) {
          expect(Object.keys(json)).toEqual(['error'])
          expect(text).not.toContain('Hello')
        }
    })
  }

  test('operators come with the sessions that they hold now', async () => {
    const { json } = await desk.get('/operators', other.token)
    const load = (id: string): unknown =>
      json.items.find((one: { id: string; load: number }) => one.id === id).load
    expect([load(anna.operatorId), load(other.operatorId)]).toEqual([1, 0])
  })

  test('a list is cut to what its reader may see', async () => {
    expect(await ids(anna)).toContain(sessionId)
    expect(await ids(chief)).toContain(sessionId)
    expect(await ids(other)).toEqual([])
    expect(await ids(otherAdmin)).toEqual([])
  })

  test("[A8] a client's messages are the client's view", async () => {
    const { text } = await desk.get(`/chats/${visitor.chatId}/messages`, visitor.token)
    expect(text).toContain('Hello number 6')
    expect(text).not.toContain('a note for colleagues')
  })

  test('pages follow one another without a hole, and a token of nobody is an empty page', async () => {
    const bodies: string[] = []
    let after = ''
    for (;;) {
      const { json } = await desk.get(`/sessions/${sessionId}/messages?limit=3${after}`, anna.token)
      bodies.push(...json.items.map(({ body }: { body: string }) => body))
      if (json.next === null) break
      after = `&after=${encodeURIComponent(json.next)}`
    }
    expect(bodies).toEqual([6, 5, 4, 3, 2, 1, 0].map((count) => `Hello number ${count}`))
    const nowhere = await desk.get('/sessions?after=garbage', anna.token)
    expect(nowhere.json).toEqual({ items: [], next: null })
    const operators: string[] = []
    for (after = ''; ;) {
      const { json } = await desk.get(`/operators?limit=1${after}`, anna.token)
      operators.push(...json.items.map(({ name }: { name: string }) => name))
      if (json.next === null) break
      after = `&after=${json.next}`
    }
    expect(operators).toEqual(['boss', 'anna', 'other', 'chief'])
  })

  test('filters and words', async () => {
    const count = async (query: string): Promise<number> =>
      (await desk.get(`/sessions?${query}`, chief.token)).json.items.length
    expect(
      await count(`operatorId=${anna.operatorId}&status=ACTIVE&botStatus=OPERATOR&groupId=${desk.groupId}`),
    ).toBe(1)
    expect(await count(`clientId=${visitor.clientId}&channel=${desk.channels['site']!.channelId}`)).toBe(1)
    expect(await count('status=CLOSED')).toBe(0)
    expect(await count('q=number')).toBe(1)
    expect(await count('q=nobody%20said%20this')).toBe(0)
  })

  const queries: [string, string][] = [
    ['/sessions?colour=1', 'colour'],
    ['/sessions?status=OPEN', 'status'],
    ['/sessions?limit=0', 'limit'],
    ['/sessions?limit=201', 'limit'],
    ['/sessions?limit=ten', 'limit'],
    ['/sessions?q=', 'q'],
    ['/sessions?__proto__=1', '__proto__'],
    ['/sessions?constructor=1', 'constructor'],
    ['/operators?colour=1', 'colour'],
    ['/sessions/ses_x?colour=1', 'colour'],
    ['/sessions/ses_x/messages?colour=1', 'colour'],
    ['/sessions/ses_x/notes?colour=1', 'colour'],
    ['/chats/cht_x/messages?colour=1', 'colour'],
    ['/clients/cli_x?colour=1', 'colour'],
    ['/events?waitMs=99999', 'waitMs'],
    ['/events?colour=1', 'colour'],
    ['/attachments/att_x?colour=1&expires=1&signature=x', 'colour'],
  ]
  for (const [path, field] of queries) {
    test(`[C3] [GD3] ${path} is refused by name`, async () => {
      const { status, json } = await desk.get(path, anna.token)
      expect([status, json.error.code, json.error.field]).toEqual([422, 'validation_failed', field])
    })
  }

  test('[A9] who lost a session reads it no more, and who has it does', async () => {
    const bea = await desk.atWork('bea')
    await anna.stream.does('transferSession', { sessionId, operatorId: bea.operatorId })
    expect((await desk.get(`/sessions/${sessionId}`, anna.token)).status).toBe(404)
    expect((await desk.get(`/sessions/${sessionId}`, bea.token)).json.operatorId).toBe(bea.operatorId)
    const before = anna.stream.frames.length
    await client.does('sendMessage', { body: 'not for anna' })
    await bea.stream.does('addNote', { sessionId, body: 'nor this' })
    await client.does('typing', { text: 'nor that' })
    await bea.stream.next('typing')
    await desk.settled()
    expect(JSON.stringify(anna.stream.frames.slice(before))).not.toMatch(/not for anna|nor this|nor that/)
    await bea.stream.does('transferSession', { sessionId, operatorId: anna.operatorId })
    await bea.stream.close()
  })
})

describe('the log by long poll', () => {
  test('[S3] without a usable cursor: an empty answer that says where to go on from', async () => {
    for (const cursor of ['', 'garbage', 'e0:5', `e1:${desk.headSeq + 5}`]) {
      const { json } = await poll(cursor, anna.token)
      expect(json).toEqual({ items: [], next: `e1:${desk.headSeq}`, mode: 'snapshot' })
    }
  })

  test('[S4] [GD5] tells the same frames as the stream, to operators and clients', async () => {
    const [annas, clients] = [anna.stream.frames.length, client.frames.length]
    const cursor = anna.stream.cursor
    await client.does('sendMessage', { body: 'polled' })
    await anna.stream.does('setTags', { sessionId, tags: ['a'] })
    await desk.settled()
    const mine = await poll(cursor, anna.token)
    expect(mine.json.items).toEqual(numbered(anna.stream, annas))
    expect(mine.json).toMatchObject({ mode: 'resumed', next: `e1:${desk.headSeq}` })
    for (const item of mine.json.items)
      exactly(eventFrameSchema.extend({ data: operatorEvents[item.action as 'typing'] }), item)
    const theirs = await poll(cursor, visitor.token)
    expect(bare(theirs.json.items)).toEqual(bare(numbered(client, clients)))
  })

  test('[S4] waits for what concerns its person, and no longer than asked', async () => {
    const began = performance.now()
    expect((await poll(`e1:${desk.headSeq}`, anna.token, 60)).json.items).toEqual([])
    expect(performance.now() - began).toBeGreaterThan(50)
    const waiting = poll(`e1:${desk.headSeq}`, visitor.token, 5_000)
    await Bun.sleep(20)
    await desk.commands(desk.boss, 'createGroup', { name: 'no news for a client' })
    await Bun.sleep(20)
    await anna.stream.does('sendMessage', { sessionId, body: 'news' })
    expect((await waiting).json.items.map(({ action }: { action: string }) => action)).toEqual([
      'chatMessageCreated',
    ])
  })

  test('[S9] the last word comes by poll too, and then the token is dead', async () => {
    const nina = await desk.operator('nina')
    const waiting = poll(`e1:${desk.headSeq}`, nina.token, 5_000)
    await Bun.sleep(20)
    await desk.commands(desk.boss, 'logOutOperator', { operatorId: nina.operatorId })
    expect((await waiting).json.items.at(-1)).toMatchObject({
      action: 'operatorLoggedOut',
      data: { reason: 'FORCED' },
    })
    expect((await poll(`e1:${desk.headSeq}`, nina.token)).status).toBe(401)
  })
})

describe('commands over HTTP', () => {
  test('[C1] [GD4] the same answers as on a socket', async () => {
    for (const [command, data] of [
      ['sendMessage', { sessionId: 'ses_x', body: 'x' }],
      ['sendMessage', { sessionId, body: 'x'.repeat(16_001) }],
      ['nonsense', {}],
      ['callOperator', {}],
      ['blockOperator', { operatorId: 'x', blocked: true }],
      ['takeSession', { sessionId }],
    ] as const) {
      const socket = await anna.stream.ask(command, data)
      const http = await desk.post(`/commands/${command}`, { data }, anna.token)
      if (socket.error === undefined) expect(http.json).toEqual({ action: 'reply', data: socket.data })
      else expect(http.json).toEqual({ error: socket.error })
    }
  })

  test('[C3] statuses of the table', async () => {
    expect(await statusOf('setStatus', { data: { status: 'ONLINE' } })).toBe(401)
    expect(await statusOf('setStatus', { data: { status: 'ASLEEP' } }, anna.token)).toBe(422)
    expect(await statusOf('setStatus', { data: { status: 'ONLINE' }, colour: 1 }, anna.token)).toBe(422)
    expect(await statusOf('setStatus', '{bad', anna.token)).toBe(400)
    expect(await statusOf('nonsense', {}, anna.token)).toBe(404)
    expect(await statusOf('connect', {}, anna.token)).toBe(404)
    expect(await statusOf('blockOperator', { data: { operatorId: 'x', blocked: true } }, anna.token)).toBe(
      403,
    )
    expect(await statusOf('takeSession', { data: { sessionId: 'ses_x' } }, anna.token)).toBe(404)
  })

  test('[C3] [GD7] what is not there, and what is asked in the wrong way', async () => {
    expect((await desk.get('/nothing', anna.token)).json.error.code).toBe('not_found')
    const wrong = await desk.get('/commands/setStatus', anna.token)
    expect([wrong.status, wrong.json.error.code, wrong.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'POST',
    ])
    expect((await desk.post('/sessions', {}, anna.token)).status).toBe(405)
    const plain = await desk.get('/operator/stream', anna.token)
    expect([plain.status, plain.json.error.field]).toEqual([400, 'upgrade'])
  })

  test('[GD8] one person who asks without end is stopped, and nobody else', async () => {
    const eager = await desk.operator('eager')
    const answers = await Promise.all(Array.from({ length: 210 }, () => desk.get('/groups', eager.token)))
    const stopped = answers.filter(({ status }) => status === 429)
    expect(stopped).toHaveLength(10)
    expect(stopped[0]!.json.error.retryMs).toBeGreaterThan(0)
    expect((await desk.get('/groups', anna.token)).status).toBe(200)
  })
})

test('the documents, health and metrics are served', async () => {
  const openApi = await desk.get('/openapi.json')
  expect(openApi.json.openapi).toBe('3.1.0')
  expect((await desk.get('/asyncapi.json')).json.asyncapi).toMatch(/^3\./)
  const health = await desk.request('/healthz')
  expect([health.status, health.json]).toEqual([200, { status: 'ok', version: '9.9.9' }])
  const ready = await desk.request('/readyz')
  expect([ready.status, ready.json]).toEqual([200, { status: 'ready' }])
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    const wrong = await desk.request(path, { method: 'PUT' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET'])
  }
  for (const path of ['/healthz', '/nowhere'])
    expect((await desk.request(path)).headers.get('x-content-type-options')).toBe('nosniff')
  const metrics = await desk.request('/metrics')
  expect(metrics.headers.get('content-type')).toStartWith('text/plain')
  expect(metrics.text).toContain('pult_connections ')
  expect(metrics.text).toContain('pult_sessions_open 1\n')
  for (const secret of [anna.token, visitor.token, 'Hello']) expect(metrics.text).not.toContain(secret)
})

test('[D1] [GD9] whatever the document names is there, by the method that it names', async () => {
  const { json } = await desk.get('/openapi.json')
  const operations = Object.entries(json.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [method.toUpperCase(), path.replace('{id}', 'x')] as const),
  )
  expect(operations.length).toBeGreaterThan(50)
  for (const [method, path] of operations) {
    const answer = await desk.request(path, { method, ...(method === 'POST' ? { body: '{}' } : {}) })
    expect([path, answer.json?.error?.code]).not.toEqual([path, 'not_found'])
    expect([path, answer.status]).not.toEqual([path, 405])
  }
})

test('[A8] what a client writes from is on the card and of the client, and goes to operators only', async () => {
  const mobile = await desk.visitor()
  const userAgent = 'Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0'
  const answer = await desk.post('/commands/sendMessage', { data: { body: 'Hello' } }, mobile.token, {
    'user-agent': userAgent,
  })
  const { device } = (await desk.get(`/sessions/${answer.json.data.sessionId}`, desk.boss.token)).json
  const known = (await desk.get(`/clients/${mobile.clientId}`, desk.boss.token)).json
  expect([device, known.device]).toEqual(['Firefox on Android', 'Firefox on Android'])
  const phone = await desk.clientStream(mobile)
  await phone.does('sendMessage', { body: 'and here' })
  expect(JSON.stringify([answer.json, phone.frames])).not.toContain('Firefox')
  await phone.close()
})

test('[A8] [A9] earlier sessions of a chat are the context of its newest one, whoever had them', async () => {
  const place = await Desk.open()
  const ann = await place.atWork('ann')
  const talk = await place.inChat('site', 'The first time')
  await ann.stream.does('closeSession', { sessionId: talk.sessionId })
  const bea = await place.atWork('bea')
  const statuses = async (): Promise<number[]> => {
    const paths = ['', '/messages', '/notes', '/activities'].map(
      (what) => `/sessions/${talk.sessionId}${what}`,
    )
    const answers = await Promise.all(paths.map((path) => place.get(path, bea.token)))
    return answers.map(({ status }) => status)
  }
  expect(await statuses()).toEqual([404, 404, 404, 404])
  await talk.stream.does('sendMessage', { body: 'The second time' })
  const card = (await place.get(`/sessions?clientId=${talk.clientId}&status=ACTIVE`, ann.token)).json.items[0]
  expect(card.operatorId).toBe(ann.operatorId)
  await ann.stream.does('transferSession', { sessionId: card.id, operatorId: bea.operatorId })
  expect(await statuses()).toEqual([200, 200, 200, 200])
  await bea.stream.does('transferSession', { sessionId: card.id, operatorId: ann.operatorId })
  expect(await statuses()).toEqual([404, 404, 404, 404])
  await place.close()
})
