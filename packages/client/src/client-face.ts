import type {
  Activity,
  Article,
  ArticleHead,
  Attachment,
  Bot,
  BotActivity,
  BotSummary,
  BotTrial,
  BotTrialRequest,
  BotVersion,
  CannedReply,
  Channel,
  ChatSession,
  ClientDetails,
  ClientCommandInput,
  ClientCommandName,
  ClientCommandReply,
  ClientEventData,
  ClientEventName,
  Group,
  HelpGiven,
  HelpOffer,
  HelpRequest,
  Message,
  Nodes,
  Note,
  OperatorWithLoad,
  OperatorCommandInput,
  OperatorCommandName,
  OperatorCommandReply,
  OperatorEventData,
  OperatorEventName,
} from '@pult/protocol'
import type { OperatorState, Stop, VisitorState } from './state.ts'

/** Where an event stands. `seq` is null for signals; `replayed`: it happened while we were away. */
export interface EventMeta {
  readonly seq: number | null
  /** RFC 3339, UTC. For signals: when it came, by our clock. */
  readonly at: string
  readonly replayed: boolean
}

export interface CommandOptions {
  /** Makes the command safe to repeat [S6]. Default: a new key, used again when the connection breaks before the answer. */
  readonly key?: string
  /** Milliseconds to wait for the answer, over reconnects. Default {@link COMMAND_MS_MAX}. */
  readonly timeoutMs?: number
}

export interface UploadOptions {
  /** Bytes sent of bytes in all. Fine-grained in browsers; elsewhere told once, at the end. */
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal
  /** The name that others see. Default: the file's own. */
  readonly name?: string
}

/** `sent` resolves with the reply, or rejects with a PultError once refused for good or discarded. It may be ignored: the state tells the same. */
export interface PendingMessage<Reply> {
  readonly key: string
  readonly sent: Promise<Reply>
}

/** One page, newest first, and the token of the next (older) one. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}
export interface PageQuery {
  readonly after?: string
  /** 1 to 200, default 50. */
  readonly limit?: number
}
export interface BotActivityQuery {
  /** The last ones, with today: 1 to 30, default 30. */
  readonly days?: number
  /** Minutes east of Greenwich where days are to begin. */
  readonly utcOffset?: number
}
export interface MessagesQuery extends PageQuery {
  /** Words to search for. */
  readonly q?: string
}
export interface SessionsQuery extends MessagesQuery {
  readonly status?: 'ACTIVE' | 'CLOSED'
  readonly botStatus?: 'BOT' | 'HELP' | 'OPERATOR'
  readonly operatorId?: string
  readonly groupId?: string
  readonly clientId?: string
  readonly channel?: string
}

/** Reads over HTTP with the stream's token. Each rejects with a PultError. */
export interface OperatorHistory {
  readonly sessions: (query?: SessionsQuery) => Promise<Page<ChatSession>>
  readonly session: (id: string) => Promise<ChatSession>
  readonly sessionMessages: (id: string, query?: MessagesQuery) => Promise<Page<Message>>
  readonly sessionNotes: (id: string, query?: PageQuery) => Promise<Page<Note>>
  readonly sessionActivities: (id: string, query?: PageQuery) => Promise<Page<Activity>>
  readonly chatMessages: (chatId: string, query?: MessagesQuery) => Promise<Page<Message>>
  readonly clientDetails: (id: string) => Promise<ClientDetails>
  /** Each with how many sessions they hold now; `state.operators` does not have that, since no event tells it. */
  readonly operators: (query?: PageQuery) => Promise<Page<OperatorWithLoad>>
  readonly groups: (query?: PageQuery) => Promise<Page<Group>>
  readonly channels: (query?: PageQuery) => Promise<Page<Channel>>
  /** The bots of one's own, with what they work by. Admins only. */
  readonly bots: (query?: PageQuery) => Promise<Page<Bot>>
  /** What the bots did in the last days and have in hand now, the built-in one among them. Supervisors and admins. */
  readonly botActivities: (query?: BotActivityQuery) => Promise<Page<BotSummary>>
  /** One bot by day, version and step. `id`: the bot's, or `BUILTIN`. */
  readonly botActivity: (id: string, query?: BotActivityQuery) => Promise<BotActivity>
  /** What a bot worked by, newest first, without keys and tokens. Admins only. */
  readonly botVersions: (id: string, query?: PageQuery) => Promise<Page<BotVersion>>
  /** What bots by a model answer from, without the bodies. Admins only. */
  readonly articles: (query?: PageQuery) => Promise<Page<ArticleHead>>
  readonly article: (id: string) => Promise<Article>
  /** What a model does here for operators who ask; nothing until an admin turns it on. */
  readonly help: () => Promise<HelpOffer>
  /** The machines that this Pult runs on, who takes the workspace's turns, how far each is behind. Admins only. */
  readonly nodes: () => Promise<Nodes>
  /** What a browser subscribes to Web Push with (`applicationServerKey`); null where the server sends none. Then `subscribePush`. */
  readonly push: () => Promise<{ readonly publicKey: string | null }>
  /** Those that one may use, oldest first. */
  readonly cannedReplies: (query?: PageQuery) => Promise<Page<CannedReply>>
}

