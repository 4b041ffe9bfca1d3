import { FRAME_BYTES_MAX, OUTBOUND_BYTES_MAX, PROTOCOL, wireError } from '@pult/protocol'
import { Hono } from 'hono'
import type { BotLine } from './bot-line/bot-lines.ts'
import { limitKey } from './client-address.ts'
import { createEdge, type EdgeOptions } from './edge.ts'
import { failure, methodNotAllowed, refusal } from './http/answer.ts'
import { createApi, type AppEnvironment } from './http/app.ts'
import { createLimiter } from './limits/index.ts'
import { requestOrigin, type RequestOrigin } from './request-context.ts'
import { requestIdOf, type RequestNote } from './request-note.ts'
import type { Connection } from './stream/connection.ts'
import type { Flavour } from './stream/frames.ts'
import type { Socket } from './stream/socket.ts'
import type { WorkspaceHost, Workspaces } from './workspaces.ts'

export interface GatewayOptions extends EdgeOptions {
  /** Absent: all addresses. */
  readonly hostname?: string | undefined
  /** 0 takes a free one. */
  readonly port: number
  /** Pages and files; null where there is none at the address. */
  readonly pages: (request: Request) => Promise<Response | null> | Response | null
  /** Why this node should be sent nobody just now, in sentences; none: it takes traffic. Default: it always does. */
  readonly whyNotReady?: () => readonly string[]
  /** How it stands with other nodes, for whoever asks `/readyz`. */
  readonly standing?: () => Readonly<Record<string, unknown>>
  /** Told of every request that is answered and of every socket that has ended, for the log. */
  readonly onRequest?: (note: RequestNote) => void
  /** How often connections are looked after; the precision of time limits and heartbeats. Default: {@link TICK_MS}. */
  readonly tickMs?: number
}

interface SocketData {
  readonly flavour: Flavour | 'BOT'
  readonly from: RequestOrigin
  readonly isVersionWrong: boolean
  /** Plain values: a function here would keep the whole request alive, and a socket is open for days. */
  readonly requestId: string
  readonly path: string
  readonly beganMs: number
  connection: Connection | undefined
  line: BotLine | undefined
}

export interface Gateway {
  readonly port: number
  readonly connections: () => number
  /** [4001] Says good-bye to every connection, refuses new ones, and returns when they are gone or `withinMs` have passed. */
  stop(withinMs: number): Promise<void>
}

const STREAMS: Readonly<Record<string, Flavour | 'BOT'>> = {
  '/api/v1/bot/stream': 'BOT',
  '/api/v1/operator/stream': 'OPERATOR',
  '/api/v1/client/stream': 'CLIENT',
}
/** The precision of time limits and heartbeats. */
export const TICK_MS = 1_000
/** Frames between our limit and this are read and answered with `frame_too_large`; larger ones the runtime cuts off. */
const PAYLOAD_BYTES_MAX = 16 * FRAME_BYTES_MAX
const REQUEST_BYTES_MAX = 26 * 1024 * 1024

