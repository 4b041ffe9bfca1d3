import { afterAll, beforeAll, expect, test } from 'bun:test'
import { botTrialSchema, type BotTrial, type BotTrialRequest } from '@pult/protocol'
import { exactly } from '../testing/expect-frame.ts'
import { Desk } from '../testing/desk.ts'

let desk: Desk
const tried: BotTrialRequest[] = []
const trial: BotTrial = {
  outcome: 'ANSWER',
  body: 'Yes.',
  why: null,
  sentence: null,
  excerpts: [],
  tokens: { question: 100, answer: 2, isEstimate: false },
  tookMs: 5,
}
const asks = { kind: 'MODEL', settings: { url: 'https://models.test' }, question: 'Are you open?' }

beforeAll(async () => {
  desk = await Desk.open()
  const bots = {
    endpointOf: () => null,
    stepsOf: () => [],
    tryModel: (request: BotTrialRequest) => {
      tried.push(request)
      return Promise.resolve(trial)
    },
  }
  Object.assign(desk.main, { bots })
})
afterAll(() => desk.close())

test('[GD13] an admin asks what a client might ask', async () => {
  const { status, json } = await desk.post('/bot/trials', asks, desk.boss.token)
  expect(status).toBe(200)
  exactly(botTrialSchema, json)
  expect(json).toEqual(trial)
  expect(tried).toMatchObject([asks])
})

test('[GD13] nobody else does, and what cannot be asked is named', async () => {
  const chief = await desk.operator('chief', { role: 'supervisor' })
  const visitor = await desk.visitor()
  const code = async (body: object, token?: string): Promise<string> => {
    const { status, json } = await desk.post('/bot/trials', body, token)
    return `${status} ${json.error.code} ${json.error.field ?? ''}`.trim()
  }
  expect(await code(asks)).toBe('401 not_authenticated data.token')
  for (const { token } of [chief, visitor]) expect(await code(asks, token)).toBe('403 not_allowed')
  const { token } = desk.boss
  expect(await code({ ...asks, question: ' ' }, token)).toBe('422 validation_failed question')
  expect(await code({ ...asks, settings: {} }, token)).toBe('422 validation_failed settings.url')
  expect(await code({ ...asks, kind: 'FLOW' }, token)).toBe('422 validation_failed kind')
  expect(await code({ ...asks, botId: 'bot_nobodys' }, token)).toBe('404 bot_not_found botId')
  expect(tried).toHaveLength(1)
})
