import type { Coordinates, WorkspaceId } from '@pult/protocol'
import { wireError } from '@pult/protocol'
import { createAttachments, type Attachments, type FilePlace } from './attachments/index.ts'
import { BotLines } from './bot-line/bot-lines.ts'
import { createAuthenticate } from './authenticate.ts'
import type { BotSettingsFault, BotSettingsShown, Preparation } from './command-door.ts'
import { faultTold } from './fault-told.ts'
import type { HttpServices, MachinesOf } from './http/services.ts'
import { createLimiter, createLoginLimits, defaultLimits, type Limits } from './limits/index.ts'
import type { EdgeAddress } from './request-context.ts'
import { createClientTokens, createPasswords, type RandomBytes } from './sign-in/index.ts'
import { Streams } from './stream/stream.ts'
import type { Workspaces } from './workspaces.ts'

export interface EdgeOptions {
  readonly edge: EdgeAddress
  readonly workspaces: Workspaces
  /** Signs links and client tokens. */
  readonly secret: string
  /** Where the files lie that people send. */
  readonly files: FilePlace
  readonly locate: (ip: string) => Coordinates | null
  readonly setupSecret: (workspaceId: WorkspaceId) => string | null
  /** The machines, as an admin of this workspace sees them. Default: this read is not there. */
  readonly nodes?: MachinesOf
  readonly version: string
  readonly nowMs: () => number
  /** A clock that nobody sets: silence, heartbeats and the pace of streams go by it. Default: `nowMs`. */
  readonly steadyMs?: () => number
  readonly random: RandomBytes
  /** Resolves after others have had their turn, so that a long replay holds nobody up. Default: the runtime's next round. */
  readonly breathe?: () => Promise<void>
  readonly onError: (error: unknown) => void
  /** Default: no bot of one's own can be made. */
  readonly botSettingsFault?: BotSettingsFault
  /** Default: nothing of them is. */
  readonly botSettingsShown?: BotSettingsShown
  readonly limits?: Limits
  /** Bytes of a part of an operator's snapshot, about. */
  readonly snapshotPartBytes?: number
}

/** Everything of the edge but the port that it listens on: what answers sockets, and what answers requests. */
export interface Edge {
  readonly streams: Streams
  /** The programs of bots that connect by themselves. */
  readonly lines: BotLines
  readonly services: HttpServices
  readonly limits: Limits
  /** Lets go whoever waits in a long poll. */
  readonly stop: () => void
}

/** Wires the edge. Opens nothing: the gateway gives it a port, a simulated world gives it a network. */
export function createEdge(options: EdgeOptions): Edge {
  const { nowMs, workspaces, edge, random } = options
  const limits = options.limits ?? defaultLimits
  const attachments = createAttachments({
    place: options.files,
    secret: options.secret,
    publicUrl: edge.publicUrl ?? '',
    nowMs,
    random,
    onError: options.onError,
  })
  const passwords = createPasswords()
  const clientTokens = createClientTokens(options.secret)
  const authenticate = createAuthenticate({ workspaces, clientTokens, nowMs })
  const preparation = createPreparation({
    attachments,
    hashPassword: (password) => passwords.hash(password),
    random,
    onError: options.onError,
    botSettingsFault: options.botSettingsFault ?? noBots,
    botSettingsShown: options.botSettingsShown ?? (() => ({})),
  })
  const streams = new Streams({
    nowMs,
    steadyMs: options.steadyMs ?? nowMs,
    authenticate,
    preparation,
    locate: options.locate,
    commandLimit: limits.commandsPerConnection,
    badFrameLimit: limits.badFramesPerConnection,
    breathe: options.breathe ?? nextRound,
    snapshotPartBytes: options.snapshotPartBytes,
    onError: options.onError,
  })
  const lines = new BotLines({
    workspaces,
    nowMs,
    steadyMs: options.steadyMs ?? nowMs,
    commandLimit: limits.commandsPerConnection,
    badFrameLimit: limits.badFramesPerConnection,
  })
  const stopping = new AbortController()
  const services: HttpServices = {
    workspaces,
    authenticate,
    preparation,
    passwords,
    clientTokens,
    attachments,
    sign: (attachment) => attachments.sign(attachment, nowMs()),
    locate: options.locate,
    loginLimits: createLoginLimits(limits),
    hellos: createLimiter(limits.hellosPerAddress),
    requests: createLimiter(limits.requestsPerPerson),
    stopping: stopping.signal,
    edge,
    random,
    nowMs,
    version: options.version,
    setupSecret: options.setupSecret,
    nodes: options.nodes,
    onError: options.onError,
  }
  return { streams, lines, services, limits, stop: () => stopping.abort() }
}

function nextRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const noBots: BotSettingsFault = () => ({ field: '', message: 'This server runs no bots of one’s own.' })

function createPreparation({
  attachments,
  hashPassword,
  random,
  onError,
  botSettingsFault,
  botSettingsShown,
}: Pick<Preparation, 'hashPassword' | 'botSettingsFault' | 'botSettingsShown'> & {
  readonly attachments: Attachments
  readonly random: RandomBytes
  readonly onError: (error: unknown) => void
}): Preparation {
  return {
    botSettingsFault,
    botSettingsShown,
    async attachments(ids, uploadedBy) {
      try {
        const stored = await Promise.all(ids.map((id) => attachments.get(id)))
        const own = stored.flatMap((file) =>
          file?.uploadedBy === uploadedBy ? [{ ...file.attachment, url: '' }] : [],
        )
        return own.length === ids.length
          ? own
          : wireError('attachment_not_found', { field: 'data.attachments' })
      } catch (error) {
        // Told to whoever asked and to nobody else: a bucket that is away ends no connection.
        onError(error)
        return faultTold(error)
      }
    },
    hashPassword,
    randomKey: () => Buffer.from(random(18)).toString('base64url'),
  }
}