/** Opens the edge: HTTP, sockets, pages on one port. */
export function openGateway(options: GatewayOptions): Gateway {
  const { nowMs, workspaces, edge, random } = options
  const { streams, lines, services, limits, stop: letGo } = createEdge(options)
  const sockets = createLimiter(limits.connectionsPerAddress)
  // Loaded when somebody first asks: many never do, and every start would wait for it.
  const openMetrics = once(async () =>
    (await import('./metrics.ts')).createMetrics({
      connections: () => streams.size,
      openSessions: () => sum(workspaces, ({ engine }) => engine.state.open.size),
      helpSessions: () => sum(workspaces, ({ engine }) => engine.state.help.size),
      headSeq: () => sum(workspaces, ({ hub }) => hub.ring.endSeq),
      attachmentBytes: async () => (await services.attachments.usage())?.bytes,
      pushes: () => ({
        sent: sum(workspaces, ({ push }) => push?.counts().sent ?? 0),
        failed: sum(workspaces, ({ push }) => push?.counts().failed ?? 0),
        gone: sum(workspaces, ({ push }) => push?.counts().gone ?? 0),
        dropped: sum(workspaces, ({ push }) => push?.counts().dropped ?? 0),
      }),
    }),
  )
  let isStopping = false

  const app = new Hono<AppEnvironment>()
  app.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('x-content-type-options')) c.res.headers.set('x-content-type-options', 'nosniff')
  })
  app.route('/api/v1', createApi(services))
  app.get('/healthz', (c) => c.json({ status: 'ok', version: options.version }))
  app.get('/readyz', (c) => {
    const because = isStopping ? ['It is stopping.'] : (options.whyNotReady?.() ?? [])
    const more = options.standing?.() ?? {}
    return because.length === 0
      ? c.json({ status: 'ready', ...more })
      : c.json({ status: 'not ready', because, ...more }, 503)
  })
  app.get('/metrics', async () => {
    const metrics = await openMetrics()
    return new Response(await metrics.metrics(), { headers: { 'content-type': metrics.contentType } })
  })
  for (const path of ['/healthz', '/readyz', '/metrics']) app.all(path, () => methodNotAllowed('GET'))
  app.notFound(async (c) => {
    // An address of the API is never a page, whatever the pages fall back to.
    if (/^\/api(\/|$)/.test(c.req.path)) return refusal('not_found')
    return (await options.pages(c.req.raw)) ?? refusal('not_found')
  })
  app.onError((error) => {
    options.onError(error)
    return refusal('internal')
  })

  const server = Bun.serve<SocketData>({
    ...(options.hostname === undefined ? {} : { hostname: options.hostname }),
    port: options.port,
    // What goes wrong is in the log; the runtime would write its stack to the terminal besides.
    development: false,
    // Without development the runtime would share the port with whoever else listens there, and two Pults would take each other's callers [SV5].
    reusePort: false,
    maxRequestBodySize: REQUEST_BYTES_MAX,
    // A long poll may be silent for 25 s.
    idleTimeout: 60,
    async fetch(request, server) {
      const path = URL.parse(request.url)?.pathname
      // The runtime makes the address of the Host header, whatever that says.
      if (path === undefined)
        return refusal('validation_failed', { field: 'Host', message: 'This is the name of no host.' })
      const remoteAddress = server.requestIP(request)?.address ?? ''
      const from = requestOrigin(request, remoteAddress, edge)
      const id = requestIdOf(request, remoteAddress, edge, random)
      const beganMs = nowMs()
      const note = (status: number): void =>
        options.onRequest?.({ id, method: request.method, path, status, ms: nowMs() - beganMs, ip: from.ip })
      const answered = (response: Response): Response => {
        response.headers.set('x-request-id', id)
        note(response.status)
        return response
      }
      const flavour = STREAMS[path]
      if (flavour === undefined) return answered(await app.fetch(request, { from }))
      if (isStopping) return answered(refusal('shutting_down', { retryMs: 1_000 }))
      // A client's stream takes no cookie, and the widget of a neighbouring site brings one that is not meant for it.
      if (from.isForeign && flavour === 'OPERATOR') return answered(refusal('origin_not_allowed'))
      const share = sockets.take(limitKey(from.ip), nowMs())
      if (!share.allowed) return answered(refusal('rate_limited', { retryMs: share.retryMs }))
      const offered = request.headers.get('sec-websocket-protocol')
      const isOurs = offered === null || offered.split(',').some((protocol) => protocol.trim() === PROTOCOL)
      const data: SocketData = {
        flavour,
        from,
        isVersionWrong: !isOurs,
        requestId: id,
        path,
        beganMs,
        connection: undefined,
        line: undefined,
      }
      // A browser whose offer is not taken up hears no close code; it is told 4406 in the words that it offered.
      const taken = isOurs ? PROTOCOL : (offered.split(',')[0] ?? '').trim()
      const headers = {
        'x-request-id': id,
        ...(offered === null ? {} : { 'sec-websocket-protocol': taken }),
      }
      if (server.upgrade(request, { data, headers })) {
        note(101)
        return undefined
      }
      return answered(
        failure(wireError('invalid_frame', { field: 'upgrade', message: 'This address speaks WebSocket.' })),
      )
    },
    websocket: {
      data: {} as SocketData,
      maxPayloadLength: PAYLOAD_BYTES_MAX,
      backpressureLimit: OUTBOUND_BYTES_MAX,
      closeOnBackpressureLimit: true,
      idleTimeout: 0,
      sendPings: false,
      perMessageDeflate: false,
      open(ws) {
        const socket: Socket = {
          send: (frame) => ws.send(frame) !== 0,
          cork: (run) => {
            ws.cork(run)
          },
          bufferedBytes: () => ws.getBufferedAmount(),
          close: (code, reason) => ws.close(code, reason),
          terminate: () => ws.terminate(),
        }
        const { flavour, from } = ws.data
        if (flavour === 'BOT') {
          const line = lines.open(socket)
          ws.data.line = line
          if (ws.data.isVersionWrong) lines.end(line, 'version')
          return
        }
        const id = Buffer.from(random(9)).toString('base64url')
        const connection = streams.open(socket, flavour, { id, from })
        ws.data.connection = connection
        if (ws.data.isVersionWrong) connection.end('version')
      },
      message(ws, message) {
        const { connection, line } = ws.data
        const text = typeof message === 'string' ? message : message.toString('utf8')
        if (line !== undefined) lines.received(line, text)
        if (connection !== undefined) streams.received(connection, text)
      },
      pong(ws) {
        if (ws.data.connection !== undefined) streams.heard(ws.data.connection)
      },
      drain(ws) {
        ws.data.connection?.drained()
      },
      close(ws, code) {
        const { requestId: id, path, beganMs, from } = ws.data
        options.onRequest?.({ id, method: 'SOCKET', path, status: code, ms: nowMs() - beganMs, ip: from.ip })
        if (ws.data.connection !== undefined) streams.closed(ws.data.connection)
        if (ws.data.line !== undefined) lines.closed(ws.data.line)
      },
    },
  })
  const ticking = setInterval(() => {
    streams.tick()
    lines.tick()
  }, options.tickMs ?? TICK_MS)

  return {
    port: server.port ?? options.port,
    connections: () => streams.size + lines.size,
    async stop(withinMs) {
      isStopping = true
      streams.drain()
      lines.drain()
      letGo()
      // Real time, whatever clock the rest runs by: it is the sockets that are waited for.
      const endMs = performance.now() + withinMs
      while (streams.size + lines.size > 0 && performance.now() < endMs) await Bun.sleep(10)
      clearInterval(ticking)
      streams.terminate()
      lines.terminate()
      await Promise.race([server.stop(false), Bun.sleep(Math.max(0, endMs - performance.now()))])
      await server.stop(true)
    },
  }
}

function sum(workspaces: Workspaces, of: (host: WorkspaceHost) => number): number {
  let total = 0
  for (const host of workspaces.all()) total += of(host)
  return total
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
