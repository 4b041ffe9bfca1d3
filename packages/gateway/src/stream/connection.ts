import type { ClientActor, OperatorActor } from '@pult/engine'
import {
  closeCodes,
  HEARTBEAT_MS,
  SILENCE_MS_MAX,
  GREETING_MS_MAX,
  type CloseName,
  type CommandFrame,
} from '@pult/protocol'
import type { Bucket } from '../limits/index.ts'
import type { WorkspaceHost } from '../workspaces.ts'
import { frameAt, heartbeatFrame, type EventFrame, type Flavour } from './frames.ts'
import { BEHIND_MS_MAX, CLOSING_MS_MAX, HIGH_WATER_BYTES, TOO_SLOW_BYTES } from './limits.ts'
import type { Viewer } from './ring.ts'
import type { Socket } from './socket.ts'

/** Whose connection it is, and where. */
export interface Joined {
  readonly name: 'joined'
  readonly host: WorkspaceHost
  readonly viewer: Viewer
  readonly actor: OperatorActor | ClientActor
  readonly instance: string
  readonly expiresAtMs: number
  /** A client's name, for one who is not in memory. */
  readonly clientName: string
}

/**
 * The life of one connection, as a value.
 *
 *   greeting ──connect──► joined ──silence, slowness, end──► closed
 *       └───────────────timeout, refusal──────────────────────┘
 */
export type ConnectionState =
  | { readonly name: 'greeting'; readonly openedAtMs: number }
  | Joined
  | { readonly name: 'closed'; readonly atMs: number }

/** Who looks after connections. */
export interface ConnectionKeeper {
  /** Asks to be flushed once what goes on now is done. */
  readonly later: (connection: Connection) => void
  /** Is behind and has room: wants to be brought on. */
  readonly pump: (connection: Connection) => void
  /** Has said good-bye; `joined`: what it was part of. The socket may live on for a moment. */
  readonly ended: (connection: Connection, joined: Joined | undefined) => void
  /** A clock that nobody sets. */
  readonly steadyMs: () => number
}

