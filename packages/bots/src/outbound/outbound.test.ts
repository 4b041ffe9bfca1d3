import { describe, expect, test } from 'bun:test'
import type { Socket } from 'node:net'
import { parseAllowance } from './allowance.ts'
import { createOutbound, HOST_AT_ONCE_MAX, type Outbound, type OutboundRequest } from './outbound.ts'
import { RawServer } from './raw-server.fixture.ts'

/** Every name leads to this machine, unless it is said otherwise. */
function outboundOf(
  allow: readonly string[],
  resolve: (host: string) => string[] = () => ['127.0.0.1'],
): Outbound {
  return createOutbound({
    allowance: parseAllowance(allow),
    resolve: (host) => Promise.resolve(resolve(host)),
    steadyMs: () => performance.now(),
  })
}

const request = (port: number, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  url: `http://bot.example.com:${String(port)}/hook?x=1`,
  method: 'POST',
  body: '{}',
  timeoutMs: 5_000,
  answerBytesMax: 1_000,
  ...more,
})
const toBot = outboundOf(['http://bot.example.com'])
const says = (text: string) => (socket: Socket) => void socket.end(text)
const drip = (head: string, drop: string) => (socket: Socket) => {
  socket.write(head)
  const timer = setInterval(() => socket.write(drop), 10)
  socket.on('close', () => clearInterval(timer))
}
const ANSWER =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: 2\r\n\r\n{}'

describe('a request', () => {
  test('[OB1] goes to the checked address under the name that was asked for, and brings status, type and body', async () => {
    using server = await RawServer.start(says(ANSWER))
    const answer = await toBot(request(server.port, { headers: { 'X-Own': 'mine' } }))
    expect(answer).toEqual({ ok: true, status: 200, contentType: 'application/json', body: '{}' })
    const [head = ''] = server.heard
    expect(head).toStartWith('POST /hook?x=1 HTTP/1.1\r\n')
    expect(head.toLowerCase()).toContain(`\r\nhost: bot.example.com:${String(server.port)}\r\n`)
    expect(head.toLowerCase()).toContain('\r\nx-own: mine\r\n')
    expect(head.toLowerCase()).toContain('\r\naccept-encoding: identity\r\n')
  })

  test.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'proxy-authorization'])(
    '[OB1] cannot set the header %s',
    async (name) => {
      using server = await RawServer.start(says(ANSWER))
      expect(await toBot(request(server.port, { headers: { [name]: 'x' } }))).toMatchObject({
        code: 'bad_request',
      })
      expect(server.connections).toBe(0)
    },
  )

  test.each([
    ['a line break in a value', { headers: { 'x-name': 'Vera\r\nhost: inside' } }],
    ['a space in a name', { headers: { 'x name': 'Vera' } }],
    ['a body where none can be', { method: 'GET' as const }],
  ])('[OB1] with %s is not sent', async (_name, more) => {
    using server = await RawServer.start(says(ANSWER))
    expect(await toBot(request(server.port, more))).toMatchObject({ ok: false, code: 'bad_request' })
    expect(server.connections).toBe(0)
  })

  test('[OB1] goes by no proxy of the environment', async () => {
    using server = await RawServer.start(says(ANSWER))
    using proxy = await RawServer.start(says('HTTP/1.1 299 Proxied\r\ncontent-length: 0\r\n\r\n'))
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = `http://127.0.0.1:${String(proxy.port)}`
    try {
      expect(await toBot(request(server.port))).toMatchObject({ ok: true, status: 200 })
      expect(proxy.connections).toBe(0)
    } finally {
      delete process.env['HTTP_PROXY']
      delete process.env['http_proxy']
    }
  })
})

