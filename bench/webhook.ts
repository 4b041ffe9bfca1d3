/**
 * What a dead webhook costs the others: 1,000 sessions on a good one, each with an event every four seconds, alone and beside 1,000 sessions
 * on a dead one, in turn in one run: alone, beside, alone, beside, … Medians of the paired ratios of the good sessions' times. Each round
 * begins with bots that know nothing yet, so that what a dead endpoint holds before it is given up counts. Beside them, CPU of this process: twice
 * the events. Times say something on a machine that has a core for each of both processes; the load is printed with them.
 *
 *   bun bench/webhook.ts [rounds] [seconds] [silent|refusing|failing]
 */
import { webhookBot, type WebhookBot } from '@pult/bots'
import type { SessionId } from '@pult/protocol'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { messageOf, sessionOf } from '../packages/bots/src/records.fixture.ts'
import { loopbackPorts } from '../packages/bots/src/webhook/loopback.fixture.ts'
import { freePort } from './pult-server.ts'

const rounds = Number(process.argv[2] ?? 5)
const seconds = Number(process.argv[3] ?? 16)
const SESSIONS = 1_000
const EVERY_MS = 4_000
const DEAD = ['silent', 'refusing', 'failing'] as const
const wanted = DEAD.filter((name) => process.argv[4] === undefined || process.argv[4] === name)

const endpoint = Bun.spawn([process.execPath, join(import.meta.dir, 'webhook-endpoint.ts')], {
  stdout: 'pipe',
})
const { value } = await endpoint.stdout.getReader().read()
const port = Number(new TextDecoder().decode(value).trim())
const closedPort = await freePort()

function botAt(url: string): WebhookBot {
  const secrets = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`]
  return webhookBot({ url, secrets: () => secrets, answerWithinMs: 10_000 }, loopbackPorts)
}

/** Every session says something every few seconds, spread evenly. Milliseconds until each answer, or until the session was for people. */
async function talk({ bot }: WebhookBot, name: string): Promise<readonly number[]> {
  const took: number[] = []
  const under = new Set<Promise<void>>()
  const startedAt = performance.now()
  const { signal } = new AbortController()
  for (let number = 0; number < (SESSIONS * seconds * 1_000) / EVERY_MS; number += 1) {
    const dueMs = startedAt + (number * EVERY_MS) / SESSIONS
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await Bun.sleep(waitMs)
    const session = sessionOf()
    const card = { ...session.card, id: `ses_${name}${String(number % SESSIONS)}` as SessionId }
    const event = {
      name: 'message' as const,
      session: { ...session, card },
      message: messageOf(`m${String(number)}`),
    }
    // From when it was due: what the loop itself is late by is somebody's waiting, too.
    const done = (): void => void took.push(performance.now() - dueMs)
    const one = Promise.resolve(bot(event, { memory: null, client: null, signal, typing: () => undefined }))
      .then(done, done)
      .finally(() => under.delete(one))
    under.add(one)
  }
  await Promise.all(under)
  return took
}

interface Figures {
  readonly p50: number
  readonly p99: number
  readonly cpuMs: number
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

async function round(dead: (typeof DEAD)[number] | null): Promise<Figures> {
  const good = botAt(`http://127.0.0.1:${String(port)}/good`)
  const other =
    dead === null
      ? null
      : botAt(`http://127.0.0.1:${String(dead === 'refusing' ? closedPort : port)}/${dead}`)
  const before = process.cpuUsage()
  const [took, lost] = await Promise.all([talk(good, 'good'), other === null ? [] : talk(other, 'dead')])
  const { user, system } = process.cpuUsage(before)
  const { answered, failed } = good.state()
  if (failed > 0 || answered !== took.length) throw new Error(`${String(failed)} of the good sessions failed`)
  if (other !== null) {
    const { tries, notAsked, failed: handedOver } = other.state()
    say(
      `  dead (${dead ?? ''}): ${handedOver} handed over, ${notAsked} of them unasked, ${tries} requests; until then p50 ${quantile(lost, 0.5).toFixed(1)} ms, p99 ${quantile(lost, 0.99).toFixed(0)} ms, at most ${Math.max(...lost).toFixed(0)} ms`,
    )
  }
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), cpuMs: (user + system) / 1_000 }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await round(null)
for (const dead of wanted) {
  const pairs: { readonly alone: Figures; readonly beside: Figures }[] = []
  for (let index = 0; index < rounds; index += 1) {
    const alone = await round(null)
    const beside = await round(dead)
    pairs.push({ alone, beside })
    const line = ({ p50, p99, cpuMs }: Figures): string =>
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, CPU ${cpuMs.toFixed(0)} ms`
    say(
      `${dead.padEnd(9)} alone: ${line(alone)}   beside: ${line(beside)}   (load ${(loadavg()[0] ?? 0).toFixed(1)})`,
    )
  }
  const ratio = (of: (figures: Figures) => number): string =>
    quantile(
      pairs.map(({ alone, beside }) => of(beside) / of(alone)),
      0.5,
    ).toFixed(2)
  say(
    `${dead.padEnd(9)} beside / alone, median of ${String(rounds)}: p50 ${ratio(({ p50 }) => p50)}, p99 ${ratio(({ p99 }) => p99)}, CPU ${ratio(({ cpuMs }) => cpuMs)}`,
  )
}
endpoint.kill()
