import type { BotPassed } from '@pult/engine'
import { botReplySchema, type BotReply, type Client } from '@pult/protocol'
import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { createFlowBot } from './flow-bot.ts'
import type { Flow } from './flow/index.ts'
import { exampleFlow, flowOf, NOON_MS } from './flow/testing/conversation.fixture.ts'
import { anyFlow } from './flow/testing/random-flow.fixture.ts'
import type { OutboundAnswer, OutboundRequest } from './outbound/index.ts'
import { messageOf, sessionOf } from './records.fixture.ts'

const ok = (body: string): OutboundAnswer => ({
  ok: true,
  status: 200,
  contentType: 'application/json',
  body,
})
const down: OutboundAnswer = { ok: false, code: 'unreachable', sentence: 'x.example is down.' }

/** A session with a flow, the way its host tells it. */
function talkTo(flow: Flow, answer: (request: OutboundRequest) => OutboundAnswer = () => down) {
  const requests: OutboundRequest[] = []
  const passed: BotPassed[] = []
  const bot = createFlowBot(
    { flow, revision: 3, secrets: { shop_token: 'hush' } },
    {
      nowMs: () => NOON_MS,
      outbound: (request) => {
        requests.push(request)
        return Promise.resolve(answer(request))
      },
    },
  )
  const client = { name: 'Вера', attributes: { vip: 'yes' } } as unknown as Client
  let memory: BotReply['memory'] = null
  const { signal } = new AbortController()
  const tell = async (event: Parameters<typeof bot>[0]): Promise<BotReply> => {
    const { passed: one, ...turn } = await bot(event, { memory, client, signal, typing: () => undefined })
    if (one !== undefined) passed.push(one)
    const reply = botReplySchema.parse(turn)
    memory = reply.memory
    return reply
  }
  return {
    requests,
    passed,
    say: (body: string, more = {}) =>
      tell({ name: 'message', session: sessionOf(), message: messageOf(body, more) }),
    receive: (why: 'STARTED' | 'TIME' | 'OPERATOR_UNAVAILABLE') =>
      tell({ name: 'received', session: sessionOf(), why }),
  }
}

test('[BF1] a flow is a bot: it answers, calls another server and hands over in one reply each', async () => {
  const session = talkTo(exampleFlow('shop-ru'), () =>
    ok('{"order":{"state":"sent","delivery":{"day":"завтра"}}}'),
  )
  expect(await session.receive('STARTED')).toEqual({ answers: [], memory: null })
  await session.say('Где мой заказ?')
  await session.say('Где мой заказ?', { actionId: 'menu/0' })
  expect((await session.say('10-2345')).answers).toMatchObject([
    { name: 'say', body: 'Заказ 10-2345 в пути, привезём завтра.' },
    { name: 'say', actions: [{ id: 'more/0', label: 'Меню' }, { id: 'more/1' }] },
  ])
  expect(session.requests).toMatchObject([
    {
      method: 'GET',
      url: 'https://shop.example/api/orders/10-2345',
      timeoutMs: 3_000,
      signal: expect.any(AbortSignal),
    },
  ])
  expect((await session.say('оператора')).answers).toMatchObject([
    { name: 'say', body: 'Зову оператора.' },
    { name: 'handOver', fields: { Заказ: '10-2345', Состояние: 'sent' }, skills: ['orders'], priority: 1 },
  ])
  expect((await session.receive('OPERATOR_UNAVAILABLE')).answers).toMatchObject([{ name: 'say' }])
  expect((await session.receive('TIME')).answers).toMatchObject([
    { body: expect.stringContaining('снова помощник') },
  ])
  expect(session.passed[2]).toEqual({
    version: 3,
    trail: ['status', 'known', 'coming', 'more'],
    at: null,
    failed: [],
  })
})

test('[BF8] a call that fails, or answers no JSON where some was wanted, goes on by `failed`', async () => {
  for (const answer of [down, ok('<html>')]) {
    const session = talkTo(exampleFlow('shop-ru'), () => answer)
    await session.say('заказ')
    await session.say('1')
    expect((await session.say('10-2345')).answers.map(({ name }) => name)).toEqual(['say', 'say', 'handOver'])
    expect(session.passed.at(-1)).toMatchObject({ failed: ['status'] })
  }
})

test('[BF13] a memory that another kind of bot left is none', async () => {
  const bot = createFlowBot(
    { flow: flowOf('flow 1\nstart -> a\na:\n  say "Hi"\n  -> wait'), revision: 1, secrets: {} },
    { nowMs: () => NOON_MS, outbound: () => Promise.resolve(down) },
  )
  const event = { name: 'message', session: sessionOf(), message: messageOf('x') } as const
  const { signal } = new AbortController()
  for (const memory of [null, 7, 'x', { turns: [] }]) {
    expect(await bot(event, { memory, client: null, signal, typing: () => undefined })).toMatchObject({
      answers: [{ body: 'Hi' }],
    })
  }
})

test('[BF14] whatever the flow and the client, every reply is one that can be taken', async () => {
  const body = fc.oneof(fc.constantFrom('Да', '1', 'оператор', '', 'доставка'), fc.string({ maxLength: 30 }))
  await fc.assert(
    fc.asyncProperty(anyFlow, fc.array(body, { minLength: 1, maxLength: 6 }), async (flow, bodies) => {
      const session = talkTo(flow, ({ url }) => (url.length % 2 === 0 ? down : ok('{"order":{"state":"x"}}')))
      for (const body of bodies) await session.say(body)
    }),
    { numRuns: 60 },
  )
})
