import type { ClientActor, LogRecord, OperatorActor, Workspace } from '@pult/engine'
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENTS_MAX,
  BODY_CHARS_MAX,
  FRAME_BYTES_MAX,
  HEARTBEAT_MS,
  IN_FLIGHT_MAX,
  refusalOf,
  SILENCE_MS_MAX,
  streamCommands,
  wireError,
  type CommandFrame,
  type ConnectReply,
  type Coordinates,
  type ErrorCode,
} from '@pult/protocol'
import type { Authenticate, Authenticated } from '../authenticate.ts'
import { closeNameOf } from '../authenticate.ts'
import { dispatchCommand, type Preparation } from '../command-door.ts'
import { fullBucket, takeToken, type Limit } from '../limits/index.ts'
import type { WorkspaceHost } from '../workspaces.ts'
import type { Connection } from './connection.ts'
import { cursorOf, resumableSeq } from './cursor.ts'
import { dataFrame, errorFrame, renderEvent, replyFrame } from './frames.ts'
import { CLIENT_SNAPSHOT_MESSAGES, REPLAY_PAGE, RESUME_RECORDS_MAX } from './limits.ts'
import { parseFrame } from './parse-frame.ts'
import { tellingFor, type Viewer } from './ring.ts'
import { clientSnapshot, operatorSnapshot } from './snapshot.ts'

export interface StreamServices {
  readonly nowMs: () => number
  readonly authenticate: Authenticate
  readonly preparation: Preparation
  readonly locate: (ip: string) => Coordinates | null
  /** Commands of one connection. */
  readonly commandLimit: Limit
  readonly onError: (error: unknown) => void
}

/** What one connection is joined to. */
interface Joined {
  readonly host: WorkspaceHost
  readonly actor: OperatorActor | ClientActor
}

/** The streams: frames in, answers and events out. One instance serves every connection of the process. */
export class Streams {
  readonly #services: StreamServices
  readonly #connections = new Set<Connection>()
  readonly #joined = new WeakMap<Connection, Joined>()

  constructor(services: StreamServices) {
    this.#services = services
  }

  get size(): number {
    return this.#connections.size
  }

