import type { ChatSession, ClientSession, Message } from '@pult/protocol'

/**
 * A small server that really speaks the wire, over real sockets and HTTP, with one log for everybody. It is for the tests of the
 * client: it decides nothing about chats, and it can misbehave on request.
 */
export interface WireServer {
  readonly url: string
  readonly log: readonly LoggedEvent[]
  /** Every command frame that came, in order. */
  readonly heard: readonly Heard[]
  /** Appends an event and tells it to everybody, unless it is dropped on the way. */
  tell(action: string, data: unknown, how?: { readonly drop?: boolean }): LoggedEvent
  signal(action: string, data: unknown): void
  beat(): void
  /** Closes every socket with this code. */
  kick(code: number, reason?: string): void
  /** The next commands of this name are refused. */
  refuse(command: string, error: Readonly<Record<string, unknown>>): void
  /** Commands of this name are swallowed without an answer until `answer` is called. */
  swallow(command: string): void
  answer(command: string): void
  /** What the next snapshot holds. */
  snapshot: Readonly<Record<string, unknown>>
  /** What comes of it before the rest, in a part of its own: nothing, unless a test says otherwise. */
  firstPart: Readonly<Record<string, unknown>>
  /** Everything known from before is another incarnation. */
  reincarnate(): void
  /** Connections that begin from now on are not told that they are live until `endReplays` is called. */
  lingerReplays(): void
  endReplays(): void
  /** Messages per session, newest first, as HTTP reads give them. */
  readonly stored: Map<string, Message[]>
  /** Activities per session, newest first; a session without an entry is answered with 404. */
  readonly steps: Map<string, readonly object[]>
  readonly sockets: number
  stop(): Promise<void>
}

interface LoggedEvent {
  readonly action: string
  readonly seq: number
  readonly at: string
  readonly data: unknown
}

interface Heard {
  readonly command: string
  readonly id: string
  readonly key?: string
  readonly data: Readonly<Record<string, unknown>>
}

interface Connection {
  flavour: 'operator' | 'client'
  position: number
  isConnected: boolean
}

type Socket = import('bun').ServerWebSocket<Connection>

export const operatorMe = {
  id: 'opr_1',
  name: 'Анна',
  email: 'anna@example.com',
  role: 'operator',
  status: 'ONLINE',
  statusCause: 'SELF',
  statusChangedAt: '2026-11-22T09:00:00.000Z',
  groupIds: ['grp_1'],
  capacity: 5,
  skills: [],
  languages: ['ru'],
  blocked: false,
  watchesBotSessions: false,
  rev: 1,
}

export function cardOf(id: string, more: Partial<Record<keyof ChatSession, unknown>> = {}): ChatSession {
  return {
    id,
    chatId: `cht_${id}`,
    clientId: 'cli_1',
    name: 'Иван',
    markedAsSpam: false,
    operatorId: 'opr_1',
    operatorType: 'OPERATOR',
    channel: 'chn_1',
    botStatus: 'OPERATOR',
    status: 'ACTIVE',
    startedAt: '2026-11-22T10:00:00.000Z',
    lastMessageCreatedAt: null,
    lastMessage: null,
    lastOperatorMessage: null,
    firstClientMessageAfterLastOperatorMessage: null,
    unreadClientMessageCount: 0,
    unreadClientMessageExists: false,
    operatorAssignedAt: '2026-11-22T10:00:01.000Z',
    previousOperator: null,
    groupId: 'grp_1',
    watcherIds: [],
    tags: [],
    priority: 0,
    closedAt: null,
    nextAction: null,
    nextActionAt: null,
    page: null,
    device: null,
    score: null,
    rev: 1,
    ...more,
  } as unknown as ChatSession
}

export function messageOf(id: string, more: Partial<Record<keyof Message, unknown>> = {}): Message {
  return {
    id,
    sessionId: 'ses_1',
    chatId: 'cht_ses_1',
    clientId: 'cli_1',
    authorId: 'cli_1',
    authorType: 'CLIENT',
    authorName: 'Иван',
    type: 'REGULAR',
    body: `body of ${id}`,
    attachments: [],
    createdAt: '2026-11-22T10:00:02.000Z',
    updatedAt: null,
    readAt: null,
    deletedAt: null,
    ...more,
  } as unknown as Message
}

export const clientSession = {
  id: 'ses_1',
  chatId: 'cht_1',
  status: 'ACTIVE',
  botStatus: 'BOT',
  startedAt: '2026-11-22T10:00:00.000Z',
  closedAt: null,
  operator: null,
  score: null,
  rev: 1,
} as unknown as ClientSession

