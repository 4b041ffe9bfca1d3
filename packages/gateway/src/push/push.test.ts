import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Desk } from '../testing/desk.ts'
import type { Person } from '../testing/host.ts'
import { PushService, type Browser, type Received } from '../testing/push-service.ts'
import { breathe } from '../testing/clock.ts'
import { createPush, createVapidKeys, parsePushHosts } from './index.ts'
import { PUSH_EVERY_MS } from './pace.ts'

/** A busy machine takes seconds for what is done in a moment. */
const UNTIL_MS_MAX = 30_000
/** A busy machine answers a request of its own late; the one test that waits for it waits no longer than this. */
const ANSWER_MS = 1_500

setDefaultTimeout(2 * UNTIL_MS_MAX)

let service: PushService
let desk: Desk
let said: string[]
/** How many tries have been put off. */
let putOff: number

beforeEach(async () => {
  service = new PushService()
  said = []
  putOff = 0
  const keys = await createVapidKeys()
  desk = await Desk.open({
    openPush: (clock) => (engine) =>
      createPush({
        engine,
        keys,
        hosts: parsePushHosts([service.host]),
        contact: 'https://chat.example.com',
        nowMs: () => clock.nowMs,
        random: (count) => crypto.getRandomValues(new Uint8Array(count)),
        after(delayMs, run) {
          putOff += 1
          return clock.after(delayMs, run)
        },
        onFailure: (sentence) => void said.push(sentence),
        answerMs: ANSWER_MS,
      }),
  })
})

afterEach(async () => {
  await desk.close()
  await service.stop()
})

const counts = () => desk.main.push!.counts()

/** An operator who has a session, has subscribed a browser, and has closed the tab; `writes` is the client. */
async function away(
  name = 'anna',
  more: object = {},
): Promise<{
  person: Person
  browser: Browser
  sessionId: string
  writes: (body: string) => Promise<void>
}> {
  const person = await desk.atWork(name)
  const browser = service.browser(name)
  await person.stream.does('subscribePush', { ...browser, language: 'en', ...more })
  const client = await desk.clientStream(await desk.visitor())
  const { sessionId } = await client.does('sendMessage', { body: 'Hello' })
  await person.stream.close()
  await until(() => desk.main.engine.state.presence.operators.get(person.operatorId)?.ids.size === 0)
  const writes = async (body: string): Promise<void> => void (await client.does('sendMessage', { body }))
  return { person, browser, sessionId, writes }
}

async function until(isSo: () => boolean): Promise<void> {
  const untilMs = performance.now() + UNTIL_MS_MAX
  while (!isSo() && performance.now() < untilMs) await Bun.sleep(5)
  expect(isSo()).toBe(true)
}

async function delivered(count = 1): Promise<Received> {
  await until(() => service.received.length >= count)
  return service.received[count - 1]!
}

describe('[PU5] what a push service gets', () => {
  test('[PU3] [PU5] words that only the browser can read, signed with the key that browsers subscribe with', async () => {
    const { sessionId, writes, person } = await away()
    await writes('Are you there?')
    const received = await delivered()
    expect(service.opened(received)).toEqual({
      kind: 'message',
      sessionId,
      title: desk.main.engine.state.sessions.get(sessionId as never)!.card.name,
      body: 'Are you there?',
      url: `/#/chat/${sessionId}`,
    })
    expect(received.body.includes('Are you there?')).toBe(false)
    expect(received.headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      urgency: 'high',
      ttl: '3600',
      topic: sessionId,
    })
    const { json } = await desk.get('/push', person.token)
    const claims = await service.claims(received, json.publicKey, desk.clock.nowMs)
    expect(claims).toEqual({
      aud: service.host,
      sub: 'https://chat.example.com',
      exp: Math.floor(desk.clock.nowMs / 1000) + 12 * 3600,
    })
    await until(() => counts().sent === 1)
  })

  test('[PU3] in the language of the browser, and without words where none are wanted', async () => {
    const { writes } = await away('anna', { language: 'ru', preview: false })
    await writes('A secret')
    expect(service.opened(await delivered())).toMatchObject({
      title: 'Новое сообщение в вашем чате',
      body: '',
    })
  })

  test('[PU4] a client who writes ten lines rings once, and again after a while', async () => {
    const { writes } = await away()
    for (let line = 0; line < 10; line += 1) await writes(`line ${line}`)
    await delivered()
    desk.clock.nowMs += PUSH_EVERY_MS
    await writes('and one more')
    expect(service.opened(await delivered(2))).toMatchObject({ body: 'and one more' })
    expect(service.received).toHaveLength(2)
  })

  test('[E17] [L3] who has signed out is pushed nothing', async () => {
    const { person, writes } = await away()
    await desk.post('/logout', {}, person.token)
    await writes('Are you there?')
    await breathe()
    expect([service.received.length, counts().waiting]).toEqual([0, 0])
  })
})

