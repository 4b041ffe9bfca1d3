import type {
  Activity,
  CannedReply,
  Channel,
  ChatSession,
  ClientCommandInput,
  ClientSession,
  ConnectReply,
  Group,
  Message,
  Note,
  Operator,
  OperatorCommandInput,
  OperatorEventData,
  Typing,
} from '@pult/protocol'
import type { Refusal } from './pult-error.ts'

/** Why the stream stopped for good: a close code of 4400–4499 by its name, or `refused` when `connect` itself was refused otherwise. */
export type StopName =
  | 'protocolError'
  | 'notAuthenticated'
  | 'operatorBlocked'
  | 'version'
  | 'loggedInElsewhere'
  | 'loggedOut'
  | 'frameTooLarge'
  | 'refused'

export interface Stop {
  readonly name: StopName
  /** The close code, where the socket was closed by the server. */
  readonly code?: number
  /** The terminal event that told it [S9], if it came: its name and data. */
  readonly event?: TerminalEvent
  /** With a refused `connect` or sign-in: what the server said. */
  readonly refusal?: Refusal
}

export type TerminalEvent = {
  readonly [Name in 'operatorBlocked' | 'chatUserExists' | 'operatorLoggedOut']: {
    readonly name: Name
    readonly data: OperatorEventData[Name]
  }
}['operatorBlocked' | 'chatUserExists' | 'operatorLoggedOut']

/** How the stream is, for people to see. Times in milliseconds of the client's clock; `attempt` counts from 0. */
export type Connection =
  | { readonly name: 'idle'; readonly sinceMs: number }
  | { readonly name: 'connecting'; readonly sinceMs: number; readonly attempt: number }
  /** Connected; taking in the snapshot or what was missed. */
  | { readonly name: 'replaying'; readonly sinceMs: number; readonly attempt: number }
  | { readonly name: 'live'; readonly sinceMs: number }
  | {
      readonly name: 'waiting'
      readonly sinceMs: number
      readonly attempt: number
      readonly retryAtMs: number
    }
  | { readonly name: 'stopped'; readonly sinceMs: number; readonly stop: Stop }

/**
 * A message on its way. `queued`: waits for its turn or the network; `sending`: not answered yet; `sent`: acknowledged, and its event is
 * about to take its place; `failed`: refused for good, see `error`; stays until `retry` or `discard`.
 */
export interface OutboxItem<Data> {
  readonly key: string
  readonly data: Data
  readonly createdAtMs: number
  readonly state: 'queued' | 'sending' | 'sent' | 'failed'
  /** How often it was refused as temporary. */
  readonly attempts: number
  /** Not sent again before this. */
  readonly retryAtMs: number
  readonly error: Refusal | null
}
export type OperatorOutboxItem = OutboxItem<OperatorCommandInput['sendMessage']>
export type VisitorOutboxItem = OutboxItem<ClientCommandInput['sendMessage']>

/** Somebody types; gone after `untilMs` of the client's clock. */
export type TypingNow = Typing & { readonly untilMs: number }

/** Of one opened session: `older` is the token for the page before, null at the beginning of the history. */
export interface HistoryState {
  readonly loading: boolean
  readonly older: string | null
  /** Why the last load failed. */
  readonly error: Refusal | null
  /** Of a client's: where the log stood when the last page was cut; what is told up to there may be in it already. */
  readonly seq?: number
}

/** A card that left the operator's view, kept so that nothing is pulled from under a half-typed answer. */
export interface Departed {
  readonly card: ChatSession
  /** `DELETED`: taken by `chatSessionDeleted`; `TAKEN`: somebody else has it now; `AWAY`: it was gone after a reconnect. */
  readonly reason: 'DELETED' | 'TAKEN' | 'AWAY'
}

/** Everything below is replaced, never changed: compare by identity. Maps are keyed by id. */
export interface CommonState {
  readonly connection: Connection
  /** `<epoch>:<seq>` of what has been folded in, null before the first snapshot. */
  readonly cursor: string | null
  /** Server's clock minus ours in milliseconds at the last connect; add it to show countdowns right. */
  readonly clockOffsetMs: number
  readonly limits: ConnectReply['limits'] | null
}

export interface OperatorState extends CommonState {
  readonly me: Operator | null
  /**
   * Events of the time away that were folded in since the last connect or hole; 0 after a snapshot. While `connection` is `replaying` it grows
   * in steps, and it stands when the stream is live: "14 things happened meanwhile".
   */
  readonly replayed: number
  /** Active sessions that are mine, in Help, or watched. Before the first snapshot is complete (`cursor` is null) those of it that have come. */
  readonly sessions: ReadonlyMap<string, ChatSession>
  /** The last {@link CLOSED_MAX} cards that were closed while in view, oldest first. */
  readonly closed: ReadonlyMap<string, ChatSession>
  /** The last {@link CLOSED_MAX} cards that left the view otherwise, oldest first. */
  readonly departed: ReadonlyMap<string, Departed>
  readonly operators: ReadonlyMap<string, Operator>
  readonly groups: ReadonlyMap<string, Group>
  readonly channels: ReadonlyMap<string, Channel>
  /** Null before `loadCannedReplies`; then those that one may use. */
  readonly cannedReplies: ReadonlyMap<string, CannedReply> | null
  /** Of sessions opened with `openSession`, oldest first. */
  readonly messages: ReadonlyMap<string, readonly Message[]>
  /** Of sessions opened with `openSession`, oldest first. */
  readonly notes: ReadonlyMap<string, readonly Note[]>
  /**
   * The steps of the way of sessions opened with `openSession`, oldest first, the newest 200: who got it and why, limits that passed, the end.
   * Read anew a moment after a change; no event tells them.
   */
  readonly activities: ReadonlyMap<string, readonly Activity[]>
  readonly histories: ReadonlyMap<string, HistoryState>
  /** By session. */
  readonly typing: ReadonlyMap<string, TypingNow>
  readonly outbox: readonly OperatorOutboxItem[]
}

export interface VisitorState extends CommonState {
  readonly client: NonNullable<ConnectReply['client']> | null
  /** The open session, or the last one. */
  readonly session: ClientSession | null
  /** Of the chat, oldest first. */
  readonly messages: readonly Message[]
  /** Of what is before `messages`. */
  readonly history: HistoryState
  readonly typing: TypingNow | null
  readonly outbox: readonly VisitorOutboxItem[]
  /** Messages of the other side, in `messages`, that this client has not read. */
  readonly unread: number
}

/** Cards kept after they left: what one person can have half-written answers for. */
export const CLOSED_MAX = 50
