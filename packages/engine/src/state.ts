import type {
  Article,
  ArticleId,
  BotId,
  CannedReply,
  CannedReplyId,
  ChannelId,
  ChatId,
  ClientId,
  GroupId,
  Message,
  MessageId,
  OperatorId,
  SessionId,
  WorkspaceId,
} from '@pult/protocol'
import { DeadlineQueue } from './deadline-queue.ts'
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
import { tagOf } from './ids.ts'
import { createPresence, type Presence } from './presence.ts'
import { RecentMap } from './recent-map.ts'

/** Messages at hand for edits, quotes and retries, a generation; older ones come from the read models. */
const MESSAGES_KEPT = 500
/** Keys at hand, a generation; older ones come from the read models, whose filter is as quick. Large maps cost more than they save. */
const KEYS_KEPT = 2_000

/**
 * A workspace in memory: only what is alive, and a bounded cache of what was touched lately. Only `apply` writes to it, and
 * the loader, which fills the cache from the read models.
 */
export interface Workspace {
  readonly id: WorkspaceId
  readonly tag: string
  headSeq: number
  record: WorkspaceRecord | undefined
  readonly groups: Map<GroupId, GroupRecord>
  readonly channels: Map<ChannelId, ChannelRecord>
  readonly operators: Map<OperatorId, OperatorRecord>
  readonly logins: Map<string, LoginRecord>
  readonly bots: Map<BotId, BotRecord>
  readonly articles: Map<ArticleId, Article>
  readonly cannedReplies: Map<CannedReplyId, CannedReply>
  readonly pushSubscriptions: Map<string, PushSubscriptionRecord>
  readonly clients: Map<ClientId, ClientRecord>
  readonly chats: Map<ChatId, ChatRecord>
  readonly sessions: Map<SessionId, SessionRecord>
  readonly messages: RecentMap<MessageId, Message>
  /** The newest messages of open sessions, oldest first; complete from the first one that is in it. */
  readonly tails: Map<SessionId, readonly Message[]>
  readonly keys: RecentMap<string, KeyRecord>

  // What follows is derived from the above, so that nothing has to be searched.
  readonly loginsByHash: Map<string, string>
  readonly operatorsByEmail: Map<string, OperatorId>
  readonly channelsByKey: Map<string, ChannelId>
  readonly members: Map<GroupId, Set<OperatorId>>
  readonly supervisors: Set<OperatorId>
  readonly botWatchers: Set<OperatorId>
  readonly held: Map<OperatorId, Set<SessionId>>
  readonly watched: Map<OperatorId, Set<SessionId>>
  /** When each operator was last given a session: who has waited longest is served first. */
  readonly lastAssignedMs: Map<OperatorId, number>
  readonly help: Set<SessionId>
  readonly open: Set<SessionId>
  readonly deadlines: DeadlineQueue
  /** Somebody may have become free or something may have come to Help: the turn gives out before it ends. */
  helpIsDue: boolean

  /** Who is connected: known only while the process lives, never in the log. */
  presence: Presence
}

export function createWorkspace(id: WorkspaceId): Workspace {
  return {
    id,
    tag: tagOf(id),
    headSeq: 0,
    record: undefined,
    groups: new Map(),
    channels: new Map(),
    operators: new Map(),
    logins: new Map(),
    bots: new Map(),
    articles: new Map(),
    cannedReplies: new Map(),
    pushSubscriptions: new Map(),
    clients: new Map(),
    chats: new Map(),
    sessions: new Map(),
    messages: new RecentMap(MESSAGES_KEPT),
    tails: new Map(),
    keys: new RecentMap(KEYS_KEPT),
    loginsByHash: new Map(),
    operatorsByEmail: new Map(),
    channelsByKey: new Map(),
    members: new Map(),
    supervisors: new Set(),
    botWatchers: new Set(),
    held: new Map(),
    watched: new Map(),
    lastAssignedMs: new Map(),
    help: new Set(),
    open: new Set(),
    deadlines: new DeadlineQueue(),
    helpIsDue: false,
    presence: createPresence(),
  }
}

/** Adds to or removes from a set in a map of sets; empty sets do not stay. */
export function setMembership<K, V>(map: Map<K, Set<V>>, key: K, value: V, member: boolean): void {
  const set = map.get(key)
  if (member) {
    if (set === undefined) map.set(key, new Set([value]))
    else set.add(value)
  } else if (set?.delete(value) === true && set.size === 0) {
    map.delete(key)
  }
}

/** Sessions that the operator has in hand. */
export function loadOf(state: Readonly<Workspace>, operatorId: OperatorId): number {
  return state.held.get(operatorId)?.size ?? 0
}

/** The key under which a command's key is remembered. */
export function keyName(author: string, key: string): string {
  return `${author}\n${key}`
}
