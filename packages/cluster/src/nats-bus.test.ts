import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testWithCertificates } from '../../bots/src/outbound/certificates.fixture.ts'
import { openTcpProxy } from '../../storage/testing/tcp-proxy.ts'
import type { Bus } from './bus.ts'
import { openNatsBus, readNatsUrl } from './nats-bus.ts'
import { natsMissing, startNats, type NatsServer } from './testing/nats-server.ts'

test.each([
  ['nats://host:4222', { servers: ['host:4222'], isTls: false }],
  ['nats://bob:s%40t@a:1,tls://b:2', { servers: ['a:1', 'b:2'], isTls: true, user: 'bob', pass: 's@t' }],
  ['nats://secret@a:1', { servers: ['a:1'], isTls: false, token: 'secret' }],
])('[CL14] %s is understood', (url, read) => {
  expect(readNatsUrl(url)).toEqual(read)
})

test.each(['', 'host:4222', 'http://host', 'nats://a:1,,'])(
  '[CL14] "%s" is refused with an example',
  (url) => {
    expect(() => readNatsUrl(url)).toThrow('it looks like nats://')
  },
)

if (natsMissing !== null && process.env['CI'] !== 'true')
  process.stderr.write(`\n!!! The bus of NATS was NOT tried: ${natsMissing}.\n\n`)

describe.skipIf(natsMissing !== null && process.env['CI'] !== 'true')('a bus of NATS', () => {
  const open: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of open) await close()
  })
  async function serverOf(words: readonly string[] = []): Promise<NatsServer> {
    const server = await startNats(words)
    open.push(() => server.kill())
    return server
  }
  function busOf(url: string, states: (readonly [boolean, string])[] = []): Bus {
    const bus = openNatsBus({ url, name: 'test', onState: (...state) => void states.push(state) })
    open.unshift(() => bus.close())
    return bus
  }

  test('[CL14] carries words to everybody who listens, in order, oneself included', async () => {
    const { url } = await serverOf()
    const [one, two] = [busOf(url), busOf(url)]
    await until(() => one.isUp() && two.isUp())
    const heard: string[] = []
    const stop = two.subscribe('pult.x', (word) => heard.push(`two ${word}`))
    one.subscribe('pult.x', (word) => heard.push(`one ${word}`))
    await echo(two)
    for (let count = 0; count < 100; count += 1) one.publish('pult.x', `${count}`)
    await until(() => heard.length === 200)
    for (const name of ['one', 'two'])
      expect(heard.filter((word) => word.startsWith(name))).toEqual(
        Array.from({ length: 100 }, (_, count) => `${name} ${count}`),
      )
    stop()
    one.publish('pult.x', 'last')
    await until(() => heard.length === 201)
    expect(heard.at(-1)).toBe('one last')
  })

  test('[CL14] begins before its server does, notices when it is killed, and listens again when it is back', async () => {
    const server = await serverOf()
    await server.kill()
    const states: (readonly [boolean, string])[] = []
    const bus = busOf(server.url, states)
    const heard: string[] = []
    bus.subscribe('pult.y', (word) => heard.push(word))
    bus.publish('pult.y', 'in vain')
    await until(() => states.length > 0)
    expect([bus.isUp(), states[0]![0]]).toEqual([false, false])
    await server.restart()
    await until(() => bus.isUp())
    await echo(bus)
    bus.publish('pult.y', 'now')
    await until(() => heard.length === 1)
    await server.kill()
    await until(() => !bus.isUp())
    bus.publish('pult.y', 'lost')
    await server.restart()
    await until(() => bus.isUp())
    bus.publish('pult.y', 'again')
    await until(() => heard.length === 2)
    expect(heard).toEqual(['now', 'again'])
  })

  test('[CL14] a line that goes silent for ever is given up, and another one is made', async () => {
    const server = await serverOf()
    let isSilent = false
    const proxy = await openTcpProxy(server.port, () => (isSilent ? 'swallow' : 'pass'))
    open.push(() => proxy.close())
    const bus = busOf(`nats://127.0.0.1:${proxy.port}`)
    await until(() => bus.isUp())
    const heard: string[] = []
    bus.subscribe('pult.s', (word) => heard.push(word))
    isSilent = true
    await until(() => !bus.isUp())
    // Long enough for the next connection to be taken, and to be as silent.
    await Bun.sleep(1_000)
    isSilent = false
    const whole = Date.now()
    await until(() => bus.isUp())
    expect(Date.now() - whole).toBeLessThan(10_000)
    await echo(bus)
    bus.publish('pult.s', 'again')
    await until(() => heard.length > 0)
    expect(heard).toEqual(['again'])
    isSilent = true
    const closing = Date.now()
    await bus.close()
    expect(Date.now() - closing).toBeLessThan(5_000)
  }, 20_000)

  test('[CL14] a name and a password are asked for; what is too large is lost and nothing else', async () => {
    const server = await serverOf(['--user', 'bob', '--pass', 'secret'])
    const states: (readonly [boolean, string])[] = []
    busOf(server.url, states)
    await until(() => states.length > 0)
    expect(states[0]![1]).toMatch(/authorization|authentication/iu)
    const bus = busOf(server.url.replace('//', '//bob:secret@'))
    await until(() => bus.isUp())
    const heard: number[] = []
    bus.subscribe('pult.z', (word) => heard.push(word.length))
    await echo(bus)
    bus.publish('pult.z', 'x'.repeat(2 * 1024 * 1024))
    bus.publish('pult.z', 'small')
    await until(() => heard.length > 0)
    expect([heard, bus.isUp()]).toEqual([[5], true])
  })

  testWithCertificates('[CL14] over TLS: whose server nobody vouches for is not spoken to', async (made) => {
    const folder = mkdtempSync(join(tmpdir(), 'pult-nats-'))
    open.push(async () => rmSync(folder, { recursive: true }))
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const caFile = file('ca.pem', made.ca)
    const words = ['--tls', '--tlscert', file('cert.pem', made.cert), '--tlskey', file('key.pem', made.key)]
    const server = await serverOf(words)
    const url = `tls://localhost:${server.port}`
    const states: (readonly [boolean, string])[] = []
    busOf(url, states)
    await until(() => states.length > 0)
    expect(states[0]![0]).toBe(false)
    const bus = openNatsBus({ url, name: 'test', tls: { caFile }, onState: () => undefined })
    open.unshift(() => bus.close())
    await until(() => bus.isUp())
    const heard: string[] = []
    bus.subscribe('pult.tls', (word) => heard.push(word))
    await echo(bus)
    bus.publish('pult.tls', 'secret')
    await until(() => heard.length === 1)
  })
})

/** What was subscribed before is in force when this resolves. */
async function echo(bus: Bus): Promise<void> {
  let isBack = false
  const stop = bus.subscribe('pult.echo', () => (isBack = true))
  await until(() => {
    bus.publish('pult.echo', '')
    return isBack
  })
  stop()
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come about')
    await Bun.sleep(10)
  }
}
