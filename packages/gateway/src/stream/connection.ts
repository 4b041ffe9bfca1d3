import {
  closeCodes,
  HEARTBEAT_MS,
  SILENCE_MS_MAX,
  GREETING_MS_MAX,
  type CloseName,
  type CommandFrame,
} from '@pult/protocol'
import type { Bucket } from '../limits/index.ts'
import { frameAt, heartbeatFrame, type EventFrame, type Flavour } from './frames.ts'
import { BEHIND_MS_MAX, HIGH_WATER_BYTES, STRIKES_MAX } from './limits.ts'
import type { Viewer } from './ring.ts'
import type { Socket } from './socket.ts'

/**
 * The life of one connection, as a value.
 *
 *   greeting ──connect──► joined ──silence, slowness, end──► closed
 *       └───────────────timeout, refusal──────────────────────┘
 */
export type ConnectionState =
  | { readonly name: 'greeting'; readonly openedAtMs: number }
  | {
      readonly name: 'joined'
      readonly viewer: Viewer
      readonly instance: string
      readonly expiresAtMs: number
    }
  | { readonly name: 'closed' }

/**
 * One socket. What it is told is a position in the log: `toldSeq` is what the peer knows as `prev`, `scannedSeq` how far we have
 * looked for it. In `tail` mode events are pushed as they come; otherwise the pump brings the connection up to there.
 */
export class Connection {
  readonly id: string
  readonly flavour: Flavour
  readonly socket: Socket
  readonly from: { readonly ip: string; readonly device: string | null; readonly cookieToken: string | null }
  state: ConnectionState
  mode: 'silent' | 'pumping' | 'tail' = 'silent'
  /** Frames of a snapshot that are still to be sent. */
  source: Iterator<string> | undefined
  isLiveTold = false
  isPumping = false
  toldSeq = 0
  scannedSeq = 0
  inFlight = 0
  strikes = 0
  bucket: Bucket | undefined
  /** Something takes time, such as looking up attachments; frames that come meanwhile wait in the queue. */
  isBusy = false
  readonly queue: CommandFrame[] = []
  heardAtMs: number
  #out: string[] = []
  #heartbeatAtMs: number
  #progressAtMs: number
  #closing: { code: number; name: CloseName } | undefined
  readonly #later: (connection: Connection) => void

  constructor(
    socket: Socket,
    flavour: Flavour,
    options: {
      readonly id: string
      readonly nowMs: number
      readonly from: Connection['from']
      /** Asks to be flushed once what goes on now is done. */
      readonly later: (connection: Connection) => void
    },
  ) {
    this.id = options.id
    this.socket = socket
    this.flavour = flavour
    this.from = options.from
    this.state = { name: 'greeting', openedAtMs: options.nowMs }
    this.heardAtMs = options.nowMs
    this.#heartbeatAtMs = options.nowMs + HEARTBEAT_MS
    this.#progressAtMs = options.nowMs
    this.#later = options.later
  }

  get viewer(): Viewer | undefined {
    return this.state.name === 'joined' ? this.state.viewer : undefined
  }

  get isFull(): boolean {
    return this.socket.bufferedBytes() > HIGH_WATER_BYTES
  }

  /** Puts a frame behind those that wait; all of a turn's frames leave in one write. */
  push(frame: string): void {
    if (this.state.name === 'closed') return
    if (this.#out.length === 0) this.#later(this)
    this.#out.push(frame)
  }

  /** Tells an event and moves the position. */
  tell(event: EventFrame): void {
    this.push(frameAt(event, this.toldSeq))
    this.toldSeq = event.seq
    this.scannedSeq = event.seq
  }

  /** Writes what waits. A socket that does not keep up stops being pushed to and is pumped when it drains [S8]. */
  flush(): void {
    const frames = this.#out
    if (frames.length > 0) {
      this.#out = []
      let taken = true
      if (frames.length === 1) taken = this.socket.send(frames[0]!)
      else
        this.socket.cork(() => {
          for (const frame of frames) taken = this.socket.send(frame) && taken
        })
      if (!taken) this.end('tooSlow')
    }
    if (this.#closing !== undefined && this.state.name !== 'closed') {
      this.state = { name: 'closed' }
      this.socket.close(this.#closing.code, this.#closing.name)
    } else if (this.mode === 'tail' && this.isFull) {
      this.mode = 'pumping'
    }
  }

  /** The socket has taken what waited. */
  drained(nowMs: number): void {
    this.#progressAtMs = nowMs
  }

  /** Closes with a code after what is already said. Repeated: the first reason stands. */
  end(name: CloseName): void {
    if (this.state.name === 'closed' || this.#closing !== undefined) return
    this.#closing = { code: closeCodes[name], name }
    this.#later(this)
  }

  /** Another frame that makes no sense [S10]. */
  strike(): void {
    this.strikes += 1
    if (this.strikes >= STRIKES_MAX) this.end('rateLimited')
  }

  /** Time passed: greetings, silence, slowness, heartbeats. `headSeq`: up to where everything has been told. */
  tick(nowMs: number, headSeq: number): void {
    if (this.state.name === 'closed') return
    if (this.state.name === 'greeting') {
      if (nowMs - this.state.openedAtMs >= GREETING_MS_MAX) this.end('silent')
      return
    }
    if (nowMs >= this.state.expiresAtMs) this.end('tokenExpired')
    if (nowMs - this.heardAtMs >= SILENCE_MS_MAX) this.end('silent')
    if (this.mode === 'pumping' && this.isFull && nowMs - this.#progressAtMs >= BEHIND_MS_MAX)
      this.end('tooSlow')
    if (this.mode !== 'pumping') this.#progressAtMs = nowMs
    if (nowMs >= this.#heartbeatAtMs && this.mode === 'tail') {
      this.#heartbeatAtMs = nowMs + HEARTBEAT_MS
      this.push(heartbeatFrame(headSeq, this.toldSeq, nowMs))
      this.toldSeq = headSeq
      this.scannedSeq = headSeq
    }
  }
}
