import type { MessageId } from '@pult/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { BotContext, BotEvent } from '../bot.ts'
import { messageOf, sessionOf } from '../records.fixture.ts'
import { loopbackPorts } from './loopback.fixture.ts'
import { webhookSecretOf } from './sign.ts'
import { webhookBot, type WebhookBot } from './webhook-bot.ts'

const FOLDER = join(import.meta.dir, '../../../../examples/webhook-bot')
const SECRET = webhookSecretOf(new Uint8Array(32).fill(5))
const NEWER = webhookSecretOf(new Uint8Array(32).fill(6))
function deliveryTo(port: number, secrets: readonly string[], nowMs = loopbackPorts.nowMs): WebhookBot {
  const settings = {
    url: `http://127.0.0.1:${String(port)}/`,
    secrets: () => secrets,
    answerWithinMs: 10_000,
  }
  return webhookBot(settings, { ...loopbackPorts, nowMs })
}
const sixMinutesAgo = (): number => Date.now() - 360_000

const session = sessionOf()
const said = (body: string, actionId?: string): BotEvent => ({
  name: 'message',
  session,
  message: messageOf(body, { id: 'msg_1' as MessageId, ...(actionId === undefined ? {} : { actionId }) }),
})
const contextOf = (memory: BotContext['memory'] = null): BotContext => ({
  memory,
  client: null,
  signal: new AbortController().signal,
  typing: () => undefined,
})

/** Python comes with Debian. Without it its example is skipped, loudly; in CI that is a failure, because nobody reads what was skipped there. */
const hasPython = Bun.which('python3') !== null
if (!hasPython && process.env['CI'] !== 'true') {
  process.stderr.write(
    '\n!!! The bot in Python was NOT tried: python3 is not installed (Debian: apt install python3).\n\n',
  )
}

describe.each([
  ['TypeScript', [process.execPath, 'bot.ts'], true],
  ['Python', ['python3', 'bot.py'], hasPython || process.env['CI'] === 'true'],
] as const)('the example in %s', (_language, command, isTried) => {
  let port: number
  let running: { readonly kill: () => void; readonly exited: Promise<number> } | undefined
  beforeAll(async () => {
    if (!isTried) return
    const child = Bun.spawn([...command], {
      cwd: FOLDER,
      env: { ...process.env, PULT_WEBHOOK_SECRET: SECRET, PORT: '0' },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    running = child
    let text = ''
    for await (const chunk of child.stdout) {
      text += new TextDecoder().decode(chunk)
      if (text.includes('\n')) break
    }
    port = Number(/Listening at (\d+)/.exec(text)?.[1])
    if (Number.isNaN(port)) throw new Error(`It did not start: ${await new Response(child.stderr).text()}`)
  }, 30_000)
  afterAll(async () => {
    running?.kill()
    await running?.exited
  })

  test.skipIf(!isTried)(
    '[WH1] [WH4] greets, answers, offers an operator, remembers, and hands over',
    async () => {
      const { bot, state } = deliveryTo(port, [NEWER, SECRET])
      const button = { id: 'operator', label: 'Call an operator' }
      expect(await bot({ name: 'received', session, why: 'STARTED' }, contextOf())).toEqual({
        answers: [{ name: 'say', body: 'Hello, Vera!', actions: [button] }],
      })
      expect(await bot(said('When are you OPEN?'), contextOf())).toEqual({
        answers: [{ name: 'say', body: 'We are here from 9 to 18.' }],
      })
      expect(await bot(said('Где заказ?'), contextOf())).toMatchObject({
        answers: [{ name: 'say', actions: [button] }],
        memory: 'puzzled',
      })
      const handOver = {
        answers: [{ name: 'handOver', summary: 'Asked: Где заказ?', fields: { from: 'chn_1' } }],
      }
      expect(await bot(said('Где заказ?'), contextOf('puzzled'))).toEqual(handOver as never)
      expect(await bot(said('Где заказ?', 'operator'), contextOf())).toEqual(handOver as never)
      expect(state()).toMatchObject({ answered: 5, failed: 0, repeats: 0 })
    },
  )

  test.skipIf(!isTried)('[WH1] refuses a wrong secret and an old letter', async () => {
    for (const delivery of [deliveryTo(port, [NEWER]), deliveryTo(port, [SECRET], sixMinutesAgo)]) {
      const leaving = new AbortController()
      const reply = Promise.resolve(delivery.bot(said('hello'), { ...contextOf(), signal: leaving.signal }))
      for (let round = 0; round < 1_000 && delivery.state().endpoint !== 'failing'; round += 1)
        await Bun.sleep(5)
      expect(delivery.state()).toMatchObject({ endpoint: 'failing', answered: 0 })
      leaving.abort()
      expect(reply).rejects.toMatchObject({ code: 'stopped' })
    }
    const plain = await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', body: '{}' })
    expect([plain.status, await plain.text()]).toEqual([401, 'Not from Pult.'])
  })
})