describe('where a name leads', () => {
  test('[OB2] inside is refused without a connection, and the sentence names no address', async () => {
    using server = await RawServer.start(says(ANSWER))
    for (const inside of [
      ['127.0.0.1'],
      ['10.0.0.1', '127.0.0.1'],
      ['::ffff:127.0.0.1'],
      ['169.254.169.254'],
    ]) {
      const answer = await outboundOf(
        [],
        () => inside,
      )(request(server.port, { url: `https://bot.example.com:${String(server.port)}/` }))
      expect(answer).toMatchObject({ ok: false, code: 'blocked_address' })
      expect(JSON.stringify(answer)).not.toMatch(/127|10\.|169/)
    }
    for (const url of [
      'https://127.0.0.1',
      'https://localhost',
      'https://[::1]',
      'https://[::ffff:7f00:1]',
    ]) {
      const asked = outboundOf([])
      expect(await asked(request(0, { url: `${url}:${String(server.port)}/` }))).toMatchObject({
        code: 'blocked_address',
      })
    }
    expect(server.connections).toBe(0)
  })

  test('[OB3] a name that leads elsewhere the second time is asked once: what was checked is what is connected to', async () => {
    using outside = await RawServer.start(says(ANSWER))
    using inside = await RawServer.start(says(ANSWER), '127.0.0.2', outside.port)
    let asked = 0
    const rebinding = outboundOf(['http://127.0.0.1'], () => {
      asked += 1
      return asked === 1 ? ['127.0.0.1'] : ['127.0.0.2']
    })
    expect(await rebinding(request(outside.port))).toMatchObject({ ok: true })
    expect([asked, outside.connections, inside.connections]).toEqual([1, 1, 0])
  })

  test('[OB3] of several addresses only the allowed are connected to, the next where the first refuses', async () => {
    using server = await RawServer.start(says(ANSWER))
    const asked = outboundOf(['http://127.0.0.0/8'], () => ['169.254.169.254', '127.0.0.9', '127.0.0.1'])
    expect(await asked(request(server.port))).toMatchObject({ ok: true })
    expect(server.connections).toBe(1)
  })

  test('[OB4] no such name, nobody there, and a name service that is stuck, each by its code', async () => {
    expect(await outboundOf([], () => [])(request(80))).toMatchObject({ code: 'not_found_host' })
    const failing = outboundOf([], () => {
      throw new Error('ENOTFOUND')
    })
    expect(await failing(request(80))).toMatchObject({ code: 'not_found_host' })
    const port = await (async () => {
      using server = await RawServer.start(says(''))
      return server.port
    })()
    expect(await toBot(request(port))).toMatchObject({ code: 'unreachable' })
    const stuck = createOutbound({
      allowance: parseAllowance([]),
      resolve: () => new Promise(() => undefined),
      steadyMs: () => performance.now(),
    })
    expect(await stuck(request(80, { timeoutMs: 50 }))).toMatchObject({ code: 'timeout' })
  })
})

describe('an answer', () => {
  test.each([
    ['no HTTP', 'lorem ipsum\r\n\r\n', 'broken_answer'],
    ['nothing', '', 'broken_answer'],
    ['cut in its head', 'HTTP/1.1 200 OK\r\ncontent-le', 'broken_answer'],
    ['cut in its body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}', 'broken_answer'],
    ['cut in a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{}', 'broken_answer'],
    [
      'chunks that are none',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}',
      'broken_answer',
    ],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n', 'broken_answer'],
    ['longer than is read', `HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(1_001)}`, 'too_large'],
  ])('[OB4] %s is told by its code', async (_name, text, code) => {
    using server = await RawServer.start(says(text))
    expect(await toBot(request(server.port))).toMatchObject({ ok: false, code })
  })

  test('[OB4] one of 999 bytes and one of exactly the limit are read, and a packed one is not unpacked', async () => {
    for (const length of [999, 1_000]) {
      using server = await RawServer.start(says(`HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(length)}`))
      expect(await toBot(request(server.port))).toMatchObject({ ok: true, body: 'a'.repeat(length) })
    }
    const packed = Bun.gzipSync(new Uint8Array(50_000_000))
    using server = await RawServer.start((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${String(packed.length)}\r\n\r\n`,
      )
      socket.end(packed)
    })
    // Unpacked it would be too large.
    expect(packed.length).toBeLessThan(100_000)
    expect(await toBot(request(server.port, { answerBytesMax: 100_000 }))).toMatchObject({ ok: true })
  })

  test.each([301, 302, 303, 307, 308])('[OB5] %i is not followed, least of all inside', async (status) => {
    using inside = await RawServer.start(says(ANSWER))
    using server = await RawServer.start(
      says(
        `HTTP/1.1 ${String(status)} Go\r\nlocation: http://127.0.0.1:${String(inside.port)}/\r\ncontent-length: 0\r\n\r\n`,
      ),
    )
    expect(await toBot(request(server.port))).toMatchObject({ code: 'redirected', status })
    expect(inside.connections).toBe(0)
  })

  test('[OB4] one of an error is told by its number and when to come again, and its body is not waited for', async () => {
    using server = await RawServer.start((socket) => {
      socket.write('HTTP/1.1 503 Away\r\nretry-after: 7\r\ncontent-length: 1000000\r\n\r\nsorry')
    })
    expect(await toBot(request(server.port))).toEqual({
      ok: false,
      code: 'status',
      status: 503,
      retryAfter: '7',
      sentence: 'bot.example.com answered 503.',
    })
  })
})

