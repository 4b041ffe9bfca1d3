import { parseFlow } from '@pult/bots/flow'
import { verifyWebhook } from '@pult/client'
import type { BotActivity, BotReply, BotSummary, Message, WebhookEvent } from '@pult/protocol'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { ADMIN, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

/** Starting takes a second on a quiet machine. */
setDefaultTimeout(60_000)

const folder = temporaryFolder()
let secret = ''
let answer: (event: WebhookEvent) => BotReply | null | Promise<BotReply | null>
const heard: WebhookEvent[] = []
/** A company's own program. */
const company = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    const letter = await verifyWebhook(
      { headers: request.headers, body: await request.text() },
      secret,
      Date.now(),
    )
    if (letter === null) return new Response(null, { status: 401 })
    heard.push(letter.event)
    const reply = await answer(letter.event)
    return reply === null ? new Response(null, { status: 204 }) : Response.json(reply)
  },
})
const settings = { PULT_DATA: folder.path, PULT_OUTBOUND_ALLOW: `http://127.0.0.1:${company.port}` }
const url = `http://127.0.0.1:${company.port}/pult`
let program: Program
let admin = ''
let channelKey = ''
let channelId = ''

async function asked<T>(path: string, body?: unknown, token?: string, status = 200): Promise<T> {
  const response = await fetch(`${program.url}/api/v1${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  })
  expect([path, response.status]).toEqual([path, status])
  return (await response.json()) as T
}
const does = <T>(name: string, data: object): Promise<T> =>
  asked<{ data: T }>(`/commands/${name}`, { data }, admin).then((reply) => reply.data)

const activities = (): Promise<BotSummary[]> =>
  asked<{ items: BotSummary[] }>('/bots/activity?days=1', undefined, admin).then(({ items }) => items)
const activity = (id: string): Promise<BotActivity> => asked(`/bots/${id}/activity?days=1`, undefined, admin)

interface Visitor {
  readonly says: (body: string) => Promise<unknown>
  /** Waits for words of an author's kind. */
  readonly hears: (authorType: Message['authorType'], body: string) => Promise<void>
}

async function visitor(): Promise<Visitor> {
  const { clientToken, chatId } = await asked<{ clientToken: string; chatId: string }>('/client/hello', {
    channelKey,
  })
  return {
    says: (body) => asked('/commands/sendMessage', { data: { body } }, clientToken),
    async hears(authorType, body) {
      let items: Message[] = []
      for (let round = 0; round < 400; round += 1) {
        ;({ items } = await asked<{ items: Message[] }>(`/chats/${chatId}/messages`, undefined, clientToken))
        if (items.some((one) => one.authorType === authorType && one.body.includes(body))) return
        await Bun.sleep(25)
      }
      expect(items.map((one) => `${one.authorType}: ${one.body}`)).toContain(`${authorType}: ${body}`)
    },
  }
}

beforeAll(async () => {
  program = await startProgram(settings)
  admin = (await asked<{ token: string }>('/login', ADMIN)).token
  const { items } = await asked<{ items: { id: string; channelKey: string }[] }>(
    '/channels',
    undefined,
    admin,
  )
  ;({ channelKey, id: channelId } = items[0]!)
  const made = await does<{ botId: string; botSecret: string }>('createBot', {
    kind: 'WEBHOOK',
    name: 'Orders',
    settings: { url },
  })
  secret = made.botSecret
  await does('updateChannel', { channelId, bot: { kind: 'WEBHOOK', botId: made.botId } })
})
afterAll(async () => {
  await program.stop()
  await company.stop(true)
  folder[Symbol.dispose]()
})

test('[WH1] [B9] a bot behind a webhook answers, remembers, and hands over with what it knows', async () => {
  answer = ({ type, data }) => {
    if (type !== 'session.message') return { answers: [] }
    const asks = ((data.memory as { asks?: number } | null)?.asks ?? 0) + 1
    return asks === 1
      ? { answers: [{ name: 'say', body: 'Which order?' }], memory: { asks } }
      : {
          answers: [
            { name: 'say', body: 'I call somebody.' },
            { name: 'handOver', summary: 'Asks for an order', fields: { order: data.message.body } },
          ],
        }
  }
  const client = await visitor()
  await client.says('Where is it?')
  await client.hears('BOT', 'Which order?')
  await client.says('17')
  await client.hears('BOT', 'I call somebody.')
  const { items } = await asked<{ items: { id: string; clientId: string; botStatus: string }[] }>(
    '/sessions?botStatus=HELP',
    undefined,
    admin,
  )
  const notes = await asked<{ items: { body: string }[] }>(
    `/sessions/${items[0]!.id}/notes`,
    undefined,
    admin,
  )
  expect(notes.items.map(({ body }) => body)).toEqual(['Asks for an order\norder: 17'])
  expect(await asked<object>(`/clients/${items[0]!.clientId}`, undefined, admin)).toMatchObject({
    attributes: { order: '17' },
  })
})

test('[WH4] [GD11] one that answers later is heard by its secret, under its baton, once a key', async () => {
  const told = Promise.withResolvers<WebhookEvent>()
  answer = (event) => {
    if (event.type === 'session.message') told.resolve(event)
    return null
  }
  const client = await visitor()
  await client.says('Where is it?')
  const { session, baton } = (await told.promise).data
  const later = {
    sessionId: session.id,
    baton,
    key: 'one',
    answers: [{ name: 'say', body: 'It is on its way.' }],
    memory: { asked: 1 },
  }
  const first = await asked('/bot/answers', later, secret)
  expect(await asked('/bot/answers', later, secret)).toEqual(first)
  await client.hears('BOT', 'It is on its way.')
  const refused = async (body: object, token: string | undefined, status: number): Promise<string> =>
    (await asked<{ error: { code: string } }>('/bot/answers', body, token, status)).error.code
  expect(await refused({ ...later, key: 'two', baton: baton - 1 }, secret, 409)).toBe('stale_baton')
  expect(await refused({ ...later, key: 'two', sessionId: 'ses_nothing' }, secret, 404)).toBe(
    'session_not_found',
  )
  expect(await refused({ ...later, key: 'two', answers: [{ name: 'sing' }] }, secret, 422)).toBe(
    'validation_failed',
  )
  for (const token of [undefined, 'whsec_wrong', admin]) {
    expect(await refused(later, token, 401)).toBe('not_authenticated')
  }
  const other = await does<{ botSecret: string }>('createBot', {
    kind: 'WEBHOOK',
    name: 'Other',
    settings: { url },
  })
  expect(await refused({ ...later, key: 'two' }, other.botSecret, 404)).toBe('session_not_found')
  await asked('/bot/answers', { ...later, key: 'two', answers: [{ name: 'handOver' }] }, secret)
  expect(await refused({ ...later, key: 'three' }, secret, 409)).toBe('stale_baton')
})

test('[B4] one that answers nonsense is replaced by people at once', async () => {
  answer = () => ({ answers: [{ name: 'sing' }] }) as never
  const client = await visitor()
  await client.says('Hello?')
  await client.hears('SYSTEM', 'The bot has failed')
})

test('[B9] a restart in the middle of an answer: the client is answered, not forgotten', async () => {
  const { promise: never } = Promise.withResolvers<BotReply>()
  answer = () => never
  const client = await visitor()
  const before = heard.length
  await client.says('Are you there?')
  for (let round = 0; round < 400 && heard.length < before + 2; round += 1) await Bun.sleep(10)
  await program.stop()
  answer = ({ type }) => ({
    answers: type === 'session.message' ? [{ name: 'say', body: 'I am back.' }] : [],
  })
  program = await startProgram(settings)
  await client.hears('BOT', 'I am back.')
})

test('[WH3] an address inside of the company that was not allowed is not asked: people have the client', async () => {
  const { botId } = await does<{ botId: string }>('createBot', {
    kind: 'WEBHOOK',
    name: 'Inside',
    settings: { url: 'http://127.0.0.1:1/' },
  })
  await does('updateChannel', { channelId, bot: { kind: 'WEBHOOK', botId } })
  const client = await visitor()
  await client.says('Hello?')
  await client.hears('SYSTEM', 'The bot has failed')
})

test('[BF1] a bot by a scenario is made of its text, asks, remembers over a restart, and hands over', async () => {
  const { flow } = parseFlow(`flow 1
start -> ask

ask:
  ask order as number from 1 to 9999 whole: "Which order?"
  wrong "A number, please."
  -> people

people:
  hand over
  summary "Order {order}"
`)
  const { botId } = await does<{ botId: string }>('createBot', {
    kind: 'FLOW',
    name: 'Menu',
    settings: { flow },
  })
  await does('updateChannel', { channelId, bot: { kind: 'FLOW', botId } })
  const client = await visitor()
  await client.says('Hello')
  await client.hears('BOT', 'Which order?')
  await client.says('the red one')
  await client.hears('BOT', 'A number, please.')
  await program.stop()
  program = await startProgram(settings)
  await client.says('17')
  const inHelp = (): Promise<{ items: { id: string; lastMessage: Message }[] }> =>
    asked('/sessions?botStatus=HELP', undefined, admin)
  const waiting = async (): Promise<string | undefined> =>
    (await inHelp()).items.find(({ lastMessage }) => lastMessage.body === '17')?.id
  let id = await waiting()
  for (let round = 0; round < 400 && id === undefined; round += 1) {
    await Bun.sleep(10)
    id = await waiting()
  }
  const notes = await asked<{ items: { body: string }[] }>(`/sessions/${id}/notes`, undefined, admin)
  expect(notes.items.map(({ body }) => body)).toEqual(['Order 17'])
})

test('[GD12] what bots did is read by who looks after them, and a restart forgets none of it', async () => {
  const menu = (await activities()).find(({ name }) => name === 'Menu')!
  const { steps, versions, holds, failures } = await activity(menu.id)
  expect({ versions, holds, failures }).toMatchObject({
    versions: [{ version: 1, came: 1, handedOver: 1 }],
    holds: 0,
    failures: [],
  })
  expect(steps).toMatchObject([
    { node: 'ask', kind: 'ask', text: 'Which order?', handedOver: 0 },
    { node: 'people', kind: 'handOver', came: 1, handedOver: 1 },
  ])
  const before = (await activities()).map(({ id, days }) => ({ id, days }))
  await program.stop()
  program = await startProgram(settings)
  expect((await activities()).map(({ id, days }) => ({ id, days }))).toEqual(before)
})

test('[WH7] what is known of a program is told, with what was wrong, and outlasts another name', async () => {
  const orders = (await activities()).find(({ name }) => name === 'Orders')!
  await does('updateChannel', { channelId, bot: { kind: 'WEBHOOK', botId: orders.id } })
  answer = ({ type }) => ({ answers: type === 'session.message' ? [{ name: 'say', body: 'Well?' }] : [] })
  const first = await visitor()
  await first.says('Hello')
  await first.hears('BOT', 'Well?')
  answer = () => ({ answers: [{ name: 'sing' }] }) as never
  const second = await visitor()
  await second.says('Hello')
  await second.hears('SYSTEM', 'The bot has failed')
  await does('updateBot', { botId: orders.id, name: 'Orders of today' })
  const { webhook, failures, endpoint } = await activity(orders.id)
  expect(endpoint).toBe('answering')
  expect(webhook).toMatchObject({
    state: 'answering',
    answered: 2,
    failed: 1,
    lastAnswerMs: expect.any(Number),
  })
  expect(webhook?.lastFailure).toMatchObject({
    code: 'wrong_answer',
    sentence: expect.stringContaining('answers'),
  })
  expect(failures[0]).toMatchObject({
    what: 'failed',
    code: 'wrong_answer',
    sentence: webhook?.lastFailure?.sentence,
  })
})

test('[WH1] [E24] a new secret takes the place of the old one without a moment when neither works', async () => {
  const orders = (await activities()).find(({ name }) => name === 'Orders of today')!
  answer = ({ type }) => ({ answers: type === 'session.message' ? [{ name: 'say', body: 'Signed.' }] : [] })
  const { webhook: before } = await activity(orders.id)
  const { botSecret } = await does<{ botSecret: string }>('updateBot', {
    botId: orders.id,
    rotateSecret: true,
  })
  const hearsWith = async (known: string): Promise<void> => {
    secret = known
    const client = await visitor()
    await client.says('Hello')
    await client.hears('BOT', 'Signed.')
  }
  const former = secret
  await hearsWith(former)
  await hearsWith(botSecret)
  const later = { sessionId: 'ses_nothing', baton: 1, answers: [] }
  await asked('/bot/answers', later, former, 404)
  await asked('/bot/answers', later, botSecret, 404)
  await does('updateBot', { botId: orders.id, endFormerSecret: true })
  await asked('/bot/answers', later, former, 401)
  await asked('/bot/answers', later, botSecret, 404)
  await hearsWith(botSecret)
  // The program is the same one: what is known of it goes on.
  const { webhook } = await activity(orders.id)
  expect(webhook!.answered).toBeGreaterThan(before!.answered)
})

test('settings that nothing can work by are refused by name', async () => {
  const refused = await asked<{ error: { field: string } }>(
    '/commands/createBot',
    { data: { kind: 'WEBHOOK', name: 'x', settings: { url: 'somewhere' } } },
    admin,
    422,
  )
  expect(refused.error.field).toBe('data.settings.url')
})
