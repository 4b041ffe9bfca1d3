import { afterEach, beforeEach, expect, test } from 'bun:test'
import { reads, type BotActivity, type BotSummary, type SessionId } from '@pult/protocol'
import { exactly } from '../testing/expect-frame.ts'
import { Desk } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'

const HOUR_MS = 3_600_000
let desk: Desk
let chief: Person
beforeEach(async () => {
  desk = await Desk.open({ steadyMs: () => performance.now() })
  chief = await desk.operator('chief', { role: 'supervisor', groupIds: [] })
})
afterEach(async () => {
  desk.expectWell()
  await desk.close()
})

async function all(query = ''): Promise<BotSummary[]> {
  const { status, json } = await desk.get(`/bots/activity${query}`, chief.token)
  expect(status).toBe(200)
  exactly(reads['GET /bots/activity'].reply, json)
  return json.items
}
async function one(id: string, query = ''): Promise<BotActivity> {
  const { status, json } = await desk.get(`/bots/${id}/activity${query}`, chief.token)
  expect(status).toBe(200)
  exactly(reads['GET /bots/{id}/activity'].reply, json)
  return json
}

async function botDoes(sessionId: string, name: 'botAnswer' | 'botFail', data: object): Promise<void> {
  const { engine } = desk.main
  const { card, baton } = engine.state.sessions.get(sessionId as SessionId)!
  const actor = { type: 'BOT', channelId: card.channel, name: 'Menu' } as const
  const outcome = await engine.request({
    actor,
    name,
    data: { sessionId: card.id, baton, ...data },
  } as Parameters<typeof engine.request>[0])
  expect(outcome.error).toBeUndefined()
}

test('[GD12] who looks after bots sees what they did today and hold now; the built-in one is among them', async () => {
  const first = await desk.inChat('bot', 'Hello')
  await desk.inChat('bot', 'Hello')
  await first.stream.does('callOperator', {})
  const [builtin] = await all('?days=2')
  expect(builtin).toMatchObject({ id: 'BUILTIN', name: null, kind: 'BUILTIN', holds: 1, silent: 0 })
  expect(builtin?.days).toHaveLength(2)
  expect(builtin?.days[0]).toMatchObject({ came: 0 })
  expect(builtin?.days[1]).toMatchObject({ came: 2, called: 1, resolved: 0 })
})

test('[GD12] a stay stands under the day on which it began, where the asker is', async () => {
  await desk.inChat('bot', 'Hello')
  const dayAt = (hours: number): string =>
    new Date(desk.clock.nowMs + hours * HOUR_MS).toISOString().slice(0, 10)
  for (const hours of [-12, 0, 3, 14]) {
    expect((await all(`?days=1&utcOffset=${hours * 60}`))[0]?.days).toMatchObject([
      { day: dayAt(hours), came: 1 },
    ])
  }
  desk.clock.nowMs += 24 * HOUR_MS
  expect((await all('?days=1'))[0]?.days).toMatchObject([{ came: 0 }])
})

test('[GD12] a bot of one’s own: its versions, its steps with who stands there, its failures', async () => {
  const { botId } = (await desk.commands(
    desk.boss,
    'createBot',
    { kind: 'FLOW', name: 'Menu', settings: {} },
    { botSecret: 'whsec_' },
  )) as { botId: string }
  await desk.channel('own', 'NONE', { bot: { kind: 'FLOW', botId } })
  const talk = async (passed: { trail: string[]; at: string | null }): Promise<string> => {
    const { sessionId } = await desk.inChat('own', 'Hello')
    await botDoes(sessionId, 'botAnswer', {
      // What is said is owed no more, however the clock is moved below.
      answers: [{ name: 'say', body: 'Hi!' }],
      passed: { version: 1, failed: [], ...passed },
    })
    return sessionId
  }
  await talk({ trail: ['hello', 'menu'], at: 'menu' })
  const failed = await talk({ trail: ['hello', 'order'], at: 'order' })
  await botDoes(failed, 'botFail', { code: 'program_failed', sentence: 'The shop is down.' })
  expect(await one(botId)).toMatchObject({
    id: botId,
    holds: 1,
    versions: [{ version: 1, came: 2, failed: 1 }],
    steps: [
      { node: 'hello', came: 2, holds: 0 },
      { node: 'menu', came: 1, holds: 1, silent: 0 },
      { node: 'order', came: 1, failed: 1, holds: 0 },
    ],
    failures: [
      {
        sessionId: failed,
        what: 'failed',
        node: 'order',
        code: 'program_failed',
        sentence: 'The shop is down.',
      },
    ],
    webhook: null,
  })
  desk.clock.nowMs += HOUR_MS
  expect(await one(botId)).toMatchObject({ holds: 1, silent: 1, steps: [{}, { holds: 1, silent: 1 }, {}] })
})

test('[GD12] nobody else is told: not an operator, not a client, not of a bot that is not there', async () => {
  const anna = await desk.operator('anna', {})
  const client = await desk.visitor()
  for (const path of ['/bots/activity', '/bots/BUILTIN/activity']) {
    expect((await desk.get(path, anna.token)).status).toBe(403)
    expect((await desk.get(path, client.token)).status).toBe(403)
    expect((await desk.get(path)).status).toBe(401)
  }
  expect((await desk.get('/bots/bot_of_nobody/activity', chief.token)).status).toBe(404)
  expect((await desk.get('/bots/activity?days=31', chief.token)).status).toBe(422)
})