/**
 * One socket. What it is told is a position in the log, never a queue [S8]: `toldSeq` is what the peer knows as `prev`, `scannedSeq` how
 * far we have looked for it. `silent`: nothing is to be told yet. `pumping`: it is behind and is brought on as it reads. `tail`: events
 * are pushed as they come.
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
  /** Rises with each beginning: what was under way for the one before stops. */
  beginning = 0
  toldSeq = 0
  scannedSeq = 0
  inFlight = 0
  commandBucket: Bucket | undefined
  strikeBucket: Bucket | undefined
  /** Something takes time, such as looking up attachments; frames that come meanwhile wait in the queue. */
  isBusy = false
  readonly queue: CommandFrame[] = []
  heardAtMs: number
  #out: string[] = []
  #outBytes = 0
  #heartbeatAtMs: number
  #progressAtMs: number
  #closing: { code: number; name: CloseName } | undefined
  readonly #keeper: ConnectionKeeper

  constructor(
    socket: Socket,
    flavour: Flavour,
    options: {
      readonly id: string
      readonly from: Connection['from']
      readonly keeper: ConnectionKeeper
    },
  ) {
    const nowMs = options.keeper.steadyMs()
    this.id = options.id
    this.socket = socket
    this.flavour = flavour
    this.from = options.from
    this.state = { name: 'greeting', openedAtMs: nowMs }
    this.heardAtMs = nowMs
    this.#heartbeatAtMs = nowMs + HEARTBEAT_MS
    this.#progressAtMs = nowMs
    this.#keeper = options.keeper
  }

  get joined(): Joined | undefined {
    return this.state.name === 'joined' ? this.state : undefined
  }

  get viewer(): Viewer | undefined {
    return this.joined?.viewer
  }

  get isFull(): boolean {
    return this.#outBytes + this.socket.bufferedBytes() > HIGH_WATER_BYTES
  }

  /** Closed, or about to be: nothing that comes from the peer counts any more. */
  get isEnding(): boolean {
    return this.state.name === 'closed' || this.#closing !== undefined
  }

  /** Puts a frame behind those that wait; all of a turn's frames leave in one write. `bytes`: about as many as it takes. */
  push(frame: string, bytes: number = frame.length): void {
    if (this.state.name === 'closed') return
    if (this.#out.length === 0) this.#keeper.later(this)
    this.#out.push(frame)
    this.#outBytes += bytes
  }

  /** Tells an event and moves the position. */
  tell(event: EventFrame): void {
    this.push(frameAt(event, this.toldSeq), event.bytes)
    this.toldSeq = event.seq
    this.scannedSeq = event.seq
  }

  /** Tells an event to somebody at the tail. More than a socket should hold at once is left for the pump [S8]. */
  tellLive(event: EventFrame): void {
    if (this.#outBytes > HIGH_WATER_BYTES) this.mode = 'pumping'
    else this.tell(event)
  }

  /**
   * Tells the last event of all, wherever the connection is [S9]. To one that is behind `prev` says honestly that something lies between,
   * so that whoever comes back does so with the cursor that they really had.
   */
  tellLast(event: EventFrame, name: CloseName): void {
    if (this.mode === 'tail') this.tell(event)
    else this.push(frameAt(event, event.seq - 1), event.bytes)
    this.mode = 'silent'
    this.end(name)
  }

  /** Writes what waits. A socket that does not keep up stops being pushed to and is pumped when it drains [S8]. */
  flush(): void {
    if (this.state.name === 'closed') return
    this.#write()
    if (this.#closing !== undefined) {
      const { joined } = this
      const { code, name } = this.#closing
      this.state = { name: 'closed', atMs: this.#keeper.steadyMs() }
      this.source = undefined
      this.socket.close(code, name)
      this.#keeper.ended(this, joined)
      return
    }
    if (this.mode === 'tail' && this.isFull) this.mode = 'pumping'
    else if (this.mode === 'pumping' && !this.isPumping && !this.isFull) this.#keeper.pump(this)
  }

  #write(): void {
    const frames = this.#out
    if (frames.length === 0) return
    this.#out = []
    this.#outBytes = 0
    let taken = true
    if (frames.length === 1) taken = this.socket.send(frames[0]!)
    else
      this.socket.cork(() => {
        for (const frame of frames) taken = this.socket.send(frame) && taken
      })
    if (!taken || this.socket.bufferedBytes() > TOO_SLOW_BYTES) this.#closing ??= closing('tooSlow')
  }

  /** The socket has taken what waited. */
  drained(): void {
    this.#progressAtMs = this.#keeper.steadyMs()
    if (this.mode === 'pumping') this.#keeper.pump(this)
  }

  /** Closes with a code after what is already said. Repeated: the first reason stands. */
  end(name: CloseName): void {
    if (this.isEnding) return
    this.#closing = closing(name)
    this.#keeper.later(this)
  }

  /** The socket is gone, whoever closed it. */
  gone(): void {
    const { joined } = this
    const wasClosed = this.state.name === 'closed'
    this.state = { name: 'closed', atMs: this.#keeper.steadyMs() }
    this.source = undefined
    if (!wasClosed) this.#keeper.ended(this, joined)
  }

  /** Time passed: greetings, silence, slowness, heartbeats. `headSeq`: up to where everything has been told. */
  tick(now: { readonly steadyMs: number; readonly wallMs: number }, headSeq: number): void {
    const { steadyMs: nowMs, wallMs } = now
    if (this.state.name === 'closed') {
      if (nowMs - this.state.atMs >= CLOSING_MS_MAX) this.socket.terminate()
      return
    }
    if (this.state.name === 'greeting') {
      if (nowMs - this.state.openedAtMs >= GREETING_MS_MAX) this.end('silent')
      return
    }
    // The end of an operator's login is the engine's to tell, by its event first [L3].
    if (this.state.viewer.flavour === 'CLIENT' && wallMs >= this.state.expiresAtMs) this.end('tokenExpired')
    if (nowMs - this.heardAtMs >= SILENCE_MS_MAX) this.end('silent')
    if (this.mode !== 'pumping' || !this.isFull) this.#progressAtMs = nowMs
    else if (nowMs - this.#progressAtMs >= BEHIND_MS_MAX) this.end('tooSlow')
    if (nowMs >= this.#heartbeatAtMs && this.mode === 'tail') {
      this.#heartbeatAtMs = nowMs + HEARTBEAT_MS
      this.push(heartbeatFrame(headSeq, this.toldSeq, wallMs))
      this.toldSeq = headSeq
      this.scannedSeq = headSeq
    }
  }
}

function closing(name: CloseName): { code: number; name: CloseName } {
  return { code: closeCodes[name], name }
}
