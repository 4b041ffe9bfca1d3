import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { probeNats } from './probe-nats.ts'
import { natsMissing, startNats, type NatsServer } from './testing/nats-server.ts'

setDefaultTimeout(30_000)

describe.skipIf(natsMissing !== null)('a look at NATS', () => {
  let nats: NatsServer
  beforeAll(async () => void (nats = await startNats(['--user', 'pult', '--pass', 's3cret'])))
  afterAll(() => nats.kill())
  const as = (name: string): string => nats.url.replace('//', `//${name}@`)

  test('[CL14] tells what the server is and that words go around', async () => {
    const probe = await probeNats({ url: as('pult:s3cret') }, 5_000)
    expect(probe).toMatchObject({ payloadBytesMax: 1_048_576, isHeard: true })
    expect(probe.version).toMatch(/^\d+\.\d+/)
    expect(probe.roundTripMs).toBeGreaterThanOrEqual(0)
  })

  test('[CL14] a wrong password and a server that is not there are told at once', async () => {
    const wrong = await probeNats({ url: as('pult:guess') }, 5_000).catch((error: unknown) => error)
    expect(String(wrong)).toContain('Authorization Violation')
    const nowhere = await probeNats({ url: 'nats://127.0.0.1:1' }, 5_000).catch((error: unknown) => error)
    expect(nowhere).toBeInstanceOf(Error)
  })
})
