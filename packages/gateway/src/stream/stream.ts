import type { WireError } from '@pult/protocol'
import { IN_FLIGHT_MAX, refusalOf, streamCommands, wireError, type CommandFrame } from '@pult/protocol'
import { dispatchCommand, type Preparation } from '../command-door.ts'
import { fullBucket, takeToken, type Limit } from '../limits/index.ts'
import { Connection, type ConnectionKeeper } from './connection.ts'
import { createFlushes } from './flushes.ts'
import { errorFrame, replyFrame, type Flavour } from './frames.ts'
import { begin } from './beginning.ts'
import { connect, leave, type Connect, type JoiningServices } from './joining.ts'
import { parseFrame } from './parse-frame.ts'
import { pump } from './pump.ts'
import type { Socket } from './socket.ts'

export interface StreamServices extends JoiningServices {
  readonly preparation: Preparation
  /** Durations are measured by it, or a clock that is set would end every connection at once. */
  readonly steadyMs: () => number
  /** Frames of one connection. */
  readonly commandLimit: Limit
  /** Frames that make no sense, of one connection [S10]. */
  readonly badFrameLimit: Limit
}

/** Errors that a working program does not cause: enough of them, and the connection is closed with 4300 [S10]. */
const STRIKES: ReadonlySet<WireError['code']> = new Set([
  'invalid_frame',
  'unknown_command',
  'validation_failed',
  'rate_limited',
])

/** The streams: frames in, answers and events out. One instance serves every connection of the process. */
export class Streams {
  readonly #services: StreamServices
  readonly #connections = new Set<Connection>()
  readonly #keeper: ConnectionKeeper

  constructor(services: StreamServices) {
    this.#services = services
    this.#keeper = {
      steadyMs: services.steadyMs,
      later: createFlushes(),
      pump: (connection) => pump(connection, services),
      ended: (connection, joined) => {
        connection.queue.length = 0
        if (joined !== undefined) leave(connection, joined)
      },
    }
  }

  get size(): number {
    return this.#connections.size
  }

  open(socket: Socket, flavour: Flavour, options: Pick<Connection, 'id' | 'from'>): Connection {
    const connection = new Connection(socket, flavour, { ...options, keeper: this.#keeper })
    this.#connections.add(connection)
    return connection
  }

  /** The peer has shown that it is there. */
  heard(connection: Connection): void {
    connection.heardAtMs = this.#services.steadyMs()
  }

  /** The socket is gone. */
  closed(connection: Connection): void {
    this.#connections.delete(connection)
    connection.gone()
  }

  /** Time passed. */
  tick(): void {
    const now = { steadyMs: this.#services.steadyMs(), wallMs: this.#services.nowMs() }
    for (const connection of this.#connections)
      connection.tick(now, connection.joined?.host.hub.ring.endSeq ?? 0)
  }

  /** Closes everybody with 4001; they come back elsewhere with their cursors. */
  drain(): void {
    for (const connection of this.#connections) connection.end('shuttingDown')
  }

  /** Cuts off whoever has not answered the good-bye. */
  terminate(): void {
    for (const connection of this.#connections) connection.socket.terminate()
  }

  received(connection: Connection, text: string): void {
    if (connection.isEnding) return
    const nowMs = this.#services.steadyMs()
    connection.heardAtMs = nowMs
    const { commandLimit } = this.#services
    const taken = takeToken(commandLimit, connection.commandBucket ?? fullBucket(commandLimit, nowMs), nowMs)
    connection.commandBucket = taken.bucket
    const parsed = parseFrame(text)
    if (!('frame' in parsed)) {
      this.#refuse(connection, parsed.id, parsed.error)
      if (parsed.isTooLarge) connection.end('frameTooLarge')
      return
    }
    const { frame } = parsed
    const isMuch = connection.inFlight + connection.queue.length >= IN_FLIGHT_MAX
    if (!taken.allowed)
      this.#refuse(connection, frame.id, wireError('rate_limited', { retryMs: taken.retryMs }))
    else if (isMuch) connection.push(errorFrame(frame.id, wireError('rate_limited', { field: 'id' })))
    else if (connection.isBusy) connection.queue.push(frame)
    else this.#handle(connection, frame)
  }

  /** What comes behind something that takes time waits for it, so that a sender's order stands. */
  #busyWith(connection: Connection, work: Promise<void>): void {
    connection.isBusy = true
    void work.catch(this.#services.onError).finally(() => {
      connection.isBusy = false
      while (!connection.isBusy) {
        const frame = connection.queue.shift()
        if (frame === undefined || connection.isEnding) return
        this.#handle(connection, frame)
      }
    })
  }

  #handle(connection: Connection, frame: CommandFrame): void {
    const { joined } = connection
    const isFirst = frame.command === 'connect'
    if (isFirst === (joined !== undefined)) {
      const code = isFirst ? 'already_connected' : 'not_connected'
      this.#refuse(connection, frame.id, wireError(code, { field: 'command' }))
    } else if (isFirst || frame.command === 'heartbeat' || frame.command === 'follow') {
      this.#streamCommand(connection, frame)
    } else this.#command(connection, frame)
  }

  /** The gateway's own commands. */
  #streamCommand(connection: Connection, frame: CommandFrame): void {
    const { joined } = connection
    const name = frame.command as keyof typeof streamCommands
    const parsed = streamCommands[name].safeParse(frame.data ?? {})
    if (!parsed.success) this.#refuse(connection, frame.id, refusalOf(parsed.error, 'data'))
    else if (name === 'heartbeat') connection.push(replyFrame(frame.id, {}))
    else if (joined !== undefined)
      begin(connection, joined, { replyId: frame.id, cursor: parsed.data.cursor }, this.#services)
    else this.#busyWith(connection, connect(connection, frame.id, parsed.data as Connect, this.#services))
  }

  #command(connection: Connection, frame: CommandFrame): void {
    const { joined } = connection
    if (joined === undefined) return
    connection.inFlight += 1
    const preparing = dispatchCommand(
      joined.host,
      joined.actor,
      { name: frame.command, data: frame.data, key: frame.key },
      this.#services.preparation,
      (outcome) => {
        connection.inFlight -= 1
        if (outcome.error === undefined) connection.push(replyFrame(frame.id, outcome.data, outcome.seq))
        else this.#refuse(connection, frame.id, outcome.error)
      },
    )
    if (preparing !== undefined) this.#busyWith(connection, preparing)
  }

  /** Says no. Whoever only sends what makes no sense is told when to come back, and closed [S10]. */
  #refuse(connection: Connection, id: string | null, error: WireError): void {
    if (connection.isEnding) return
    if (!STRIKES.has(error.code)) return connection.push(errorFrame(id, error))
    const nowMs = this.#services.steadyMs()
    const limit = this.#services.badFrameLimit
    const { bucket } = takeToken(limit, connection.strikeBucket ?? fullBucket(limit, nowMs), nowMs)
    connection.strikeBucket = bucket
    if (bucket.tokens >= 1) return connection.push(errorFrame(id, error))
    const retryMs = Math.ceil(1_000 / limit.perSecond)
    connection.push(
      errorFrame(id, { ...wireError('rate_limited', { retryMs }), field: error.field ?? 'frame' }),
    )
    connection.end('rateLimited')
  }
}
