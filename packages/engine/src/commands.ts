import type {
  Attachment,
  BotFaultCode,
  BotReply,
  ChannelId,
  ChatId,
  ClientCommandData,
  ClientCommandName,
  ClientId,
  IdentityClaims,
  OperatorCommandData,
  OperatorCommandName,
  OperatorId,
  SessionId,
  Typing,
  WireError,
  ErrorCode,
} from '@pult/protocol'
import { wireError } from '@pult/protocol'
import type { ClientOrigin, LoginRecord } from './entities.ts'
import type { Audience, BotPassed, Fact } from './facts.ts'

/** Who asks. The edge has authenticated them; what they may do is decided here, against the state of the turn. */
export type OperatorActor = {
  readonly type: 'OPERATOR'
  readonly operatorId: OperatorId
  readonly loginId: string
}
export type ClientActor = {
  readonly type: 'CLIENT'
  readonly clientId: ClientId
  readonly chatId: ChatId
  readonly channelId: ChannelId
  readonly origin: ClientOrigin
}
/** The bot of a channel; one without a name is called by each cabinet and widget in its own words. */
export type BotActor = { readonly type: 'BOT'; readonly channelId: ChannelId; readonly name: string | null }

/** What the edge found out beforehand, because deciding does no I/O and takes no chances. */
export interface Given {
  /** The attachments that the command names, in its order. */
  readonly attachments?: readonly Attachment[]
  readonly passwordHash?: string
  /** For a new channel or a new secret. */
  readonly channelKey?: string
  readonly channelSecret?: string
  /** For a new bot or a new secret. */
  readonly botSecret?: string
}

/** Commands of a bot, under the baton that it was told: one with an older number is refused, whatever it holds [E3]. */
export interface BotCommandData {
  /** All of it in one turn, or nothing. */
  botAnswer: { sessionId: SessionId; baton: number; passed?: BotPassed } & BotReply
  /** The bot cannot go on: people are asked at once, and the client reads that it is so. `code` and `sentence`: why, for those who look after it. */
  botFail: { sessionId: SessionId; baton: number; code?: BotFaultCode; sentence?: string }
  /** The bot is writing. Told now, kept nowhere. */
  botTyping: { sessionId: SessionId; baton: number; text?: string }
}

/** What the shell tells the engine: connections, logins, time. Not reachable from the wire. */
export interface SystemCommandData {
  /** Makes an empty workspace usable: a group, an admin where one is named, a widget channel. Repeated: nothing. */
  setUp: { name: string; groupName: string; channelName: string; channelKey: string; channelSecret: string }
  /** The first admin; refused when there is an admin. */
  createFirstAdmin: { email: string; name: string; passwordHash: string }
  /** Sets numbers for clients aside, so that the edge can name visitors who may never write without asking for each. */
  reserveClients: { count: number }
  openLogin: { login: LoginRecord }
  renewLogin: { login: LoginRecord }
  /** [L1] "Use here": a displaced login takes over again. */
  takeOver: { loginId: string; clientIp: string | null; device: string | null }
  endLogin: { loginId: string; reason: 'LOGOUT' | 'EXPIRED' }
  operatorConnected: { operatorId: OperatorId; connectionId: string }
  operatorDisconnected: { operatorId: OperatorId; connectionId: string }
  clientConnected: { chatId: ChatId; connectionId: string; origin: ClientOrigin }
  clientDisconnected: { chatId: ChatId; connectionId: string }
  /** A client vouched for by its site; made if new. */
  identifyClient: { channelId: ChannelId; clientId: ClientId; chatId: ChatId; claims: IdentityClaims }
  /** [E17] A push service says that the browser is gone. */
  dropPush: { subscriptionId: string }
  tick: Record<string, never>
}

type OperatorCommand = {
  [N in OperatorCommandName]: {
    readonly actor: OperatorActor
    readonly name: N
    readonly data: OperatorCommandData[N]
  }
}[OperatorCommandName]
type ClientCommand = {
  [N in ClientCommandName]: {
    readonly actor: ClientActor
    readonly name: N
    readonly data: ClientCommandData[N]
  }
}[ClientCommandName]
export type BotCommand = {
  [N in keyof BotCommandData]: {
    readonly actor: BotActor
    readonly name: N
    readonly data: BotCommandData[N]
  }
}[keyof BotCommandData]
export type SystemCommand = {
  [N in keyof SystemCommandData]: {
    readonly actor: { readonly type: 'SYSTEM' }
    readonly name: N
    readonly data: SystemCommandData[N]
  }
}[keyof SystemCommandData]

export type Command = (OperatorCommand | ClientCommand | BotCommand | SystemCommand) & {
  readonly key?: string | undefined
  readonly given?: Given | undefined
}

/** Told now, kept nowhere. */
export interface Signal {
  readonly as: 'typing'
  readonly to: Audience
  readonly data: Typing
}

export type Decision =
  | {
      readonly ok: true
      readonly reply: unknown
      readonly facts: readonly Fact[]
      readonly signals: readonly Signal[]
    }
  | { readonly ok: false; readonly error: WireError }

export function accept(
  reply: unknown = {},
  facts: readonly Fact[] = [],
  signals: readonly Signal[] = [],
): Decision {
  return { ok: true, reply, facts, signals }
}

export function refuse(code: ErrorCode, more: Parameters<typeof wireError>[1] = {}): Decision {
  return { ok: false, error: wireError(code, more) }
}

/** What the sender of a command hears. `seq`: where its last event stands. */
export type Outcome =
  | { readonly data: unknown; readonly seq?: number | undefined; readonly error?: undefined }
  | { readonly error: WireError }