const limits = {
  frameBytes: 65_536,
  bodyChars: 16_000,
  attachmentBytes: 25_000_000,
  attachments: 10,
  inFlight: 64,
}

export function startWireServer(): WireServer {
  let epoch = 'e1'
  const log: LoggedEvent[] = []
  const heard: Heard[] = []
  const sockets = new Set<Socket>()
  const refusals = new Map<string, Readonly<Record<string, unknown>>[]>()
  const swallowed = new Map<string, { socket: Socket; frame: Heard }[]>()
  const replies = new Map<string, { data: unknown; seq: number }>()
  const stored = new Map<string, Message[]>()
  const steps = new Map<string, readonly object[]>()
  let made = 0
  let isLingering = false
  const head = () => log.at(-1)?.seq ?? 0
  const cursor = (seq: number) => `${epoch}:${seq}`
  const write = (socket: Socket, frame: unknown) => void socket.send(JSON.stringify(frame))

  function tell(action: string, data: unknown, how: { readonly drop?: boolean } = {}): LoggedEvent {
    // Every other number is somebody else's: cursors must move over them.
    const event = {
      action,
      seq: head() + 2,
      at: new Date(Date.UTC(2026, 10, 22, 11) + head()).toISOString(),
      data,
    }
    log.push(event)
    for (const socket of sockets) if (socket.data.isConnected) tellOne(socket, event, how.drop ?? false)
    return event
  }

  function tellOne(socket: Socket, event: LoggedEvent, drop: boolean): void {
    const prev = socket.data.position
    socket.data.position = event.seq
    if (!drop) write(socket, { ...event, prev })
  }

  function begin(socket: Socket, frame: Heard): void {
    const [error] = refusals.get(frame.command)?.splice(0, 1) ?? []
    if (error !== undefined) return write(socket, { action: 'reply', id: frame.id, error })
    const asked = frame.data['cursor'] as string | undefined
    const [askedEpoch, askedSeq] = asked?.split(':') ?? []
    const mode = askedEpoch === epoch && Number(askedSeq) <= head() ? 'resumed' : 'snapshot'
    const from = mode === 'resumed' ? Number(askedSeq) : head()
    socket.data.isConnected = true
    socket.data.position = from
    const who =
      socket.data.flavour === 'operator'
        ? { operator: operatorMe }
        : { client: { id: 'cli_1', chatId: 'cht_1', name: 'Иван' } }
    write(socket, {
      action: 'reply',
      id: frame.id,
      data: {
        mode,
        epoch,
        cursor: cursor(from),
        ...who,
        heartbeatMs: 20_000,
        silenceMs: 35_000,
        limits,
        serverTime: new Date().toISOString(),
      },
    })
    if (mode === 'snapshot') {
      const empty = { sessions: [], help: [], watched: [], operators: [], groups: [], channels: [] }
      const content =
        socket.data.flavour === 'operator'
          ? { ...empty, operators: [operatorMe], ...server.snapshot }
          : { session: null, messages: [], older: null, ...server.snapshot }
      const first = socket.data.flavour === 'operator' ? { ...empty, ...server.firstPart } : {}
      write(socket, { action: 'snapshot', data: { ...first, cursor: cursor(from), last: false } })
      write(socket, { action: 'snapshot', data: { ...content, cursor: cursor(from), last: true } })
    } else {
      for (const event of log) if (event.seq > from) tellOne(socket, event, false)
    }
    if (!isLingering) sayLive(socket)
  }

  function sayLive(socket: Socket): void {
    write(socket, { action: 'live', data: { cursor: cursor(socket.data.position) } })
  }

  function obey(socket: Socket, frame: Heard): void {
    const [error] = refusals.get(frame.command)?.splice(0, 1) ?? []
    if (error !== undefined) return write(socket, { action: 'reply', id: frame.id, error })
    const known = replies.get(frame.key ?? '')
    if (known !== undefined) return write(socket, { action: 'reply', id: frame.id, ...known })
    if (frame.command !== 'sendMessage') return write(socket, { action: 'reply', id: frame.id, data: {} })
    const sessionId = (frame.data['sessionId'] as string | undefined) ?? 'ses_1'
    const message = messageOf(`msg_${String(++made).padStart(6, '0')}`, {
      sessionId,
      body: frame.data['body'],
      authorId: socket.data.flavour === 'operator' ? 'opr_1' : 'cli_1',
      authorType: socket.data.flavour === 'operator' ? 'OPERATOR' : 'CLIENT',
      key: frame.key,
    })
    const reply = { data: { messageId: message.id, sessionId, chatId: message.chatId }, seq: head() + 2 }
    replies.set(frame.key ?? '', reply)
    stored.set(sessionId, [message, ...(stored.get(sessionId) ?? [])])
    write(socket, { action: 'reply', id: frame.id, ...reply })
    tell('chatMessageCreated', message)
  }

  function hear(socket: Socket, text: string): void {
    const frame = JSON.parse(text) as Heard
    heard.push(frame)
    const waiting = swallowed.get(frame.command)
    if (waiting !== undefined) return void waiting.push({ socket, frame })
    if (frame.command === 'connect' || frame.command === 'follow') return begin(socket, frame)
    obey(socket, frame)
  }

  async function http(request: Request, path: string): Promise<Response> {
    const headers = { 'pult-cursor': cursor(head()), 'access-control-allow-origin': '*' }
    const answer = (body: unknown, status = 200) => Response.json(body, { status, headers })
    if (path === '/client/hello') {
      const body = (await request.json()) as { clientToken?: string }
      if (body.clientToken === 'unknown')
        return answer(
          { error: { code: 'not_authenticated', message: 'Sign in first.', temporary: false } },
          401,
        )
      return answer({ clientToken: body.clientToken ?? 'token-1', clientId: 'cli_1', chatId: 'cht_1' })
    }
    if (path === '/login')
      return answer({ token: 'secret', expiresAt: '2027-01-01T00:00:00.000Z', operator: operatorMe })
    if (path === '/attachments') {
      const file = (await request.formData()).get('file') as unknown as File
      return answer({ id: 'att_1', name: file.name, mimeType: file.type, size: file.size, url: '/a' })
    }
    const list = /^\/(sessions|chats)\/([^/]+)\/(messages|notes)$/.exec(path)
    if (list !== null) {
      const items = list[3] === 'messages' ? (stored.get(list[2]!) ?? []) : []
      const after = new URL(request.url).searchParams.get('after')
      const rest = after === null ? items : items.filter(({ id }) => id < after)
      const page = rest.slice(0, 3)
      return answer({ items: page, next: rest.length > 3 ? page.at(-1)!.id : null })
    }
    const way = steps.get(/^\/sessions\/([^/]+)\/activities$/.exec(path)?.[1] ?? '')
    if (way !== undefined) return answer({ items: way, next: null })
    return answer(
      { error: { code: 'not_found', message: 'There is nothing at this address.', temporary: false } },
      404,
    )
  }

  const bun = Bun.serve<Connection>({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request, upgrading) {
      const path = new URL(request.url).pathname.replace('/api/v1', '')
      const stream = /^\/(operator|client)\/stream$/.exec(path)
      if (stream === null) return http(request, path)
      const data: Connection = { flavour: stream[1] as 'operator', position: 0, isConnected: false }
      const isOurs = request.headers.get('sec-websocket-protocol') === 'pult.v1'
      if (isOurs && upgrading.upgrade(request, { data })) return undefined
      return new Response('not a stream', { status: 400 })
    },
    websocket: {
      open: (socket) => void sockets.add(socket),
      message: (socket, text) => hear(socket, String(text)),
      close: (socket) => void sockets.delete(socket),
    },
  })

  const server: WireServer = {
    url: `http://127.0.0.1:${bun.port}`,
    log,
    heard,
    stored,
    steps,
    snapshot: {},
    firstPart: {},
    get sockets() {
      return sockets.size
    },
    tell,
    signal(action, data) {
      for (const socket of sockets) write(socket, { action, data })
    },
    beat() {
      for (const socket of sockets) {
        const prev = socket.data.position
        socket.data.position = head()
        write(socket, { action: 'heartbeat', seq: head(), prev, at: new Date().toISOString(), data: {} })
      }
    },
    kick(code, reason) {
      for (const socket of sockets) socket.close(code, reason)
    },
    refuse(command, error) {
      refusals.set(command, [...(refusals.get(command) ?? []), error])
    },
    swallow: (command) => void swallowed.set(command, []),
    answer(command) {
      const waiting = swallowed.get(command) ?? []
      swallowed.delete(command)
      for (const { socket, frame } of waiting) hear(socket, JSON.stringify(frame))
    },
    reincarnate() {
      epoch = `${epoch}x`
    },
    lingerReplays() {
      isLingering = true
    },
    endReplays() {
      isLingering = false
      for (const socket of sockets) sayLive(socket)
    },
    stop: () => bun.stop(true),
  }
  return server
}

/** Waits until it holds, or fails with the sentence. */
export async function until(what: string, holds: () => boolean, timeoutMs = 5_000): Promise<void> {
  const endMs = Date.now() + timeoutMs
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`it did not happen: ${what}`)
    await Bun.sleep(5)
  }
}
