import type { BotReply, SessionId } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import type { BotContext, BotEvent } from '../bot.ts'
import { messageOf, sessionOf } from '../records.fixture.ts'
import { loopbackPorts } from './loopback.fixture.ts'
import { signatureOf, webhookKeyOf, webhookSecretOf } from './sign.ts'
import { AT_ONCE_MAX, webhookBot, type WebhookBot } from './webhook-bot.ts'

interface Heard {
  readonly id: string
  readonly headers: Headers
  readonly body: string
}

/** The bot's own side: a server on the loopback that answers as it is told. */
class Endpoint {
  readonly heard: Heard[] = []
  underWay = 0
  underWayMax = 0
  answer: (heard: Heard, number: number) => Response | Promise<Response> = () =>
    new Response(null, { status: 204 })
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const heard = {
        id: request.headers.get('webhook-id') ?? '',
        headers: request.headers,
        body: await request.text(),
      }
      this.heard.push(heard)
      this.underWay += 1
      this.underWayMax = Math.max(this.underWayMax, this.underWay)
      try {
        return await this.answer(heard, this.heard.length)
      } finally {
        this.underWay -= 1
      }
    },
  })

  get url(): string {
    return `http://127.0.0.1:${String(this.#server.port)}/bot`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }
}

const SECRETS = [1, 2].map((fill) => webhookSecretOf(new Uint8Array(32).fill(fill)))
const made = (url: string, answerWithinMs = 10_000): WebhookBot =>
  webhookBot({ url, secrets: () => SECRETS, answerWithinMs }, loopbackPorts)

function sessionNumber(number: number): BotEvent['session'] {
  const session = sessionOf()
  return { ...session, card: { ...session.card, id: `ses_${String(number)}` as SessionId } }
}
function said(body: string, session = sessionNumber(1)): BotEvent {
  return { name: 'message', session, message: messageOf(body) }
}
const contextOf = (signal = new AbortController().signal): BotContext => ({
  memory: null,
  client: null,
  signal,
  typing: () => undefined,
})
const say = (body: string, memory?: BotReply['memory']): Response =>
  Response.json({ answers: [{ name: 'say', body }], ...(memory === undefined ? {} : { memory }) })
async function fault(reply: ReturnType<WebhookBot['bot']>): Promise<unknown> {
  try {
    return await reply
  } catch (error) {
    return error
  }
}