/** What both flavours do. `State`, `Events`, `Inputs`, `Replies` are the flavour's. */
export interface CommonClient<State, Events, Inputs, Replies> {
  /** Opens the stream and keeps it open. Repeating it is free; after a stop it tries again. */
  readonly connect: () => void
  /** Ends the stream and lets go of timers. Commands without an answer reject; the outbox stays. `connect()` starts again. */
  readonly close: () => void
  /** Immutable; the same object until something changes. */
  readonly state: State
  /** Called after each change with the new state. Returns how to stop that. */
  readonly onState: (listener: (state: State) => void) => () => void
  /** Called after the event was folded into the state. What a snapshot brought is in the state only. Returns how to stop that. */
  readonly on: <Name extends keyof Events>(
    name: Name,
    listener: (data: Events[Name], meta: EventMeta) => void,
  ) => () => void
  /** The stream has stopped for good and a person must act. Returns how to stop listening. */
  readonly onStopped: (listener: (stop: Stop) => void) => () => void
  /** Connects again and wins over the other login: «use here» [L1]. */
  readonly takeOver: () => void
  /** Resolves with the reply; rejects with a PultError. Sent again with the same key when the connection breaks before the answer. */
  readonly command: <Name extends keyof Inputs & keyof Replies>(
    name: Name,
    data: Inputs[Name],
    options?: CommandOptions,
  ) => Promise<Replies[Name]>
  /** Puts a failed message back into the outbox with the same key; undefined when there is none. */
  readonly retry: (
    key: string,
  ) => PendingMessage<Replies extends { sendMessage: infer Reply } ? Reply : never> | undefined
  /** Takes a message out of the outbox. One that is being sent may still arrive. */
  readonly discard: (key: string) => void
  /** Stores a file; put the answer into `sendMessage.attachments`. */
  readonly upload: (file: Blob, options?: UploadOptions) => Promise<Attachment>
}

export interface OperatorClient extends CommonClient<
  OperatorState,
  Pick<OperatorEventData, OperatorEventName>,
  Pick<OperatorCommandInput, OperatorCommandName>,
  Pick<OperatorCommandReply, OperatorCommandName>
> {
  /** Through the persistent outbox: survives reloads, keeps its order within a session, happens once. */
  readonly sendMessage: (
    message: OperatorCommandInput['sendMessage'],
  ) => PendingMessage<OperatorCommandReply['sendMessage']>
  /** Says that we are typing; may be called on every key press. */
  readonly typing: (sessionId: string, text?: string) => void
  /** Loads the newest messages, notes and activities of a session into the state and keeps them current. Repeating it loads anew. */
  readonly openSession: (sessionId: string) => Promise<void>
  /** Loads the page before; does nothing at the beginning of the history. */
  readonly loadOlder: (sessionId: string) => Promise<void>
  /** Drops what `openSession` has loaded from the state. */
  readonly leaveSession: (sessionId: string) => void
  /**
   * Loads the canned replies into the state, where events keep them current; they are loaded anew by themselves after a snapshot and when
   * one's own groups or role change. Repeating it loads anew; a load that fails leaves what was there and rejects with a PultError.
   */
  readonly loadCannedReplies: () => Promise<void>
  /** Asks a model what a client might ask, by settings that need not be kept. Admins only; takes as long as the model does. Rejects with a PultError. */
  readonly tryBot: (trial: BotTrialRequest) => Promise<BotTrial>
  /**
   * Asks the workspace's model for something to use or to throw away: nothing of it is said to anybody. `history.help()` tells what it does here.
   * Takes as long as the model, up to 45 s; rejects with a PultError, and with the signal's reason.
   */
  readonly help: (sessionId: string, request: HelpRequest, signal?: AbortSignal) => Promise<HelpGiven>
  readonly history: OperatorHistory
}

export interface VisitorClient extends CommonClient<
  VisitorState,
  Pick<ClientEventData, ClientEventName>,
  Pick<ClientCommandInput, ClientCommandName>,
  Pick<ClientCommandReply, ClientCommandName>
> {
  /** Through the persistent outbox: survives reloads, keeps its order, happens once. */
  readonly sendMessage: (
    message: ClientCommandInput['sendMessage'],
  ) => PendingMessage<ClientCommandReply['sendMessage']>
  /** Says that we are typing; may be called on every key press. */
  readonly typing: (text?: string) => void
  /** Everything of the other side up to and including this message is read. */
  readonly markRead: (messageId: string) => Promise<void>
  /** Loads the page of messages before the oldest known; does nothing at the beginning of the history. */
  readonly loadOlder: () => Promise<void>
}

/** How long a command waits for its answer, over reconnects, before it rejects with `timeout`: what a person waits for a button. */
export const COMMAND_MS_MAX = 30_000
