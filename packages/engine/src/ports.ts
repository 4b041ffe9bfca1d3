import type {
  Article,
  ArticleId,
  BotStatus,
  BotId,
  CannedReply,
  CannedReplyId,
  ChannelId,
  ChatId,
  ClientId,
  GroupId,
  Message,
  MessageId,
  Note,
  OperatorId,
  SessionId,
  SessionStatus,
  WorkspaceId,
} from '@pult/protocol'
import type { BotCounted } from './bot-counts.ts'
import type {
  BotRecord,
  ChannelRecord,
  ChatRecord,
  ClientRecord,
  GroupRecord,
  KeyRecord,
  LoginRecord,
  OperatorRecord,
  PushSubscriptionRecord,
  SessionRecord,
  WorkspaceRecord,
} from './entities.ts'
import type { LogRecord } from './facts.ts'

/** The ports that the engine declares and outer rooms implement. A store may answer at once or later. */
export type MaybePromise<T> = T | Promise<T>

/** An entity as it stands after a batch, for the read models. `null`: it is gone. */
export type Touched =
  | { readonly kind: 'workspace'; readonly id: WorkspaceId; readonly value: WorkspaceRecord }
  | { readonly kind: 'group'; readonly id: GroupId; readonly value: GroupRecord }
  | { readonly kind: 'channel'; readonly id: ChannelId; readonly value: ChannelRecord }
  | { readonly kind: 'operator'; readonly id: OperatorId; readonly value: OperatorRecord }
  | { readonly kind: 'login'; readonly id: string; readonly value: LoginRecord | null }
  | { readonly kind: 'bot'; readonly id: BotId; readonly value: BotRecord | null }
  | { readonly kind: 'article'; readonly id: ArticleId; readonly value: Article | null }
  | { readonly kind: 'cannedReply'; readonly id: CannedReplyId; readonly value: CannedReply | null }
  | { readonly kind: 'pushSubscription'; readonly id: string; readonly value: PushSubscriptionRecord | null }
  | { readonly kind: 'client'; readonly id: ClientId; readonly value: ClientRecord }
  | { readonly kind: 'chat'; readonly id: ChatId; readonly value: ChatRecord }
  | { readonly kind: 'session'; readonly id: SessionId; readonly value: SessionRecord }

/** What one turn leaves behind: lines for the log, in the order of `seq`, and the entities that they changed. */
export interface Batch {
  readonly records: readonly LogRecord[]
  readonly touched: readonly Touched[]
}

/** The disk is full: nothing of the batch was written; reading goes on; the same call may succeed later [G10]. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

/**
 * The place where everything is kept does not answer, and was waited for: a database that is being restarted. Whether a batch that was under way is
 * written is not known; {@link ReadModels.checkpoint} finds out, and nothing may be appended before. The same call may succeed later.
 */
export class StorageAway extends Error {
  override readonly name = 'StorageAway'
}

/** The disk has failed or holds what we did not write. The process must stop [G10]. */
export class StorageFault extends Error {
  override readonly name = 'StorageFault'
}

/**
 * Another node owns the workspace by now, or this one gave it back: nothing of the batch was written, and nothing that this one appends ever will be. What it has in memory is
 * ahead of the log and is to be dropped; whoever waits for an answer may ask the new owner, since nothing was done.
 */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** The log: append only, the truth. */
export interface Journal {
  /** The log's incarnation: another one after a restore from a backup [S3]. */
  readonly epoch: string
  /** The `seq` of the last durable record, 0 for an empty log. */
  headSeq(): number
  /**
   * Returns when the whole batch is durable (fsync), and the read models know that they have it to take in. All or nothing.
   * `records` continue the log without a hole: the first `seq` is `headSeq() + 1`.
   * @throws StorageFull, StorageAway, LeaseLost, StorageFault
   */
  append(batch: Batch): MaybePromise<void>
  /** Records after `afterSeq`, oldest first, at most `limit`. */
  read(afterSeq: number, limit: number): MaybePromise<readonly LogRecord[]>
}

