import type { Outbound, OutboundAnswer, OutboundFault } from '@pult/bots'
import type { BotReply, WebhookEvent } from '@pult/protocol'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'

export interface CompanyBotPorts {
  readonly scheduler: Scheduler
  readonly random: Random
  /** `POST /api/v1/bot/answers` with its secret; undefined: nobody listens. */
  readonly answer: (body: string) => Promise<unknown> | undefined
}

/** At least 24 bytes in base64. */
export const COMPANY_SECRET = `whsec_${Buffer.from('a company of a simulated world').toString('base64')}`

const MOODS = ['well', 'well', 'well', 'slow', 'dead', 'silent', 'senseless', 'later', 'later'] as const
type Mood = (typeof MOODS)[number]
/** How long a mood lasts. */
const MOOD_MS = { low: 5_000, high: 60_000 }
const QUICK_MS = { low: 5, high: 300 }
/** A webhook has three seconds. */
const SLOW_MS = { low: 1_000, high: 4_000 }
/** Around the bot's own limit: some come too late. */
const LATER_MS = { low: 300, high: 12_000 }

/** A company's own program behind a webhook, with its good and its bad hours: quick, slow, dead, without sense, or answering later and twice. Returns the way to it. */
export function createCompanyBot({ scheduler, random, answer }: CompanyBotPorts): Outbound {
  let mood: Mood = 'well'
  let moodUntilMs = -Infinity
  /** What was answered to a letter: one that comes twice is answered as before. */
  const answered = new Map<string, BotReply>()

  function moodNow(): Mood {
    const nowMs = scheduler.nowMs()
    if (nowMs >= moodUntilMs) {
      mood = random.pick(MOODS)
      moodUntilMs = nowMs + random.between(MOOD_MS.low, MOOD_MS.high)
    }
    return mood
  }

  function replyTo(id: string, event: WebhookEvent): BotReply {
    const known = answered.get(id)
    if (known !== undefined) return known
    const reply = think(event, random)
    answered.set(id, reply)
    return reply
  }

  /** By itself, and now and then once more: the key makes one of it. */
  function answerLater(id: string, event: WebhookEvent): void {
    const { session, baton } = event.data
    const body = JSON.stringify({ sessionId: session.id, baton, key: id, ...replyTo(id, event) })
    const times = random.chance(0.3) ? 2 : 1
    for (let time = 0; time < times; time += 1)
      scheduler.after(random.between(LATER_MS.low, LATER_MS.high), () => void answer(body))
  }

  return ({ headers = {}, body = '', timeoutMs, signal }) =>
    new Promise((resolve) => {
      const now = moodNow()
      const stop = scheduler.after(timeoutMs, () => end(failure('timeout')))
      const onAbort = (): void => end(failure('stopped'))
      signal?.addEventListener('abort', onAbort)
      function end(outcome: OutboundAnswer): void {
        stop()
        signal?.removeEventListener('abort', onAbort)
        resolve(outcome)
      }
      if (signal?.aborted === true) return onAbort()
      if (now === 'silent') return
      const delay = now === 'slow' ? SLOW_MS : QUICK_MS
      scheduler.after(random.between(delay.low, delay.high), () => {
        if (now === 'dead') return end(failure(random.pick(['unreachable', 'status'])))
        const id = headers['webhook-id'] ?? ''
        const event = JSON.parse(body) as WebhookEvent
        if (now === 'later') {
          answerLater(id, event)
          return end({ ok: true, status: 204, contentType: '', body: '' })
        }
        end(json(now === 'senseless' ? nonsense(random) : replyTo(id, event)))
      })
    })
}

const say = (body: string) => ({ name: 'say', body }) as const

/** Counts what it was told, by what it is reminded of. */
function think({ type, data }: WebhookEvent, random: Random): BotReply {
  const count = typeof data.memory === 'number' ? data.memory : 0
  const memory = count + 1
  if (type === 'session.received') return { answers: [say('Good day')], memory }
  if (random.chance(0.15)) {
    const summary = `Asked ${memory} times`
    return {
      answers: [say('One moment'), { name: 'handOver', summary, fields: { asked: String(memory) } }],
      memory,
    }
  }
  if (random.chance(0.05)) return { answers: [say('Good-bye'), { name: 'close' }], memory }
  return { answers: [say(`Answer ${memory}`), ...(random.chance(0.2) ? [say('And more')] : [])], memory }
}

/** What no bot may answer: contradictions, too much, and what is no answer at all. */
function nonsense(random: Random): unknown {
  return random.pick([
    { answers: [{ name: 'handOver' }, { name: 'say', body: 'I am still here' }] },
    { answers: [{ name: 'close' }, { name: 'handOver' }] },
    { answers: [], memory: 'x'.repeat(5_000) },
    { answers: [{ name: 'sing' }] },
    'Hello',
    null,
  ])
}

function json(value: unknown): OutboundAnswer {
  return { ok: true, status: 200, contentType: 'application/json', body: JSON.stringify(value) }
}

function failure(code: OutboundFault): OutboundAnswer {
  return {
    ok: false,
    code,
    sentence: `The company's program: ${code}.`,
    ...(code === 'status' ? { status: 500 } : {}),
  }
}
