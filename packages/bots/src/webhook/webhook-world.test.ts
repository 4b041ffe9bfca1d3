import type { SessionId } from '@pult/protocol'
import { expect, test } from 'bun:test'
import type { BotEvent } from '../bot.ts'
import type { Outbound, OutboundAnswer } from '../outbound/index.ts'
import { messageOf, sessionOf } from '../records.fixture.ts'
import { REST_MS_MAX } from '../endpoint/breaker.ts'
import type { EndpointError } from '../endpoint/index.ts'
import { webhookSecretOf } from './sign.ts'
import { AT_ONCE_MAX, OPEN_MAX, webhookBot, type WebhookBot } from './webhook-bot.ts'

/** How an endpoint is at a moment: it answers after so long, or it fails so, or it says nothing. */
type Weather = { readonly name: 'answers' | 'fails'; readonly afterMs: number } | { readonly name: 'silent' }

const ANSWER: OutboundAnswer = { ok: true, status: 200, contentType: '', body: '{"answers":[]}' }
const BROKEN: OutboundAnswer = { ok: false, code: 'status', status: 500, sentence: 'bot answered 500.' }
const SLOW: OutboundAnswer = { ok: false, code: 'timeout', sentence: 'bot did not answer in time.' }
const STOPPED: OutboundAnswer = { ok: false, code: 'stopped', sentence: '' }

/** A bot on a clock and a network of its own: hours pass in a second, and the same way each time. */
class World {
  nowMs = 0
  readonly asked: { readonly id: string; readonly body: string; readonly atMs: number }[] = []
  underWay = 0
  underWayMax = 0
  weather: (nowMs: number) => Weather = () => ({ name: 'answers', afterMs: 20 })
  readonly random: () => number
  readonly webhook: WebhookBot
  readonly #timers: { readonly atMs: number; readonly run: () => void }[] = []

  constructor(seed: number, answerWithinMs: number) {
    let state = seed
    // A linear congruential generator, Numerical Recipes.
    this.random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    this.webhook = webhookBot(
      {
        url: 'https://bot.example.com/',
        secrets: () => [webhookSecretOf(new Uint8Array(32))],
        answerWithinMs,
      },
      {
        outbound: this.#outbound,
        nowMs: () => this.nowMs,
        steadyMs: () => this.nowMs,
        random: this.random,
        after: (delayMs, run) => this.after(delayMs, run),
        cardOf: ({ card }) => card,
        messageOf: (message) => message,
      },
    )
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, run }
    const later = this.#timers.findLastIndex(({ atMs }) => atMs <= timer.atMs)
    this.#timers.splice(later + 1, 0, timer)
    return () => {
      const index = this.#timers.indexOf(timer)
      if (index >= 0) this.#timers.splice(index, 1)
    }
  }

  async run(untilMs: number): Promise<void> {
    for (;;) {
      await breathe()
      const [next] = this.#timers
      if (next === undefined || next.atMs > untilMs) break
      this.#timers.shift()
      this.nowMs = next.atMs
      next.run()
    }
    this.nowMs = untilMs
    await breathe()
  }

  readonly #outbound: Outbound = ({ headers = {}, body = '', timeoutMs, signal }) =>
    new Promise((resolve) => {
      this.asked.push({ id: headers['webhook-id'] ?? '', body, atMs: this.nowMs })
      this.underWay += 1
      this.underWayMax = Math.max(this.underWayMax, this.underWay)
      let isOver = false
      const end = (answer: OutboundAnswer): void => {
        if (isOver) return
        isOver = true
        this.underWay -= 1
        resolve(answer)
      }
      const weather = this.weather(this.nowMs)
      signal?.addEventListener('abort', () => end(STOPPED))
      if (weather.name !== 'silent' && weather.afterMs < timeoutMs) {
        this.after(weather.afterMs, () => end(weather.name === 'answers' ? ANSWER : BROKEN))
      } else this.after(timeoutMs, () => end(SLOW))
    })
}

async function breathe(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve))
}

function eventOf(session: number, number: number): BotEvent {
  const record = sessionOf()
  const card = { ...record.card, id: `ses_${String(session)}` as SessionId }
  return {
    name: 'message',
    session: { ...record, card },
    message: messageOf(`${String(session)}-${String(number)}`),
  }
}

interface Told {
  readonly id: string
  readonly fromMs: number
  atMs: number
  code: string
}

function tell(world: World, session: number, number: number, signal = new AbortController().signal): Told {
  const event = eventOf(session, number)
  const told = { id: `msg_${String(session)}-${String(number)}_1`, fromMs: world.nowMs, atMs: -1, code: '' }
  const settle = (code: string): void => {
    if (told.code !== '') throw new Error(`${told.id} was settled twice`)
    told.code = code
    told.atMs = world.nowMs
  }
  void Promise.resolve(
    world.webhook.bot(event, { memory: null, client: null, signal, typing: () => undefined }),
  ).then(
    () => settle('answered'),
    (error: EndpointError) => settle(error.code),
  )
  return told
}