describe('time', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['sends its head byte by byte', drip('HTTP/1.1 200 OK\r\nx-slow: ', 'a')],
    ['sends its body byte by byte', drip('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n', 'a')],
  ])(
    '[OB4] a server that %s is left when the time is over, and its connection closed',
    async (_name, behave) => {
      using server = await RawServer.start(behave)
      expect(await toBot(request(server.port, { timeoutMs: 120 }))).toMatchObject({ code: 'timeout' })
      for (let round = 0; round < 200 && server.open > 0; round += 1) await Bun.sleep(10)
      expect(server.open).toBe(0)
    },
  )

  test('[OB4] a body without an end is left at the limit: memory does not grow with it', async () => {
    const chunk = Buffer.alloc(65_536, 'a')
    let written = 0
    using server = await RawServer.start((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const pour = (): void => {
        while (!socket.destroyed && written < 500_000_000) {
          written += chunk.length
          if (!socket.write(chunk)) return void socket.once('drain', pour)
        }
      }
      pour()
    })
    expect(await toBot(request(server.port, { answerBytesMax: 100_000 }))).toMatchObject({
      code: 'too_large',
    })
    for (let round = 0; round < 200 && server.open > 0; round += 1) await Bun.sleep(10)
    expect(server.open).toBe(0)
    expect(written).toBeLessThan(100_000_000)
  })

  test('[OB4] one that is heard while it comes can be left as soon as it is enough', async () => {
    using server = await RawServer.start(
      drip('HTTP/1.1 200 OK\r\ncontent-type: Text/Event-Stream; charset=x\r\n\r\n', 'data: на\n\n'),
    )
    const heard: string[] = []
    const answer = await toBot(
      request(server.port, {
        onText(text, contentType) {
          heard.push(contentType, text)
          return heard.join('').length > 60 ? 'enough' : undefined
        },
      }),
    )
    expect(answer).toMatchObject({ ok: true, contentType: 'text/event-stream' })
    expect(answer.ok && answer.body).toBe(heard.filter((_, at) => at % 2 === 1).join(''))
    for (let round = 0; round < 100 && server.open > 0; round += 1) await Bun.sleep(10)
    expect(server.open).toBe(0)
  })

  test('[OB4] heads without an end are cut by the runtime', async () => {
    using server = await RawServer.start(drip('HTTP/1.1 200 OK\r\n', `x-more: ${'a'.repeat(60_000)}\r\n`))
    expect(await toBot(request(server.port))).toMatchObject({ code: 'broken_answer' })
  })

  test('[OB4] who asked may stop it: before, while it waits for a place, and while it is under way', async () => {
    using server = await RawServer.start(() => undefined)
    const stopping = new AbortController()
    const more = { signal: stopping.signal, timeoutMs: 20_000 }
    const all = Array.from({ length: HOST_AT_ONCE_MAX + 5 }, () => toBot(request(server.port, more)))
    for (let round = 0; round < 500 && server.heard.length < HOST_AT_ONCE_MAX; round += 1) await Bun.sleep(10)
    expect(server.connections).toBe(HOST_AT_ONCE_MAX)
    stopping.abort()
    all.push(toBot(request(server.port, more)))
    const codes = (await Promise.all(all)).map((answer) => (answer.ok ? 'ok' : answer.code))
    expect(new Set(codes)).toEqual(new Set(['stopped']))
    expect(server.connections).toBe(HOST_AT_ONCE_MAX)
  })

  test('[OB6] who waits for a place until the time is over was not asked at all', async () => {
    using server = await RawServer.start(() => undefined)
    const stopping = new AbortController()
    const held = Array.from({ length: HOST_AT_ONCE_MAX }, () =>
      toBot(request(server.port, { signal: stopping.signal, timeoutMs: 20_000 })),
    )
    expect(await toBot(request(server.port, { timeoutMs: 50 }))).toMatchObject({ code: 'busy' })
    stopping.abort()
    await Promise.all(held)
    expect(server.connections).toBeLessThanOrEqual(HOST_AT_ONCE_MAX)
  })
})