/** What a start needs: everything alive, as it stood at `seq`; the records after it are replayed from the log. */
export interface Checkpoint {
  readonly seq: number
  readonly touched: readonly Touched[]
  /** Keys of commands younger than a day. */
  readonly keys: readonly KeyRecord[]
}

export interface SessionQuery {
  readonly status?: SessionStatus | undefined
  readonly botStatus?: BotStatus | undefined
  readonly operatorId?: OperatorId | undefined
  readonly groupId?: GroupId | undefined
  readonly clientId?: ClientId | undefined
  readonly channelId?: ChannelId | undefined
  /** Words: in the session's messages, in the client's name. */
  readonly q?: string | undefined
  /**
   * Whose sight the answer is cut to: sessions that the operator holds or held, waiting in Help in one of the groups, or watched.
   * Absent: everything (supervisors).
   */
  readonly seenBy?: { readonly operatorId: OperatorId; readonly groupIds: readonly GroupId[] } | undefined
  readonly after?: string | undefined
  readonly limit: number
}

export interface MessageQuery {
  readonly chatId?: ChatId | undefined
  readonly sessionId?: SessionId | undefined
  readonly q?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** The token of the next page, or null. */
  readonly next: string | null
}

/** How often each thing happened. */
export type BotCounts = { readonly [W in BotCounted]: number }

/** What serves reading: filled behind the log, in order, and rebuilt from it when lost. Every answer includes all that is durable. */
export interface ReadModels {
  checkpoint(nowMs: number): MaybePromise<Checkpoint>
  session(id: SessionId): MaybePromise<SessionRecord | undefined>
  chat(id: ChatId): MaybePromise<ChatRecord | undefined>
  client(id: ClientId): MaybePromise<ClientRecord | undefined>
  clientByExternalId(channelId: ChannelId, externalId: string): MaybePromise<ClientRecord | undefined>
  message(id: MessageId): MaybePromise<Message | undefined>
  key(author: string, key: string): MaybePromise<KeyRecord | undefined>
  /** Newest last change first. */
  sessions(query: SessionQuery): MaybePromise<Page<SessionRecord>>
  /** Newest first. Deleted messages are there, without their body. */
  messages(query: MessageQuery): MaybePromise<Page<Message>>
  /** Newest first. */
  notes(sessionId: SessionId, after: string | undefined, limit: number): MaybePromise<Page<Note>>
  /** The way of a session: the records that `activityOf` reads, newest first. */
  activities(sessionId: SessionId, after: string | undefined, limit: number): MaybePromise<Page<LogRecord>>
  /** What stays with a bot came to, by the hour of their beginning and the version that they came to; oldest first, none before `sinceMs`. */
  botHours(
    botId: string,
    sinceMs: number,
  ): MaybePromise<
    readonly { readonly hourMs: number; readonly version: number; readonly counts: BotCounts }[]
  >
  /** The same of the steps of its scenario, over all of the time. */
  botSteps(
    botId: string,
    sinceMs: number,
  ): MaybePromise<readonly { readonly node: string; readonly version: number; readonly counts: BotCounts }[]>
  /** The records that `botFailureOf` reads, newest first, at most `BOT_FAILURES_KEPT`. */
  botFailures(botId: string): MaybePromise<readonly LogRecord[]>
}

/** Everything that one workspace keeps. */
export interface WorkspaceStore extends Journal, ReadModels {
  /** Takes in what an earlier life wrote to the log and did not project; see {@link Checkpoint}. */
  project(batch: Batch): MaybePromise<void>
  /** Finishes what is behind and lets go of the files. The store must not be used afterwards. */
  close(): MaybePromise<void>
}

/** What a node reads of a workspace that another one owns. Every answer includes all that is durable when it is asked. */
export interface WorkspaceReader extends ReadModels {
  readonly epoch: string
  /** The `seq` of the last durable record, asked anew. */
  readHead(): MaybePromise<number>
  read(afterSeq: number, limit: number): MaybePromise<readonly LogRecord[]>
  close(): MaybePromise<void>
}

/** Is told what is durable, in order. Must not throw and must not wait. */
export interface Outbox {
  publish(records: readonly LogRecord[]): void
}
