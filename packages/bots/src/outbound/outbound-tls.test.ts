import { expect } from 'bun:test'
import { parseAllowance } from './allowance.ts'
import { testWithCertificates } from './certificates.fixture.ts'
import { createOutbound, type Outbound } from './outbound.ts'

function outbound(trusted: string | null): Outbound {
  return createOutbound({
    allowance: parseAllowance(['127.0.0.0/8']),
    resolve: () => Promise.resolve(['127.0.0.1']),
    steadyMs: () => performance.now(),
    ...(trusted === null ? {} : { ca: trusted }),
  })
}

testWithCertificates(
  '[OB3] the certificate is asked for the name, not for the address that is connected to',
  async ({ ca, key, cert }) => {
    const server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      tls: { key, cert },
      fetch: (request) => new Response(request.headers.get('host')),
    })
    const plain = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response('plain') })
    const asked = (host: string, port: number | undefined, trusted: string | null = ca) =>
      outbound(trusted)({
        url: `https://${host}:${String(port)}/`,
        method: 'GET',
        timeoutMs: 5_000,
        answerBytesMax: 1_000,
      })
    const host = `bot.example.com:${String(server.port)}`
    expect(await asked('bot.example.com', server.port)).toMatchObject({ ok: true, body: host })
    expect(await asked('other.example.com', server.port)).toMatchObject({ ok: false, code: 'tls' })
    // A connection that was made for one name vouches for no other.
    expect(await asked('bot.example.com', server.port)).toMatchObject({ ok: true })
    expect(await asked('other.example.com', server.port)).toMatchObject({ ok: false, code: 'tls' })
    expect(await asked('127.0.0.1', server.port)).toMatchObject({ ok: false, code: 'tls' })
    expect(await asked('bot.example.com', server.port, null)).toMatchObject({ ok: false, code: 'tls' })
    expect(await asked('bot.example.com', plain.port)).toMatchObject({ ok: false, code: 'tls' })
    await server.stop(true)
    await plain.stop(true)
  },
)
