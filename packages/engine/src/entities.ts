import type {
  AuthorType,
  Bot,
  BotId,
  BotKind,
  Channel,
  ChannelId,
  ChatId,
  ChatSession,
  Client,
  ClientId,
  Coordinates,
  Group,
  GroupId,
  Message,
  MessageId,
  NextAction,
  Note,
  Operator,
  OperatorId,
  OperatorStatus,
  SessionId,
  WorkspaceId,
} from '@pult/protocol'

/**
 * What a workspace consists of. Each record holds its wire shape, so that a view is a choice of fields and never a computation, and
 * beside it what nobody outside may see. Records are values: a change makes a new one, because facts in the log and in the ring point
 * at the old ones.
 */

export interface WorkspaceRecord {
  readonly id: WorkspaceId
  readonly name: string
  readonly createdAtMs: number
  /** Numbers below it are given away for clients, used or not. */
  readonly nextClient: number
}

export interface GroupRecord {
  readonly group: Group
}

export interface OperatorRecord {
  readonly operator: Operator
  readonly passwordHash: string
  /** What the operator or a supervisor chose last; comes back when a lost connection does [L4]. */
  readonly chosenStatus: OperatorStatus
  readonly blockedReason: string | null
  /** Since when the operator is available. */
  readonly idleSinceMs: number
  /** The `seq` at which the operator's groups or role last changed: cursors before it are answered with a snapshot [A9]. */
  readonly rightsSeq: number
}

export interface BotRecord {
  readonly bot: Bot
  /** Signs what is sent to it, and opens the API to it. */
  readonly secret: string
  /** The one before, while whoever runs the program puts the new one in its place. */
  readonly formerSecret?: { readonly secret: string; readonly untilMs: number }
  /** The newest first, at most `BOT_VERSIONS_MAX`. Absent in logs of before they were kept. */
  readonly versions?: readonly PublishedVersion[]
}

/** Where a version of a bot is found: what it worked by stands in the log once, as a message's text does. */
export interface PublishedVersion {
  readonly version: number
  readonly at: string
  readonly by: OperatorId | null
  /** A record whose bot has these settings in force. */
  readonly seq: number
}

export interface ChannelRecord {
  readonly channel: Channel
  readonly bot: BotKind
  /** Signs the identities of clients. */
  readonly secret: string
}

export interface ClientRecord {
  readonly client: Client
  readonly bannedUntilMs: number | null
  /** Who had the client last: asked first next time. */
  readonly previousOperator: { readonly id: OperatorId; readonly name: string } | null
}

export interface ChatRecord {
  readonly id: ChatId
  readonly clientId: ClientId
  readonly channelId: ChannelId
  /** The open session, or null. */
  readonly sessionId: SessionId | null
  /** The newest session, open or closed. */
  readonly lastSessionId: SessionId | null
  readonly rev: number
}

/** Deadlines of a session, in milliseconds since the epoch. Persisted with it; each fires once. */
export type Deadlines = { readonly [A in NextAction]?: number }

export interface BotHold {
  /** What the bot wants to be told with the session's next event; any JSON of at most `BOT_MEMORY_BYTES_MAX`, null: nothing. */
  readonly memory: unknown
  /** How long it may owe an answer. */
  readonly answerMs: number
  /** It has the session back because nobody was to be had; it is not offered back once more before an operator has had it. */
  readonly isOfferedBack: boolean
  /** While the bot has the session. Absent in a log of before it was kept: such a stay is not counted. */
  readonly stay?: BotStay
}

/** One stay of a session with a bot, from its coming to its leaving: what is counted of a bot is counted by stays. */
export interface BotStay {
  /** null: the built-in one. */
  readonly botId: BotId | null
  /** The bot's when the session came; 0: the built-in one has none. */
  readonly version: number
  readonly sinceMs: number
  /** The last step of a scenario that the session came to, and of which version it was; null: none yet, or the bot has no steps. */
  readonly at: { readonly node: string; readonly version: number } | null
}

export interface SessionRecord {
  readonly card: ChatSession
  /** The baton: rises whenever the holder changes; a bot's command with an older number is refused. */
  readonly baton: number
  readonly deadlines: Deadlines
  /** The newest client messages that the operator has not read, oldest first, at most {@link UNREAD_KEPT}; the card has the count. */
  readonly unread: readonly MessageId[]
  /** The deadline, by its kind, that has fired; the same waiting does not fire it again. */
  readonly fired: Deadlines
  /** The newest message that the client has read. */
  readonly clientReadUpTo: MessageId | null
  readonly transfers: number
  readonly clientOnline: boolean
  readonly startedAtMs: number
  readonly assignedAtMs: number | null
  /** Since when the session waits in Help. */
  readonly helpSinceMs: number | null
  /** Whether the operator who has the session has written in it. */
  readonly answered: boolean
  /** Wanted of the operator, from the bot's hand-over. */
  readonly skills: readonly string[]
  readonly language: string | null
  /** A message's answer is owed by the bot since then, or null. */
  readonly botOwesSinceMs: number | null
  /** What goes with the session while a bot has to do with it. Absent: nothing is remembered, and the usual limit holds. */
  readonly bot?: BotHold
  /** An operator has it or had it. Absent: nobody had, or the log is of before it was kept. */
  readonly hadOperator?: true
  /** Operators who let this session time out or gave it away: it does not come back to them by itself; they may take it. */
  readonly passedBy: readonly OperatorId[]
  readonly closing: {
    readonly by: 'OPERATOR' | 'BOT' | 'TIMER' | 'SYSTEM' | 'CLIENT'
    readonly operatorId: OperatorId | null
    readonly reason: string | null
  } | null
  readonly rating: {
    readonly score: number
    readonly comment: string | null
    readonly ratedAt: string
  } | null
}

/** One signed-in browser or device of an operator. The token itself is never kept. */
export interface LoginRecord {
  readonly id: string
  readonly operatorId: OperatorId
  /** SHA-256 of the token, hexadecimal. */
  readonly tokenHash: string
  readonly openedAtMs: number
  readonly expiresAtMs: number
  readonly clientIp: string | null
  readonly device: string | null
  /** [L1] A newer login won; it may come back only by `takeover`. */
  readonly displaced: boolean
}

/** A browser that an operator is told by while no connection is open. It ends with its login. `endpoint` and `keys` are secrets of that browser. */
export interface PushSubscriptionRecord {
  readonly id: string
  readonly operatorId: OperatorId
  readonly loginId: string
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
  readonly language: 'en' | 'ru'
  /** Whether names and words of clients may be shown. */
  readonly preview: boolean
}

/** What the edge knows about a client when it connects or writes; copied into the session's card. */
export interface ClientOrigin {
  readonly ip: string | null
  readonly coordinates: Coordinates | null
  readonly device: string | null
}

export interface PageVisit {
  readonly url: string
  readonly title: string
  readonly referer?: string | undefined
}

export interface KeyRecord {
  readonly author: string
  readonly key: string
  /** Of the command's name and data: the same key with another hash is refused [S6]. */
  readonly hash: string
  readonly reply: unknown
  readonly seq: number
  readonly atMs: number
  /** Messages' keys are kept for ever, others for {@link COMMAND_KEY_MS}. */
  readonly forever: boolean
}

/** Above it the count stops growing: nobody reads "1,000 unread" differently from "1,001". */
export const UNREAD_MAX = 1_000
/** Ids kept of what is unread: whoever reads in the middle of more than this sees the count fall when they come near the end. */
export const UNREAD_KEPT = 50

export type { AuthorType, GroupId, Message, Note }
