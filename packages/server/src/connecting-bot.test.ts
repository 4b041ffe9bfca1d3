/** The real program, and real programs of a company that connect to it: nothing is lost, whichever of them dies. */
import { createBotClient, type BotClient } from '@pult/client'
import type { BotReply, BotSummary, Message, WebhookEvent } from '@pult/protocol'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { ADMIN, freePort, startProgram, temporaryFolder, type Program } from '../testing/program.ts'

/** Starting takes a second on a quiet machine. */
setDefaultTimeout(60_000)

const folder = temporaryFolder()
let program: Program
let port = 0
let admin = ''
let secret = ''
let botId = ''
let channelId = ''
let channelKey = ''
const clients: BotClient[] = []

const start = (): Promise<Program> => startProgram({ PULT_DATA: folder.path, PORT: String(port) })

async function asked<T>(path: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(`${program.url}/api/v1${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  })
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as T
}
const does = <T>(name: string, data: object): Promise<T> =>
  asked<{ data: T }>(`/commands/${name}`, { data }, admin).then((reply) => reply.data)

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 800; round += 1) {
    if (await holds()) return
    await Bun.sleep(25)
  }
  throw new Error(`It never came: ${what}`)
}

/** A client of the company writes; resolves with how to wait for words of an author's kind. */
async function writes(
  body: string,
): Promise<(authorType: Message['authorType'], words: string) => Promise<void>> {
  const { clientToken, chatId } = await asked<{ clientToken: string; chatId: string }>('/client/hello', {
    channelKey,
  })
  await asked('/commands/sendMessage', { data: { body } }, clientToken)
  return (authorType, words) =>
    until(`${authorType}: ${words}`, async () => {
      const { items } = await asked<{ items: Message[] }>(`/chats/${chatId}/messages`, undefined, clientToken)
      return items.some((one) => one.authorType === authorType && one.body.includes(words))
    })
}

interface Heard {
  readonly id: string
  readonly event: WebhookEvent
}

async function connects(
  answer: (event: WebhookEvent) => BotReply | null | Promise<BotReply | null>,
): Promise<{ readonly client: BotClient; readonly heard: Heard[] }> {
  const heard: Heard[] = []
  const client = createBotClient({
    url: program.url,
    secret,
    onEvent: (event, { id }) => {
      heard.push({ id, event })
      return answer(event)
    },
  })
  clients.push(client)
  client.connect()
  await until('the connection', () => client.connection.name === 'live')
  return { client, heard }
}
const says =
  (body: string) =>
  (event: WebhookEvent): BotReply => ({
    answers: event.type === 'session.message' ? [{ name: 'say', body }] : [],
  })
const summary = async (): Promise<BotSummary> =>
  (await asked<{ items: BotSummary[] }>('/bots/activity?days=1', undefined, admin)).items.find(
    ({ id }) => id === botId,
  )!

beforeAll(async () => {
  port = await freePort()
  program = await start()
  admin = (await asked<{ token: string }>('/login', ADMIN)).token
  const { items } = await asked<{ items: { id: string; channelKey: string }[] }>(
    '/channels',
    undefined,
    admin,
  )
  ;({ id: channelId, channelKey } = items[0]!)
  const settings = { connects: true }
  const made = await does<{ botId: string; botSecret: string }>('createBot', {
    kind: 'WEBHOOK',
    name: 'Orders',
    settings,
  })
  ;({ botId, botSecret: secret } = made)
  await does('updateChannel', { channelId, bot: { kind: 'WEBHOOK', botId } })
})
afterAll(async () => {
  for (const client of clients) client.close()
  await program.stop()
  folder[Symbol.dispose]()
})

test('[WL3] where no program is connected people have the client at once', async () => {
  // After the time that programs have to come back after a start.
  await until('nobody', async () => {
    const hears = await writes('Hello?')
    await hears('SYSTEM', 'The bot has failed')
    return (await summary()).endpoint === 'absent'
  })
})

test('[WL1] [GD15] a program that connected answers, remembers, and says more later', async () => {
  const { client, heard } = await connects(({ type, data }) => {
    if (type !== 'session.message') return { answers: [] }
    return data.memory === null ? { answers: [{ name: 'say', body: 'Which one?' }], memory: 1 } : null
  })
  const hears = await writes('Where is my order?')
  await hears('BOT', 'Which one?')
  const told = heard.map(({ event }) => event.type)
  expect(told).toEqual(['session.received', 'session.message'])
  const { session, baton } = heard[1]!.event.data
  await client.answer({ sessionId: session.id, baton, answers: [{ name: 'say', body: 'Found it.' }] })
  await hears('BOT', 'Found it.')
  expect(client.answer({ sessionId: session.id, baton: baton + 1, answers: [] })).rejects.toMatchObject({
    code: 'stale_baton',
  })
  expect((await summary()).endpoint).toBe('answering')
  client.close()
})

test('[WL2] a program dies over an event: the next one is told it, with the same id', async () => {
  const { client: first, heard } = await connects(() => new Promise<null>(() => undefined))
  const hears = await writes('Are you there?')
  await until('the event', () => heard.length > 0)
  first.close()
  const { client: second, heard: again } = await connects(says('I am the second.'))
  await hears('BOT', 'I am the second.')
  expect(again[0]?.id).toBe(heard[0]!.id)
  second.close()
})

test('[WL2] [B9] Pult dies over an event: the program comes back by itself, is told again and answers', async () => {
  const ready = Promise.withResolvers<void>()
  const { client, heard } = await connects(async (event) => {
    await ready.promise
    return says('I am back.')(event)
  })
  const hears = await writes('And now?')
  await until('the event', () => heard.length > 0)
  await program.stop('SIGKILL')
  program = await start()
  ready.resolve()
  await hears('BOT', 'I am back.')
  // The same event in the same program is answered as before, and not thought about twice.
  expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length)
  client.close()
})

test('[WL4] a program that throws, or answers nonsense, is replaced by people at once', async () => {
  for (const answer of [
    () => {
      throw new Error('The shop is down.')
    },
    () => ({ answers: [{ name: 'sing' }] }) as never,
  ]) {
    const { client } = await connects(answer)
    const hears = await writes('Hello?')
    await hears('SYSTEM', 'The bot has failed')
    client.close()
  }
})

test('[GD15] a secret that does not work any more ends its connection for good, and a wrong one never begins', async () => {
  const { client } = await connects(says('Hello.'))
  const stops: string[] = []
  client.onStopped(({ name }) => stops.push(name))
  await does('updateBot', { botId, rotateSecret: true, endFormerSecret: true })
  await until('the end', () => stops.length > 0)
  const late = createBotClient({ url: program.url, secret, onEvent: () => null })
  clients.push(late)
  late.onStopped(({ name }) => stops.push(name))
  late.connect()
  await until('the refusal', () => stops.length > 1)
  expect(stops).toEqual(['notAuthenticated', 'notAuthenticated'])
})

test('[WL1] the example connects, greets, answers and hands over', async () => {
  ;({ botSecret: secret } = await does<{ botSecret: string }>('updateBot', { botId, rotateSecret: true }))
  const example = Bun.spawn(
    [process.execPath, join(import.meta.dir, '../../../examples/connecting-bot/bot.ts')],
    {
      env: { ...process.env, PULT_URL: program.url, PULT_BOT_SECRET: secret },
      stdout: 'pipe',
      stderr: 'inherit',
    },
  )
  try {
    let text = ''
    for await (const chunk of example.stdout) {
      text += new TextDecoder().decode(chunk)
      if (text.includes('live')) break
    }
    const hears = await writes('When are you open?')
    await hears('BOT', 'We are here from 9 to 18.')
  } finally {
    example.kill()
    await example.exited
  }
})
