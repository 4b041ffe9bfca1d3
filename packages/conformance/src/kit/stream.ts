import { closeCodes, PROTOCOL, type ConnectReply, type ErrorCode, type WireError } from '@pult/protocol'
import { fail, shown, Violation } from '../expect.ts'
import { echoFault } from './check-answer.ts'
import { advance, START, type Chain } from './chain.ts'
import { checkFrame, type Frame } from './check-frame.ts'
import { Waiting } from './waiting.ts'
import { streamPaths, type EventsOf, type Flavour, type InputOf, type ReplyOf } from './flavour.ts'

/** A frame and its place among the frames of its stream; what came later has the higher `index`. */
export interface Received extends Frame {
  readonly index: number
}
/** An event with the data of its name. Signals have no `seq`. */
export interface ReceivedEvent<D> extends Received {
  readonly data: D
}

export interface Reply {
  readonly id: string
  readonly data?: unknown
  readonly error?: WireError
  readonly seq?: number
  readonly index: number
}

export interface StreamOptions {
  /** Subprotocols to offer; `null` offers none. Default: `pult.v1`. */
  readonly protocols?: readonly string[] | null
  /** Headers of the upgrade, such as `Origin`; known to the runtime of `pult conformance`, not to browsers. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the server's heartbeats are answered. Default: yes. */
  readonly heartbeats?: boolean
  /** How long an event or an answer is waited for. Default: `WAIT_MS`. */
  readonly waitMs?: number
}

/** Long enough for a busy machine: whoever waits this long has been forgotten. */
export const WAIT_MS = 20_000
/** Frames kept in a report. */
const LAST_FRAMES = 12
/** Codes of the WebSocket itself: a close that we asked for, and a connection that was lost. */
const SOCKET_CODES: ReadonlySet<number> = new Set([1000, 1001, 1005, 1006])

/** A command that is not answered yet; without a name where nobody knows what it was. */
interface Sent {
  readonly command: string
  readonly data?: unknown
}

/**
 * One WebSocket in the words of the protocol. Every frame is checked as it comes: its schema, its place in the chain, whom it answers.
 * The first fault fails whatever waits, and the scenario.
 */
export class Stream<F extends Flavour = Flavour> {
  readonly flavour: F
  readonly name: string
  /** Everything received so far, in order. */
  readonly frames: Received[] = []
  /** Resolves with the close code, whoever closed. */
  readonly closed: Promise<number>
  /** Resolves when the socket is open; rejects when it never was. */
  readonly opened: Promise<void>
  /** The first thing that left the protocol, as a sentence. */
  fault: string | undefined
  closeCode: number | undefined
  #chain: Chain = START
  #lastId = 0
  #opened = false
  readonly #socket: WebSocket
  readonly #sent = new Map<string, Sent>()
  readonly #taken = new Set<number>()
  readonly #waiting: Waiting
  readonly #answersHeartbeats: boolean
  readonly #waitMs: number

