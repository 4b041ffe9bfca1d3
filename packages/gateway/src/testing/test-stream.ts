import { PROTOCOL } from '@pult/protocol'
import type { Flavour } from '../stream/frames.ts'
import { expectFrame, type Frame } from './expect-frame.ts'

/** How long a test waits for what should come at once. */
const PATIENCE_MS = 5_000

export interface StreamOptions {
  readonly token?: string | undefined
  readonly instance?: string
  readonly cursor?: string | undefined
  readonly takeover?: boolean
  readonly headers?: Record<string, string>
  readonly protocol?: string | null
  /** Does not answer heartbeats. */
  readonly mute?: boolean
}

/**
 * A person at the other end of a stream: sends commands, collects frames, and complains of each that is not of the protocol or does not
 * follow the one before it [S4].
 */
export class TestStream {
  readonly flavour: Flavour
  readonly frames: Frame[] = []
  /** What was wrong with frames; `expectWell` throws the first. */
  readonly faults: Error[] = []
  closed: { readonly code: number; readonly reason: string } | undefined
  epoch = ''
  /** The `seq` that was told last. */
  told = -1
  #ids = 0
  #read = 0
  readonly #mute: boolean
  readonly #commands = new Map<string, string>()
  readonly #socket: WebSocket
  #waiting: (() => void)[] = []

  constructor(url: string, flavour: Flavour, options: StreamOptions = {}) {
    this.flavour = flavour
    const { headers = {}, protocol = PROTOCOL } = options
    this.#mute = options.mute === true
    const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket
    this.#socket = new Socket(url, { headers, ...(protocol === null ? {} : { protocols: [protocol] }) })
    this.#socket.addEventListener('message', (event) => this.#take(String(event.data)))
    this.#socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason }
      this.#wake()
    })
  }

  get cursor(): string {
    return `${this.epoch}:${this.told}`
  }

  async opened(): Promise<void> {
    if (this.#socket.readyState === WebSocket.OPEN) return
    await new Promise((resolve, reject) => {
      this.#socket.addEventListener('open', resolve)
      this.#socket.addEventListener('close', ({ code }) => reject(new Error(`closed with ${code}`)))
    })
  }

  raw(text: string): void {
    this.#socket.send(text)
  }

  /** Sends a command and does not wait; returns its id. */
  send(command: string, data?: unknown, key?: string): string {
    this.#ids += 1
    const id = String(this.#ids)
    this.#commands.set(id, command)
    this.raw(
      JSON.stringify({ command, id, ...(data === undefined ? {} : { data }), ...(key ? { key } : {}) }),
    )
    return id
  }

  /** Sends a command and waits for its answer. */
  async ask(command: string, data?: unknown, key?: string): Promise<Frame> {
    const id = this.send(command, data, key)
    return this.reply(id)
  }

  reply(id: string): Promise<Frame> {
    return this.find((frame) => frame.action === 'reply' && frame.id === id, `a reply to ${id}`)
  }

  /** Asks for what must be granted; its data. */
  // oxlint-disable-next-line typescript/no-explicit-any -- checked against the command's schema on arrival.
  async does(command: string, data?: unknown, key?: string): Promise<any> {
    const { error, data: answer } = await this.ask(command, data, key)
    if (error !== undefined) throw new Error(`${command} was refused: ${JSON.stringify(error)}`)
    return answer
  }

  /** The first frame, past or to come, that fits. */
  async find(fits: (frame: Frame) => boolean, what: string): Promise<Frame> {
    for (let from = 0; ;) {
      const found = this.frames.slice(from).find(fits)
      if (found !== undefined) return found
      from = this.frames.length
      await this.#more(what)
    }
  }

  /** The next frame of this name that has not been read by `next` yet; what comes before it is skipped. */
  async next(action: string): Promise<Frame> {
    for (;;) {
      while (this.#read < this.frames.length) {
        const frame = this.frames[this.#read]!
        this.#read += 1
        if (frame.action === action) return frame
      }
      await this.#more(action)
    }
  }

  /** What came until the stream has told everything up to `seq`. */
  async until(seq: number): Promise<void> {
    while (this.told < seq) await this.#more(`seq ${seq}, is at ${this.told}`)
  }

  async close(): Promise<void> {
    this.#socket.close()
    await this.ended()
  }

  /** The code of the close. */
  async ended(): Promise<number> {
    while (this.closed === undefined) await this.#more('the close')
    return this.closed.code
  }

  /** Names of all numbered events, in order. */
  get events(): string[] {
    return this.frames
      .filter(({ seq, action }) => seq !== undefined && action !== 'reply' && action !== 'heartbeat')
      .map(({ action }) => action)
  }

  expectWell(): void {
    if (this.faults[0] !== undefined) throw this.faults[0]
  }

  #take(text: string): void {
    const frame = JSON.parse(text) as Frame
    this.frames.push(frame)
    try {
      expectFrame(this.flavour, frame, (id) => this.#commands.get(id))
      this.#expectNext(frame)
    } catch (error) {
      this.faults.push(error instanceof Error ? error : new Error(String(error)))
    }
    if (frame.action === 'heartbeat' && !this.#mute) this.send('heartbeat', { cursor: this.cursor })
    this.#wake()
  }

  #expectNext(frame: Frame): void {
    if (frame.action === 'reply') {
      const cursor: unknown = frame.data?.cursor
      if (typeof cursor !== 'string') return
      this.epoch = cursor.slice(0, cursor.lastIndexOf(':'))
      this.told = Number(cursor.slice(this.epoch.length + 1))
    } else if (frame.prev !== undefined && frame.seq !== undefined) {
      const { told } = this
      this.told = frame.seq
      if (frame.prev !== told)
        throw new Error(`${frame.action} ${frame.seq} says prev ${frame.prev} after ${told}`)
      const isFurther = frame.action === 'heartbeat' ? frame.seq >= told : frame.seq > told
      if (!isFurther) throw new Error(`${frame.action} goes back from ${told} to ${frame.seq}`)
    }
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  async #more(what: string): Promise<void> {
    if (this.closed !== undefined)
      throw new Error(`closed with ${this.closed.code} while waiting for ${what}; came: ${this.#story()}`)
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`waited in vain for ${what}; came: ${this.#story()}`)),
        PATIENCE_MS,
      )
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #story(): string {
    return this.frames
      .slice(-30)
      .map(({ action, seq, error }) => `${action}${seq ?? ''}${error === undefined ? '' : ` ${error.code}`}`)
      .join(' ')
  }
}

/** The data of a `connect`. */
export function connectData({ token, instance = 'one', cursor, takeover }: StreamOptions): object {
  return {
    instance,
    ...(token === undefined ? {} : { token }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(takeover === undefined ? {} : { takeover }),
  }
}
