import { createVisitorClient, type VisitorClient } from '@pult/client'
import type { Article, BotActivity, BotTrial } from '@pult/protocol'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { ADMIN, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

/** Starting takes a second on a quiet machine. */
setDefaultTimeout(60_000)

interface Asked {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
}

const folder = temporaryFolder()
const heard: Asked[] = []
let answer: (asked: Asked) => Response
/** What speaks as OpenAI's does, on this machine. */
const endpoint = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    if (request.headers.get('authorization') !== 'Bearer sk-own-key')
      return new Response(null, { status: 401 })
    const asked = (await request.json()) as Asked
    heard.push(asked)
    return answer(asked)
  },
})
const settings = {
  endpoint: `http://127.0.0.1:${endpoint.port}/v1`,
  model: 'small',
  key: 'sk-own-key',
  articleTags: ['shop'],
  allowedHosts: ['shop.example'],
}
const environment = {
  PULT_DATA: folder.path,
  PULT_OUTBOUND_ALLOW: `http://127.0.0.1:${endpoint.port}`,
}
let program: Program
let admin = ''
let botId = ''
let channelKey = ''
const visitors: VisitorClient[] = []

/** An answer in pieces, with a pause between them. */
function slowly(...words: readonly string[]): Response {
  const pieces = words.map((content) => ({ choices: [{ delta: { content } }] }))
  const end = [
    { choices: [{ delta: {}, finish_reason: 'stop' }] },
    { choices: [], usage: { prompt_tokens: 400, completion_tokens: 10 } },
  ]
  const body = new ReadableStream({
    async start(controller) {
      for (const piece of [...pieces, ...end]) {
        controller.enqueue(`data: ${JSON.stringify(piece)}\n\n`)
        await Bun.sleep(150)
      }
      controller.enqueue('data: [DONE]\n\n')
      controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

async function asked<T>(path: string, body?: unknown, status = 200): Promise<T> {
  const response = await fetch(`${program.url}/api/v1${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...(admin === '' ? {} : { authorization: `Bearer ${admin}` }),
    },
  })
  expect([path, response.status]).toEqual([path, status])
  return (await response.json()) as T
}
const does = <T>(name: string, data: object): Promise<T> =>
  asked<{ data: T }>(`/commands/${name}`, { data }).then((reply) => reply.data)

async function until<T>(what: string, find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let round = 0; round < 600; round += 1) {
    const found = await find()
    if (found !== undefined) return found
    await Bun.sleep(20)
  }
  throw new Error(`${what} did not come`)
}

/** A real visitor: the SDK over a socket. */
async function visitor(): Promise<VisitorClient> {
  const client = createVisitorClient({ url: program.url, channelKey })
  visitors.push(client)
  client.connect()
  await until('the stream', () => client.state.connection.name === 'live' || undefined)
  return client
}
const hears = (client: VisitorClient, authorType: string, body: string): Promise<unknown> =>
  until(`${authorType}: ${body}`, () =>
    client.state.messages.find((one) => one.authorType === authorType && one.body.includes(body)),
  )

beforeAll(async () => {
  program = await startProgram(environment)
  admin = (await asked<{ token: string }>('/login', ADMIN)).token
  const url = 'https://shop.example/returns'
  await does('createArticle', {
    title: 'Returns',
    body: 'Shoes may be returned within 14 days.',
    url,
    tags: ['shop'],
  })
  await does('createArticle', { title: 'Secrets', body: 'Shoes are returned to the safe.', tags: ['inside'] })
  const { items } = await asked<{ items: { id: string; channelKey: string }[] }>('/channels')
  const [channel] = items
  channelKey = channel!.channelKey
  ;({ botId } = await does<{ botId: string }>('createBot', {
    kind: 'MODEL',
    name: 'Robo',
    settings,
    answerWithin: 30,
  }))
  await does('updateChannel', { channelId: channel!.id, bot: { kind: 'MODEL', botId } })
})
afterAll(async () => {
  for (const client of visitors) client.close()
  await program.stop()
  await endpoint.stop(true)
  folder[Symbol.dispose]()
})

test('[MB1] [MB4] [MB7] [B10] a visitor sees that the bot writes, and reads one answer with where it is from', async () => {
  answer = () => slowly('You may ', 'return them ', 'within 14 days [1]. ', 'More: https://evil.example/x')
  const client = await visitor()
  const typing = until('typing', () => client.state.typing ?? undefined)
  client.sendMessage({ body: 'Can I return shoes?' })
  expect(await typing).toMatchObject({ authorType: 'BOT' })
  expect((await typing).text).toBeUndefined()
  await hears(
    client,
    'BOT',
    'You may return them within 14 days [1]. More: …\n\n[1] Returns — https://shop.example/returns',
  )
  expect(client.state.messages.map(({ authorType, authorName }) => [authorType, authorName])).toEqual([
    ['CLIENT', expect.any(String)],
    ['BOT', 'Robo'],
  ])
  expect(client.state.typing).toBeNull()
  const [{ messages }] = heard as [Asked]
  expect(messages[0]!.content).toContain('[1] Returns')
  expect(messages[0]!.content).not.toContain('safe')
})

test('[MB3] [MB5] what one client wrote is not told of another; people get a note', async () => {
  answer = ({ messages }) =>
    messages[0]!.role === 'user' ? slowly('Wants the price of boots.') : slowly('HANDOVER')
  const client = await visitor()
  client.sendMessage({ body: 'Hello there, boots' })
  await hears(client, 'BOT', 'I have no certain answer')
  expect(JSON.stringify(heard.slice(1))).not.toContain('Can I return shoes')
  const { items } = await asked<{ items: { id: string }[] }>('/sessions?botStatus=HELP')
  const notes = await asked<{ items: { body: string }[] }>(`/sessions/${items[0]!.id}/notes`)
  expect(notes.items.map(({ body }) => body)).toEqual([
    'У модели нет уверенного ответа. · The model has no certain answer.\n— Hello there, boots',
  ])
})

test('[MB8] what a day has cost outlives the program', async () => {
  const limits = { contextTokens: 600, answerTokens: 100, dayTokens: 830, sessionTokens: 700 }
  await does('updateBot', { botId, settings: { ...settings, limits } })
  await does('publishBot', { botId })
  await program.stop()
  program = await startProgram(environment)
  answer = () => slowly('Hello.')
  const client = await visitor()
  client.sendMessage({ body: 'Hi' })
  await hears(client, 'BOT', 'An operator will help you from here')
  await does('updateBot', { botId, settings })
  await does('publishBot', { botId })
})

test('[MB9] a dead endpoint: people have the client, and an admin can read why', async () => {
  answer = () => new Response(null, { status: 404 })
  const client = await visitor()
  client.sendMessage({ body: 'Hi' })
  await hears(client, 'SYSTEM', 'The bot has failed')
  const { webhook } = await asked<BotActivity>(`/bots/${botId}/activity?days=1`)
  expect(webhook).toMatchObject({ failed: 1, lastFailure: { code: 'model_not_found' } })
  expect(webhook?.lastFailure?.sentence).toContain('no such model')
})

test('[MB10] an admin tries settings that nobody has published; a key is shown in no version', async () => {
  answer = () => slowly('Within 14 days [1].')
  const trial = await asked<BotTrial>('/bot/trials', {
    kind: 'MODEL',
    settings,
    question: 'Return shoes?',
    botId,
  })
  expect(trial).toMatchObject({
    outcome: 'ANSWER',
    body: 'Within 14 days [1].\n\n[1] Returns — https://shop.example/returns',
    excerpts: [{ title: 'Returns', text: 'Shoes may be returned within 14 days.', isCited: true }],
    tokens: { question: 400, answer: 10, isEstimate: false },
  })
  const blocked = { ...settings, endpoint: 'http://127.0.0.1:1/v1' }
  const failed = await asked<BotTrial>('/bot/trials', { kind: 'MODEL', settings: blocked, question: 'Hi' })
  expect([failed.outcome, failed.sentence]).toEqual([
    'FAILED',
    expect.stringContaining('PULT_OUTBOUND_ALLOW'),
  ])
  const person = await asked<BotTrial>('/bot/trials', { kind: 'MODEL', settings, question: 'Operator!' })
  expect(person).toMatchObject({ outcome: 'HAND_OVER', why: 'asked', tokens: null })
  expect(JSON.stringify(await asked(`/bots/${botId}/versions`))).not.toContain('sk-own-key')
  const { items } = await asked<{ items: { id: string; chars: number }[] }>('/articles')
  expect(items.map(({ chars }) => chars)).toEqual([37, 31])
  expect(await asked<Article>(`/articles/${items[0]!.id}`)).toMatchObject({
    title: 'Returns',
    tags: ['shop'],
  })
})

test('settings of a model that nothing can work by are refused by name', async () => {
  const body = { kind: 'MODEL', name: 'x', settings: { ...settings, limits: { turns: 0 } } }
  const { error } = await asked<{ error: { field: string } }>('/commands/createBot', { data: body }, 422)
  expect(error.field).toBe('data.settings.limits.turns')
})