  constructor(url: string, flavour: F, name: string, options: StreamOptions = {}) {
    this.flavour = flavour
    this.name = name
    this.#answersHeartbeats = options.heartbeats ?? true
    this.#waitMs = options.waitMs ?? WAIT_MS
    this.#waiting = new Waiting(name)
    const address = url.replace(/^http/, 'ws') + streamPaths[flavour]
    const protocols = options.protocols === undefined ? [PROTOCOL] : options.protocols
    // The headers are an addition of the runtime to the standard constructor.
    const asked = {
      ...(protocols === null ? {} : { protocols: [...protocols] }),
      ...(options.headers === undefined ? {} : { headers: options.headers }),
    }
    const socket = new WebSocket(address, asked as unknown as string[])
    this.#socket = socket
    this.opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => {
        this.#opened = true
        resolve()
      })
      socket.addEventListener('close', () => reject(new Violation(`${name} could not connect`)))
    })
    this.opened.catch(() => undefined)
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code }) => {
        if (!SOCKET_CODES.has(code) && !Object.values<number>(closeCodes).includes(code))
          this.#fail(`was closed with ${code}, which is no close code of the protocol`)
        this.closeCode = code
        resolve(code)
        this.#wake()
      })
    })
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#received(data))
  }

  /** The subprotocol that the server took up. */
  get protocol(): string {
    return this.#socket.protocol
  }

  /** `<epoch>:<seq>` of what has been taken in so far [S3]. */
  get cursor(): string {
    return `${this.#chain.epoch}:${this.#chain.seq}`
  }

  get isOpen(): boolean {
    return this.#opened && this.closeCode === undefined
  }

  /** Sends a command and returns its answer, a refusal too. */
  async send(command: string, data?: unknown, options: { key?: string; id?: string } = {}): Promise<Reply> {
    const id = this.post(command, data, options)
    const frame = await this.#wait(
      `the answer to ${command}`,
      () => this.frames.find((one) => one.action === 'reply' && one.id === id && !this.#taken.has(one.index)),
      this.#waitMs,
    )
    this.#taken.add(frame.index)
    return { ...frame, id }
  }

  /** Sends a command that is expected to be accepted; returns the data of its answer. */
  async ask<N extends keyof InputOf<F> & string>(
    command: N,
    data: InputOf<F>[N],
    options: { key?: string } = {},
  ): Promise<ReplyOf<F>[N & keyof ReplyOf<F>]> {
    const { data: answer, error } = await this.send(command, data, options)
    if (error !== undefined)
      fail(`${this.name}: ${command} was refused with ${error.code} (${error.message})`)
    return answer as ReplyOf<F>[N & keyof ReplyOf<F>]
  }

  /** Sends a command that is expected to be refused with this code; returns the refusal. */
  async refused(
    command: string,
    data: unknown,
    code: ErrorCode,
    options: { key?: string } = {},
  ): Promise<WireError> {
    const { error } = await this.send(command, data, options)
    if (error === undefined) fail(`${this.name}: ${command} was accepted where ${code} is due`)
    if (error.code !== code)
      fail(`${this.name}: ${command} was refused with ${error.code} where ${code} is due`)
    return error
  }

  /** Sends a command without waiting; returns its id. */
  post(command: string, data?: unknown, options: { key?: string; id?: string } = {}): string {
    const id = options.id ?? String((this.#lastId += 1))
    this.#sent.set(id, { command, data })
    this.text(
      JSON.stringify({
        command,
        id,
        ...(options.key === undefined ? {} : { key: options.key }),
        ...(data === undefined ? {} : { data }),
      }),
    )
    return id
  }

  /** Sends a text as it is, or bytes. `id`: the one under which an answer will come, where the frame has one. */
  text(text: string | Uint8Array<ArrayBuffer>, id?: string): void {
    if (id !== undefined) this.#sent.set(id, { command: '' })
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text)
  }

  /** Sends `connect`; returns when the stream is live. A refusal fails the scenario: use `send('connect', …)` to look at one. */
  async connect(data: {
    token?: string
    instance: string
    cursor?: string
    takeover?: boolean
  }): Promise<ConnectReply> {
    await this.opened
    return this.#begin('connect', data)
  }

  /** Begins anew on the same connection, after `cursor` or with a snapshot; returns when it is live. */
  follow(cursor?: string): Promise<ConnectReply> {
    return this.#begin('follow', cursor === undefined ? {} : { cursor })
  }

  async #begin(command: string, data: unknown): Promise<ConnectReply> {
    const { data: welcome, error, index } = await this.send(command, data)
    if (error !== undefined)
      fail(`${this.name}: ${command} was refused with ${error.code} (${error.message})`)
    await this.frame('live', (frame) => frame.index > index)
    return welcome as ConnectReply
  }

  /** The next event of this name that was not taken before; what is there already counts. */
  async next<N extends keyof EventsOf<F> & string>(
    action: N,
    predicate: (data: EventsOf<F>[N]) => boolean = () => true,
    withinMs: number = this.#waitMs,
  ): Promise<ReceivedEvent<EventsOf<F>[N]>> {
    const frame = await this.frame(action, ({ data }) => predicate(data as EventsOf<F>[N]), withinMs)
    return frame as ReceivedEvent<EventsOf<F>[N]>
  }

  /** The same for any frame, `heartbeat`, `snapshot`, `live` and `reply` among them. */
  async frame(
    action: string,
    predicate: (frame: Received) => boolean = () => true,
    withinMs: number = this.#waitMs,
  ): Promise<Received> {
    const frame = await this.#wait(
      action,
      () => this.frames.find((one) => one.action === action && !this.#taken.has(one.index) && predicate(one)),
      withinMs,
    )
    this.#taken.add(frame.index)
    return frame
  }

  /** Every event of this name that came so far, taken or not. */
  all<N extends keyof EventsOf<F> & string>(
    action: N,
    predicate: (data: EventsOf<F>[N]) => boolean = () => true,
  ): ReceivedEvent<EventsOf<F>[N]>[] {
    return this.frames.filter(
      (one): one is ReceivedEvent<EventsOf<F>[N]> =>
        one.action === action && predicate(one.data as EventsOf<F>[N]),
    )
  }

  /** Fails when such an event has come, except those that a `next` has taken. After a fence (`Deployment.fence`) none will come any more. */
  never<N extends keyof EventsOf<F> & string>(
    action: N,
    predicate: (data: EventsOf<F>[N]) => boolean = () => true,
  ): void {
    if (this.fault !== undefined) fail(this.fault)
    const found = this.all(action, predicate).find(({ index }) => !this.#taken.has(index))
    if (found !== undefined)
      fail(`${this.name} was told ${action}, which it must not be: ${shown(found.data)}`)
  }

  /** Closes as a program does that ends. */
  close(): void {
    this.#socket.close(1000)
  }

  /** Is gone without a good-bye, where the runtime can do that. */
  drop(): void {
    const socket = this.#socket as WebSocket & { terminate?: () => void }
    if (socket.terminate === undefined) socket.close()
    else socket.terminate()
  }

  /** The last frames, for a report. */
  lastFrames(): string[] {
    return this.frames
      .slice(-LAST_FRAMES)
      .map(({ index, ...frame }) => `${this.name} #${index} ${shown(frame)}`)
  }

  #received(text: unknown): void {
    if (typeof text !== 'string') return this.#fail('[S1] was sent a frame that is not text')
    const checked = checkFrame(this.flavour, text, (id) => this.#sent.get(id)?.command)
    if ('fault' in checked) return this.#fail(`${checked.fault}; the frame: ${shown(text)}`)
    const { frame } = checked
    const sent = typeof frame.id === 'string' ? this.#sent.get(frame.id) : undefined
    const echo = echoFault(sent?.data, frame.data)
    if (echo !== undefined) return this.#fail(`${echo}; the frame: ${shown(frame)}`)
    // Every command is answered once: a second answer answers nothing.
    if (typeof frame.id === 'string') this.#sent.delete(frame.id)
    const chain = advance(this.#chain, frame, sent?.command)
    if ('fault' in chain) return this.#fail(`${chain.fault}; the frame: ${shown(frame)}`)
    this.#chain = chain
    this.frames.push({ ...frame, index: this.frames.length })
    if (frame.action === 'heartbeat' && this.#answersHeartbeats)
      this.post('heartbeat', { cursor: this.cursor }, { id: `h${this.frames.length}` })
    this.#wake()
  }

  #fail(sentence: string): void {
    this.fault ??= `${this.name}: ${sentence}`
    this.#wake()
  }

  #wake(): void {
    this.#waiting.look(this)
  }

  #wait(what: string, find: () => Received | undefined, withinMs: number): Promise<Received> {
    return this.#waiting.wait(this, what, find, withinMs)
  }
}
