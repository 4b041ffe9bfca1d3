import { seqOfId, type Workspace } from '@pult/engine'
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENTS_MAX,
  BODY_CHARS_MAX,
  FRAME_BYTES_MAX,
  HEARTBEAT_MS,
  IN_FLIGHT_MAX,
  SILENCE_MS_MAX,
  type ChatId,
  type ConnectReply,
} from '@pult/protocol'
import { closeNameOf } from '../authenticate.ts'
import type { WorkspaceHost } from '../workspaces.ts'
import type { Connection, Joined } from './connection.ts'
import { cursorOf, resumableSeq } from './cursor.ts'
import { errorFrame, replyFrame } from './frames.ts'
import { shutOut } from './last-words.ts'
import { CLIENT_SNAPSHOT_MESSAGES, RESUME_RECORDS_MAX } from './limits.ts'
import { pump, type PumpServices } from './pump.ts'
import type { Ring, Viewer } from './ring.ts'
import { clientSnapshot, operatorSnapshot, type ClientCut } from './snapshot.ts'

export interface BeginningServices extends PumpServices {
  readonly nowMs: () => number
  /** Default: what a network likes; less shows how parts are put together. */
  readonly snapshotPartBytes?: number | undefined
}

/** Where a stream begins: after the cursor, or at an exact cut [S2] [S3]. Answers `connect` or `follow`, and starts the pump. */
export function begin(
  connection: Connection,
  joined: Joined,
  asked: { readonly replyId: string; readonly cursor: string | undefined },
  services: BeginningServices,
): void {
  connection.mode = 'silent'
  const { host, viewer } = joined
  const fail = (error: unknown): void => {
    services.onError(error)
    connection.end('overloaded')
  }
  host.engine.cut((state) => {
    if (connection.isEnding) return
    try {
      const begun = beginAt(state, connection, joined, asked, services)
      if (begun === 'reading' && viewer.flavour === 'CLIENT') readFor(viewer.chatId, state)
    } catch (error) {
      // It is this connection that fails, not the workspace.
      fail(error)
    }
  })

  /** A client's snapshot takes time: the store is asked for it. Where another beginning has come since, that one stands. */
  function readFor(chatId: ChatId, state: Readonly<Workspace>): void {
    const { beginning, toldSeq } = connection
    const take = (found: ClientCut | 'moved'): void => {
      if (connection.beginning !== beginning || connection.isEnding) return
      // What was said of the cut cannot be kept. Who comes again finds the chat at hand.
      if (found === 'moved') return connection.end('tooSlow')
      connection.source = clientSnapshot(found, cursorOf(host.engine.epoch, toldSeq), host.hub.context)
      connection.mode = 'pumping'
      pump(connection, services)
    }
    readClient(host, state, chatId, toldSeq).then(take).catch(fail)
  }
}

/** Answers. `reading`: what begins is a client's snapshot, and is still to be read. */
function beginAt(
  state: Readonly<Workspace>,
  connection: Connection,
  joined: Joined,
  asked: { readonly replyId: string; readonly cursor: string | undefined },
  { nowMs, snapshotPartBytes }: BeginningServices,
): 'reading' | 'begun' | 'refused' {
  const { host, viewer } = joined
  const refused = shutOut(state, viewer)
  if (refused !== undefined) {
    connection.push(errorFrame(asked.replyId, refused))
    connection.end(closeNameOf(refused.code))
    return 'refused'
  }
  const { epoch } = host.engine
  const { ring, context } = host.hub
  const from = resumableSeq(asked.cursor, {
    epoch,
    headSeq: ring.endSeq,
    oldestSeq: oldestSeq(state, viewer, ring),
  })
  connection.beginning += 1
  connection.isLiveTold = false
  connection.toldSeq = connection.scannedSeq = from ?? ring.endSeq
  connection.source = undefined
  const cursor = cursorOf(epoch, connection.toldSeq)
  const mode = from === undefined ? 'snapshot' : 'resumed'
  const reply: ConnectReply = { mode, epoch, cursor, ...whoIs(state, joined), ...welcome(nowMs()) }
  connection.push(replyFrame(asked.replyId, reply))
  // Where the mode is `pumping`, the flush of the answer starts the pump.
  if (mode === 'snapshot' && viewer.flavour === 'CLIENT') {
    connection.mode = 'silent'
    return 'reading'
  }
  if (mode === 'snapshot' && viewer.flavour === 'OPERATOR')
    connection.source = operatorSnapshot(state, viewer.operatorId, cursor, context, snapshotPartBytes)
  connection.mode = 'pumping'
  return 'begun'
}

/**
 * The oldest position from which this viewer may go on. An operator's cursor from before a change of their rights would replay what they
 * may not see any more [A9]; a client goes on from memory, where its own few records are found without a search.
 */
export function oldestSeq(state: Readonly<Workspace>, viewer: Viewer, ring: Ring): number {
  if (viewer.flavour === 'CLIENT') return ring.startSeq
  const rights = state.operators.get(viewer.operatorId)?.rightsSeq ?? 0
  return Math.max(rights, ring.endSeq - RESUME_RECORDS_MAX, 0)
}

/**
 * All questions are put while nothing moves, and messages that a slow store brings from after the cut are left out. `moved`: the chat was not at hand,
 * and the store's session is of a later moment.
 */
async function readClient(
  { store }: WorkspaceHost,
  state: Readonly<Workspace>,
  chatId: ChatId,
  seq: number,
): Promise<ClientCut | 'moved'> {
  const asked = store.messages({ chatId, limit: CLIENT_SNAPSHOT_MESSAGES })
  const known = state.chats.get(chatId)
  const lastId = known?.lastSessionId ?? null
  const atHand = lastId === null ? undefined : state.sessions.get(lastId)
  const page = await asked
  const chat = known ?? (await store.chat(chatId))
  const sessionId = chat?.lastSessionId ?? null
  const session = atHand ?? (sessionId === null ? undefined : await store.session(sessionId))
  if (session !== undefined && session !== atHand && session.card.rev > seq) return 'moved'
  const messages = page.items.filter(({ id }) => (seqOfId(id, 'msg', state.tag) ?? 0) <= seq).toReversed()
  return { session, messages, older: page.next }
}

function whoIs(state: Readonly<Workspace>, joined: Joined): Pick<ConnectReply, 'operator' | 'client'> {
  const { viewer, actor } = joined
  if (viewer.flavour === 'OPERATOR') return { operator: state.operators.get(viewer.operatorId)!.operator }
  if (actor.type !== 'CLIENT') return {}
  const { clientId: id, chatId } = actor
  return { client: { id, chatId, name: state.clients.get(id)?.client.name ?? joined.clientName } }
}

/** What every stream is told at its beginning. */
export function welcome(
  nowMs: number,
): Pick<ConnectReply, 'heartbeatMs' | 'silenceMs' | 'limits' | 'serverTime'> {
  return {
    heartbeatMs: HEARTBEAT_MS,
    silenceMs: SILENCE_MS_MAX,
    limits: {
      frameBytes: FRAME_BYTES_MAX,
      bodyChars: BODY_CHARS_MAX,
      attachmentBytes: ATTACHMENT_BYTES_MAX,
      attachments: ATTACHMENTS_MAX,
      inFlight: IN_FLIGHT_MAX,
    },
    serverTime: new Date(nowMs).toISOString(),
  }
}