test('[WH6] a thousand sessions on a dead endpoint are with people within some seconds, for few requests; then one at a time asks', async () => {
  const world = new World(7, 10_000)
  world.weather = () => ({ name: 'silent' })
  const told = Array.from({ length: 1_000 }, (_, session) => tell(world, session, 0))
  await world.run(10_000)
  expect(told.filter(({ code }) => code === 'answered')).toEqual([])
  expect(Math.max(...told.map(({ atMs, code }) => (code === '' ? Infinity : atMs)))).toBeLessThanOrEqual(
    6_500,
  )
  // Sixteen that wait for three seconds, a few that came in when these had failed, and one after them.
  expect(world.asked.length).toBeLessThanOrEqual(AT_ONCE_MAX + 5)
  expect(world.webhook.state()).toMatchObject({ failed: 1_000, underWay: 0, waiting: 0 })

  const before = world.asked.length
  const later: Told[] = []
  for (let second = 0; second < 300; second += 1) {
    for (let number = 0; number < 10; number += 1) later.push(tell(world, 2_000 + second * 10 + number, 0))
    await world.run(world.nowMs + 1_000)
  }
  // Rests grow to a minute: some ten probes in five minutes, and everybody else is with people at once.
  expect(world.asked.length - before).toBeLessThanOrEqual(20)
  expect(world.asked.length - before).toBeGreaterThanOrEqual(5)
  expect(
    later.filter(({ code, atMs, fromMs }) => code === 'resting' && atMs === fromMs).length,
  ).toBeGreaterThan(2_950)

  world.weather = () => ({ name: 'answers', afterMs: 20 })
  await world.run(world.nowMs + REST_MS_MAX)
  const back = [tell(world, 9_000, 0)]
  await world.run(world.nowMs + 100)
  back.push(tell(world, 9_001, 0))
  await world.run(world.nowMs + 100)
  expect(back.map(({ code }) => code)).toEqual(['answered', 'answered'])
})

test('[WH6] what waits has an end: above it events go to people at once', async () => {
  const world = new World(1, 10_000)
  world.weather = () => ({ name: 'answers', afterMs: 100 })
  const told = Array.from({ length: OPEN_MAX + 50 }, (_, session) => tell(world, session, 0))
  await world.run(0)
  expect(told.filter(({ code }) => code === 'overloaded').length).toBe(50)
  expect(world.webhook.state()).toMatchObject({ underWay: AT_ONCE_MAX, waiting: OPEN_MAX - AT_ONCE_MAX })
  await world.run(60_000)
  const codes = Map.groupBy(told, ({ code }) => code)
  // 160 a second for ten seconds; for the others it was too late, and nobody was asked in vain.
  expect([...codes.keys()].toSorted()).toEqual(['answered', 'overloaded'])
  expect(codes.get('answered')!.length).toBeGreaterThan(1_500)
  expect(world.webhook.state()).toMatchObject({ underWay: 0, waiting: 0 })
}, 30_000)

for (let seed = 1; seed <= 20; seed += 1) {
  test(`[WH3] [WH5] [WH6] in any weather: once each, in order, in time (seed ${String(seed)})`, async () => {
    const answerWithinMs = 4_000 + seed * 500
    const world = new World(seed, answerWithinMs)
    const { random } = world
    const spells = Array.from({ length: 40 }, () => {
      const kind = random()
      const afterMs = Math.floor(random() ** 3 * 4_000)
      return kind < 0.5
        ? { name: 'answers' as const, afterMs }
        : kind < 0.75
          ? { name: 'fails' as const, afterMs }
          : { name: 'silent' as const }
    })
    world.weather = (nowMs) => spells[Math.floor(nowMs / 7_000)] ?? { name: 'answers', afterMs: 20 }
    const bySession = new Map<number, Told[]>()
    const leaving: AbortController[] = []
    for (let step = 0; step < 400; step += 1) {
      const session = Math.floor(random() * 60)
      const before = bySession.get(session) ?? []
      const leave = new AbortController()
      before.push(tell(world, session, before.length, leave.signal))
      bySession.set(session, before)
      if (random() < 0.1) leaving.push(leave)
      if (random() < 0.1) leaving.shift()?.abort()
      await world.run(world.nowMs + Math.floor(random() * 1_000))
    }
    // Events of one session wait for one another.
    await world.run(world.nowMs + 60 * answerWithinMs)

    const bodies = new Map<string, string>()
    for (const { id, body } of world.asked) {
      expect(bodies.get(id) ?? body).toBe(body)
      bodies.set(id, body)
    }
    for (const told of bySession.values()) {
      let freeAtMs = 0
      for (const { id, fromMs, atMs, code } of told) {
        expect([id, code]).not.toEqual([id, ''])
        const tries = world.asked.filter((one) => one.id === id).map((one) => one.atMs)
        const begunMs = Math.max(fromMs, freeAtMs)
        expect(Math.min(...tries, Infinity)).toBeGreaterThanOrEqual(begunMs)
        expect(atMs - begunMs).toBeLessThanOrEqual(answerWithinMs)
        freeAtMs = Math.max(freeAtMs, atMs)
      }
    }
    expect(world.underWayMax).toBeLessThanOrEqual(AT_ONCE_MAX)
    const { answered, failed, left, underWay, waiting } = world.webhook.state()
    expect([answered + failed + left, underWay, waiting]).toEqual([400, 0, 0])
    expect(answered).toBeGreaterThan(0)
  }, 60_000)
}