  opened(connection: Connection): void {
    this.#connections.add(connection)
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection)
    const joined = this.#joined.get(connection)
    if (joined !== undefined) this.#leave(connection, joined)
    connection.state = { name: 'closed' }
  }

  /** The socket has room again. */
  drained(connection: Connection): void {
    connection.drained(this.#services.nowMs())
    this.#pump(connection)
  }

  /** Time passed. */
  tick(): void {
    const nowMs = this.#services.nowMs()
    for (const connection of this.#connections) {
      connection.tick(nowMs, this.#joined.get(connection)?.host.hub.ring.endSeq ?? 0)
    }
  }

  /** Closes everybody with 4001; they come back elsewhere with their cursors. */
  drain(): void {
    for (const connection of this.#connections) connection.end('shuttingDown')
  }

  received(connection: Connection, text: string): void {
    if (connection.state.name === 'closed') return
    const nowMs = this.#services.nowMs()
    connection.heardAtMs = nowMs
    const { commandLimit } = this.#services
    const taken = takeToken(commandLimit, connection.bucket ?? fullBucket(commandLimit, nowMs), nowMs)
    connection.bucket = taken.bucket
    const parsed = parseFrame(text)
    if (!('frame' in parsed)) {
      connection.push(errorFrame(parsed.id, parsed.error))
      if (parsed.isTooLarge) connection.end('frameTooLarge')
      else connection.strike()
      return
    }
    const { frame } = parsed
    if (!taken.allowed) {
      connection.push(errorFrame(frame.id, wireError('rate_limited', { retryMs: taken.retryMs })))
      connection.strike()
      return
    }
    if (!connection.isBusy) this.#handle(connection, frame)
    else if (connection.queue.length >= IN_FLIGHT_MAX) this.#refuse(connection, frame, 'rate_limited')
    else connection.queue.push(frame)
  }

  /** What comes behind something that takes time waits for it, so that a sender's order stands. */
  #busyWith(connection: Connection, work: Promise<void>): void {
    connection.isBusy = true
    void work.catch(this.#services.onError).finally(() => {
      connection.isBusy = false
      while (!connection.isBusy) {
        const frame = connection.queue.shift()
        if (frame === undefined) return
        this.#handle(connection, frame)
      }
    })
  }

  #handle(connection: Connection, frame: CommandFrame): void {
    switch (frame.command) {
      case 'connect':
        return this.#connect(connection, frame)
      case 'follow':
        return this.#follow(connection, frame)
      case 'heartbeat':
        return this.#heartbeat(connection, frame)
      default:
        return this.#command(connection, frame)
    }
  }

  #refuse(connection: Connection, frame: CommandFrame, code: ErrorCode, field?: string): void {
    connection.push(errorFrame(frame.id, wireError(code, field === undefined ? {} : { field })))
  }

  #heartbeat(connection: Connection, frame: CommandFrame): void {
    const parsed = streamCommands.heartbeat.safeParse(frame.data ?? {})
    if (!parsed.success) connection.push(errorFrame(frame.id, refusalOf(parsed.error, 'data')))
    else if (this.#joined.has(connection)) connection.push(replyFrame(frame.id, {}))
    else this.#refuse(connection, frame, 'not_connected', 'command')
  }

  #command(connection: Connection, frame: CommandFrame): void {
    const joined = this.#joined.get(connection)
    if (joined === undefined) return this.#refuse(connection, frame, 'not_connected', 'command')
    if (connection.inFlight >= IN_FLIGHT_MAX) return this.#refuse(connection, frame, 'rate_limited')
    connection.inFlight += 1
    const asked = { name: frame.command, data: frame.data, key: frame.key }
    const preparing = dispatchCommand(
      joined.host,
      joined.actor,
      asked,
      this.#services.preparation,
      (outcome) => {
        connection.inFlight -= 1
        connection.push(
          outcome.error === undefined
            ? replyFrame(frame.id, outcome.data, outcome.seq)
            : errorFrame(frame.id, outcome.error),
        )
      },
    )
    if (preparing !== undefined) this.#busyWith(connection, preparing)
  }

  /** [S1] [S2] */
  #connect(connection: Connection, frame: CommandFrame): void {
    if (this.#joined.has(connection)) return this.#refuse(connection, frame, 'already_connected', 'command')
    const parsed = streamCommands.connect.safeParse(frame.data ?? {})
    if (!parsed.success) return connection.push(errorFrame(frame.id, refusalOf(parsed.error, 'data')))
    const { token, instance, cursor, takeover } = parsed.data
    const joining = this.#services
      .authenticate({
        flavour: connection.flavour,
        token: token ?? connection.from.cookieToken ?? undefined,
        takeover:
          takeover === true ? { clientIp: connection.from.ip, device: connection.from.device } : undefined,
      })
      .then((who) => {
        if ('code' in who) {
          connection.push(errorFrame(frame.id, who))
          connection.end(closeNameOf(who.code))
          return
        }
        this.#join(connection, frame.id, who, instance, cursor)
      })
      .catch((error: unknown) => {
        this.#services.onError(error)
        connection.push(errorFrame(frame.id, wireError('internal')))
      })
    this.#busyWith(connection, joining)
  }

  #join(
    connection: Connection,
    replyId: string,
    who: Authenticated,
    instance: string,
    cursor: string | undefined,
  ): void {
    if (connection.state.name === 'closed') return
    const { host } = who
    const { viewer, actor } = this.#asViewer(connection, who)
    for (const other of [...host.hub.connectionsOf(viewer)]) {
      if (other.state.name === 'joined' && other.state.instance === instance && sameLogin(other, viewer))
        other.end('sameInstance')
    }
    connection.state = { name: 'joined', viewer, instance, expiresAtMs: who.expiresAtMs }
    this.#joined.set(connection, { host, actor })
    host.hub.join(connection)
    host.engine.dispatch(this.#presence(connection, actor, true), () => undefined)
    this.#start(connection, replyId, cursor)
  }

  #asViewer(
    connection: Connection,
    who: Authenticated,
  ): { viewer: Viewer; actor: OperatorActor | ClientActor } {
    if (who.flavour === 'OPERATOR') {
      const { operatorId, loginId } = who
      return {
        viewer: { flavour: 'OPERATOR', operatorId, loginId },
        actor: { type: 'OPERATOR', operatorId, loginId },
      }
    }
    const { clientId, chatId, channelId } = who
    const { ip, device } = connection.from
    const origin = { ip, device, coordinates: this.#services.locate(ip) }
    return {
      viewer: { flavour: 'CLIENT', chatId },
      actor: { type: 'CLIENT', clientId, chatId, channelId, origin },
    }
  }

  #presence(
    connection: Connection,
    actor: OperatorActor | ClientActor,
    isHere: boolean,
  ): Parameters<WorkspaceHost['engine']['dispatch']>[0] {
    const connectionId = connection.id
    const system = { type: 'SYSTEM' } as const
    if (actor.type === 'OPERATOR') {
      const data = { operatorId: actor.operatorId, connectionId }
      return { actor: system, name: isHere ? 'operatorConnected' : 'operatorDisconnected', data }
    }
    return isHere
      ? {
          actor: system,
          name: 'clientConnected',
          data: { chatId: actor.chatId, connectionId, origin: actor.origin },
        }
      : { actor: system, name: 'clientDisconnected', data: { chatId: actor.chatId, connectionId } }
  }

  #leave(connection: Connection, { host, actor }: Joined): void {
    host.hub.leave(connection)
    this.#joined.delete(connection)
    host.engine.dispatch(this.#presence(connection, actor, false), () => undefined)
  }

  #follow(connection: Connection, frame: CommandFrame): void {
    if (!this.#joined.has(connection)) return this.#refuse(connection, frame, 'not_connected', 'command')
    const parsed = streamCommands.follow.safeParse(frame.data ?? {})
    if (!parsed.success) return connection.push(errorFrame(frame.id, refusalOf(parsed.error, 'data')))
    this.#start(connection, frame.id, parsed.data.cursor)
  }

  /** Where the stream begins: after the cursor, or at an exact cut [S2] [S3]. */
  #start(connection: Connection, replyId: string, cursor: string | undefined): void {
    const joined = this.#joined.get(connection)
    if (joined === undefined) return
    const { host } = joined
    connection.mode = 'silent'
    host.engine.cut((state) => {
      const { viewer } = connection
      if (viewer === undefined) return
      const { epoch } = host.engine
      const { ring } = host.hub
      const from = resumableSeq(cursor, {
        epoch,
        headSeq: ring.endSeq,
        oldestSeq: oldestFor(state, viewer, ring.startSeq, ring.endSeq),
      })
      connection.isLiveTold = false
      connection.toldSeq = connection.scannedSeq = from ?? ring.endSeq
      const begin = cursorOf(epoch, connection.toldSeq)
      connection.push(
        replyFrame(
          replyId,
          this.#connectReply(
            state,
            joined,
            viewer,
            from === undefined ? 'snapshot' : 'resumed',
            begin,
            epoch,
          ),
        ),
      )
      connection.mode = 'pumping'
      if (from !== undefined) {
        connection.source = undefined
        this.#pump(connection)
      } else if (viewer.flavour === 'OPERATOR') {
        connection.source = operatorSnapshot(state, viewer.operatorId, begin, host.hub.context)
        this.#pump(connection)
      } else {
        this.#clientSnapshot(connection, host, state, viewer, begin)
      }
    })
  }

  #clientSnapshot(
    connection: Connection,
    host: WorkspaceHost,
    state: Readonly<Workspace>,
    viewer: Viewer & { flavour: 'CLIENT' },
    begin: string,
  ): void {
    const { chatId } = viewer
    const chat = state.chats.get(chatId)
    const open = chat?.sessionId == null ? undefined : state.sessions.get(chat.sessionId)
    const finish = (
      messages: Parameters<typeof clientSnapshot>[1],
      older: string | null,
      session: typeof open,
    ): void => {
      if (connection.viewer === undefined) return
      connection.source = clientSnapshot(session, messages, older, begin, host.hub.context)
      this.#pump(connection)
    }
    const page = host.store.messages({ chatId, limit: CLIENT_SNAPSHOT_MESSAGES })
    const last = chat === undefined ? host.store.chat(chatId) : chat
    void Promise.all([page, last])
      .then(async ([found, known]) => {
        const lastId = known?.lastSessionId ?? null
        const session =
          open ??
          (lastId === null ? undefined : (state.sessions.get(lastId) ?? (await host.store.session(lastId))))
        finish(found.items.toReversed(), found.next, session)
      })
      .catch(this.#services.onError)
  }

  #connectReply(
    state: Readonly<Workspace>,
    { actor }: Joined,
    viewer: Viewer,
    mode: ConnectReply['mode'],
    cursor: string,
    epoch: string,
  ): ConnectReply {
    const who =
      viewer.flavour === 'OPERATOR'
        ? { operator: state.operators.get(viewer.operatorId)!.operator }
        : actor.type === 'CLIENT'
          ? {
              client: {
                id: actor.clientId,
                chatId: actor.chatId,
                name: state.clients.get(actor.clientId)?.client.name ?? '',
              },
            }
          : {}
    return {
      mode,
      epoch,
      cursor,
      ...who,
      heartbeatMs: HEARTBEAT_MS,
      silenceMs: SILENCE_MS_MAX,
      limits: {
        frameBytes: FRAME_BYTES_MAX,
        bodyChars: BODY_CHARS_MAX,
        attachmentBytes: ATTACHMENT_BYTES_MAX,
        attachments: ATTACHMENTS_MAX,
        inFlight: IN_FLIGHT_MAX,
      },
      serverTime: new Date(this.#services.nowMs()).toISOString(),
    }
  }

  /** Brings a connection from where it is to the tail, as fast as its reader takes it: snapshot, journal, ring, live. */
  #pump(connection: Connection): void {
    if (connection.mode !== 'pumping' || connection.isPumping) return
    connection.isPumping = true
    void this.#pumpOn(connection)
      .catch(this.#services.onError)
      .finally(() => {
        connection.isPumping = false
      })
  }

  async #pumpOn(connection: Connection): Promise<void> {
    const joined = this.#joined.get(connection)
    if (joined === undefined) return
    const { host } = joined
    connection.flush()
    while (connection.source !== undefined) {
      if (connection.isFull) return
      const next = connection.source.next()
      if (next.done === true) {
        connection.source = undefined
        this.#tellLive(connection, host)
      } else {
        connection.push(next.value)
        connection.flush()
      }
    }
    while (connection.scannedSeq < host.hub.ring.startSeq) {
      if (connection.isFull) return
      const records = await host.store.read(connection.scannedSeq, REPLAY_PAGE)
      if (connection.viewer === undefined || records.length === 0) return
      for (const record of records) this.#replay(connection, host, host.engine.state, record)
      connection.flush()
    }
    host.engine.cut((state) => this.#catchUp(connection, host, state))
  }

  /** The last stretch, out of memory and between two turns, so that the tail follows without a gap and without an overlap. */
  #catchUp(connection: Connection, host: WorkspaceHost, state: Readonly<Workspace>): void {
    const { viewer } = connection
    if (viewer === undefined || connection.mode !== 'pumping') return
    const { ring } = host.hub
    if (connection.scannedSeq < ring.startSeq) {
      connection.isPumping = false
      this.#pump(connection)
      return
    }
    let sinceFlush = 0
    for (const record of ring.after(connection.scannedSeq, viewer)) {
      this.#replay(connection, host, state, record)
      sinceFlush += 1
      if (sinceFlush < FLUSH_EVERY) continue
      sinceFlush = 0
      connection.flush()
      if (connection.isFull) return
    }
    connection.scannedSeq = ring.endSeq
    if (!connection.isLiveTold) this.#tellLive(connection, host)
    connection.mode = 'tail'
  }

  #replay(connection: Connection, host: WorkspaceHost, state: Readonly<Workspace>, record: LogRecord): void {
    const { viewer } = connection
    if (viewer === undefined || record.seq <= connection.scannedSeq) return
    const as = tellingFor(state, record, viewer)
    if (as === undefined) connection.scannedSeq = record.seq
    else connection.tell(renderEvent(record, as, connection.flavour, host.hub.context))
  }

  #tellLive(connection: Connection, host: WorkspaceHost): void {
    connection.isLiveTold = true
    connection.push(dataFrame('live', { cursor: cursorOf(host.engine.epoch, connection.toldSeq) }))
  }
}

/** Frames rendered between two looks at how much the socket holds. */
const FLUSH_EVERY = 64

/** An operator's cursor from before a change of rights would replay what they may not see any more [A9]. */
function oldestFor(state: Readonly<Workspace>, viewer: Viewer, ringStart: number, endSeq: number): number {
  if (viewer.flavour === 'CLIENT') return ringStart
  const rights = state.operators.get(viewer.operatorId)?.rightsSeq ?? 0
  return Math.max(rights, endSeq - RESUME_RECORDS_MAX, 0)
}

function sameLogin(connection: Connection, viewer: Viewer): boolean {
  const other = connection.viewer
  if (other === undefined || other.flavour !== viewer.flavour) return false
  return viewer.flavour === 'CLIENT' || (other.flavour === 'OPERATOR' && other.loginId === viewer.loginId)
}