describe('[PU1] whom the server speaks to', () => {
  test('[PU1] an endpoint of no known service is neither kept nor called', async () => {
    const person = await desk.operator('anna')
    const { keys } = service.browser('anna')
    for (const endpoint of ['https://push.example.com/x', 'http://127.0.0.1:1/x', 'http://localhost:1/x']) {
      const { status, json } = await desk.post(
        '/commands/subscribePush',
        { data: { endpoint, keys, language: 'en' } },
        person.token,
      )
      expect([status, json.error.code, json.error.field]).toEqual([
        422,
        'push_endpoint_refused',
        'data.endpoint',
      ])
    }
    expect(desk.main.engine.state.pushSubscriptions.size).toBe(0)
  })

  test('[PU1] a service that sends us elsewhere is not followed', async () => {
    const { writes } = await away()
    service.behave = () => ({ status: 307, headers: { location: `${service.host}/elsewhere` } })
    await writes('Are you there?')
    await until(() => counts().failed === 1)
    expect(service.received.map(({ path }) => path)).toEqual(['/push/anna'])
  })

  test('[PU1] where no pushes are sent there is no key, and nothing is subscribed', async () => {
    const plain = await Desk.open()
    const person = await plain.operator('anna')
    expect((await plain.get('/push', person.token)).json).toEqual({ publicKey: null })
    const data = { ...service.browser('anna'), language: 'en' }
    const { json } = await plain.post('/commands/subscribePush', { data }, person.token)
    expect(json.error.code).toBe('push_endpoint_refused')
    expect((await plain.get('/push', (await plain.visitor()).token)).status).toBe(403)
    await plain.close()
  })
})

describe('[PU6] a service that misbehaves', () => {
  test('[PU6] says that the browser is gone: the subscription is dropped', async () => {
    const { writes } = await away()
    service.behave = () => ({ status: 410 })
    await writes('Are you there?')
    await until(() => desk.main.engine.state.pushSubscriptions.size === 0)
    expect(counts()).toMatchObject({ gone: 1, sent: 0, failed: 0 })
  })

  test('[PU6] stumbles: it is tried again, with what was to be said', async () => {
    const { writes } = await away()
    service.behave = (number) => ({ status: number === 0 ? 500 : 201 })
    await writes('Are you there?')
    await until(() => putOff === 1)
    await desk.clock.advance(4_000)
    expect(service.opened(await delivered(2))).toMatchObject({ body: 'Are you there?' })
    await until(() => counts().sent === 1)
  })

  test('[PU6] asks for a rest: it has it', async () => {
    const { writes } = await away()
    service.behave = (number) =>
      number === 0 ? { status: 429, headers: { 'retry-after': '20' } } : { status: 201 }
    await writes('Are you there?')
    await until(() => putOff === 1)
    await desk.clock.advance(19_000)
    await breathe()
    expect(service.received).toHaveLength(1)
    await desk.clock.advance(1_000)
    await delivered(2)
  })

  test('[PU6] fails three times: it is given up, counted, and said once a minute', async () => {
    const { writes } = await away()
    service.behave = () => ({ status: 503 })
    for (let push = 1; push <= 2; push += 1) {
      await writes(`push ${push}`)
      for (let tries = 1; tries <= 3; tries += 1) {
        await delivered((push - 1) * 3 + tries)
        await until(() => (tries < 3 ? putOff === (push - 1) * 2 + tries : counts().failed === push))
        await desk.clock.advance([0, 4_000, 16_000, 0][tries]!)
      }
    }
    expect(counts()).toMatchObject({ failed: 2, sent: 0 })
    expect(said).toEqual([`1 push failed; the last: ${service.host.slice(7)} answered 503`])
    expect((await desk.request('/metrics')).text).toContain('pult_pushes_total{outcome="failed"} 2')
  })

  test('[PU6] does not answer: it is given up in time, and meanwhile everything goes on', async () => {
    const { writes } = await away()
    const never = Promise.withResolvers<void>()
    service.behave = () => ({ status: 201, until: never.promise })
    await writes('Are you there?')
    await delivered()
    await writes('The chat goes on')
    await until(() => putOff === 1)
    expect(counts().waiting).toBe(1)
    never.resolve()
  })

  test('[PU6] hangs while the server stops: nobody waits for it', async () => {
    const { writes } = await away()
    const never = Promise.withResolvers<void>()
    service.behave = () => ({ status: 201, until: never.promise })
    await writes('Are you there?')
    await delivered()
    await desk.main.push!.stop()
    expect(counts()).toMatchObject({ waiting: 0, sent: 0, failed: 0 })
    never.resolve()
  })

  test('[PU6] an operator who has come back is not pushed what was to be tried again', async () => {
    const { person, writes } = await away()
    service.behave = () => ({ status: 500 })
    await writes('Are you there?')
    await until(() => putOff === 1)
    await desk.operatorStream(person)
    await desk.clock.advance(4_000)
    await until(() => counts().waiting === 0)
    expect([service.received.length, counts().failed]).toEqual([1, 0])
  })
})