describe('a bot behind a webhook', () => {
  test('[WH1] [WH4] is sent a signed letter, and its answer is the reply; 204 says nothing yet', async () => {
    await using endpoint = new Endpoint()
    endpoint.answer = (_heard, number) =>
      number === 1 ? say('Добрый день', { seen: true }) : new Response(null, { status: 204 })
    const { bot, state } = made(endpoint.url)
    expect(await bot(said('hello'), contextOf())).toEqual({
      answers: [{ name: 'say', body: 'Добрый день' }],
      memory: { seen: true },
    })
    expect(await bot(said('again'), contextOf())).toEqual({ answers: [] })
    const [{ id, headers, body }] = endpoint.heard as [Heard, Heard]
    const seconds = Number(headers.get('webhook-timestamp'))
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(30)
    expect(headers.get('webhook-signature')).toBe(signatureOf(SECRETS.map(webhookKeyOf), id, seconds, body))
    expect(headers.get('content-type')).toBe('application/json')
    expect(state()).toMatchObject({ answered: 2, later: 1, tries: 2, failed: 0, endpoint: 'answering' })
  })

  test('[WH3] an error is tried again with the same id and the same words, until it is answered', async () => {
    await using endpoint = new Endpoint()
    endpoint.answer = (_heard, number) =>
      number < 3 ? new Response('later', { status: 500 }) : say('at last')
    const { bot, state } = made(endpoint.url)
    expect(await bot(said('hello'), contextOf())).toMatchObject({ answers: [{ body: 'at last' }] })
    expect(new Set(endpoint.heard.map(({ id, body }) => `${id} ${body}`)).size).toBe(1)
    expect(endpoint.heard.length).toBe(3)
    expect(state()).toMatchObject({ answered: 1, tries: 3, repeats: 2, failed: 0, endpoint: 'answering' })
  })

  test('[WH3] a try is given up after three seconds, and the next may be answered', async () => {
    await using endpoint = new Endpoint()
    const never = new Promise<Response>(() => undefined)
    endpoint.answer = (_heard, number) => (number === 1 ? never : say('awake'))
    const startedMs = performance.now()
    expect(await made(endpoint.url).bot(said('hello'), contextOf())).toMatchObject({
      answers: [{ body: 'awake' }],
    })
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(3_000)
    expect(endpoint.heard.length).toBe(2)
  }, 20_000)

  test('[WH3] within its time and no longer: then the event has failed, and the log says why', async () => {
    await using endpoint = new Endpoint()
    endpoint.answer = () => new Response('', { status: 503 })
    const { bot, state } = made(endpoint.url, 900)
    const startedMs = performance.now()
    expect(await fault(bot(said('hello'), contextOf()))).toMatchObject({
      name: 'EndpointError',
      code: 'status',
      message: '127.0.0.1 answered 503.',
    })
    expect(performance.now() - startedMs).toBeLessThan(5_000)
    expect(endpoint.heard.length).toBeGreaterThanOrEqual(2)
    expect(state()).toMatchObject({
      failed: 1,
      endpoint: 'failing',
      failures: [{ code: 'status', sessionId: 'ses_1' }],
    })
  })

  test('[WH4] what cannot be taken is named in the log, and not asked for once more', async () => {
    await using endpoint = new Endpoint()
    endpoint.answer = () => Response.json({ answers: [{ name: 'say', text: 'hi' }] })
    const { bot, state } = made(endpoint.url)
    expect(await fault(bot(said('hello'), contextOf()))).toMatchObject({ code: 'wrong_answer' })
    expect(endpoint.heard.length).toBe(1)
    expect(state().failures[0]?.sentence).toContain('answers.0.')
    expect(state().endpoint).toBe('answering')
  })

  test('[WH5] a session’s events go one after another, and other sessions do not wait for them', async () => {
    await using endpoint = new Endpoint()
    const gate = Promise.withResolvers<void>()
    endpoint.answer = async ({ body }) => {
      if (body.includes('"body":"slow"')) await gate.promise
      return say('ok')
    }
    const { bot } = made(endpoint.url)
    const slow = bot(said('slow'), contextOf())
    const next = bot(said('next'), contextOf())
    await bot(said('other', sessionNumber(2)), contextOf())
    expect(endpoint.heard.map(({ id }) => id)).toEqual(['msg_slow_1', 'msg_other_1'])
    gate.resolve()
    await Promise.all([slow, next])
    expect(endpoint.heard.map(({ id }) => id)).toEqual(['msg_slow_1', 'msg_other_1', 'msg_next_1'])
  })

  test('[WH5] a session that has gone to somebody else is dropped wherever it was: waiting, asking, pausing', async () => {
    await using endpoint = new Endpoint()
    const leaving = new AbortController()
    endpoint.answer = ({ body }) =>
      body.includes('pausing')
        ? new Response('', { status: 500, headers: { 'retry-after': '5' } })
        : new Promise(() => {})
    const { bot, state } = made(endpoint.url)
    const replies = [
      bot(said('asking', sessionNumber(1)), contextOf(leaving.signal)),
      bot(said('waiting', sessionNumber(1)), contextOf(leaving.signal)),
      bot(said('pausing', sessionNumber(2)), contextOf(leaving.signal)),
    ].map(fault)
    for (let round = 0; round < 500 && endpoint.heard.length < 2; round += 1) await Bun.sleep(5)
    await Bun.sleep(50)
    leaving.abort()
    for (const error of await Promise.all(replies)) expect(error).toMatchObject({ code: 'stopped' })
    expect(endpoint.heard.length).toBe(2)
    expect(state()).toMatchObject({ left: 3, failed: 0, failures: [], underWay: 0, waiting: 0 })
  })

  test('[WH5] a few requests at once, and the rest in their turn', async () => {
    await using endpoint = new Endpoint()
    endpoint.answer = async () => {
      await Bun.sleep(10)
      return say('ok')
    }
    const { bot, state } = made(endpoint.url)
    const all = Array.from({ length: 100 }, (_, index) =>
      bot(said('hello', sessionNumber(index)), contextOf()),
    )
    await Promise.all(all.map(fault))
    expect(endpoint.underWayMax).toBe(AT_ONCE_MAX)
    expect(state()).toMatchObject({ answered: 100, underWay: 0, waiting: 0 })
  })

  test('[WH1] a secret that is none is found when the bot is made', () => {
    expect(() =>
      webhookBot({ url: 'https://x', secrets: () => ['short'], answerWithinMs: 1 }, loopbackPorts),
    ).toThrow(RangeError)
  })
})
