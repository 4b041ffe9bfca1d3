import type {
  Article,
  ArticleId,
  ActivityKind,
  AuthorType,
  BotFaultCode,
  BotId,
  CannedReply,
  CannedReplyId,
  ChatId,
  ClientEventName,
  GroupId,
  Message,
  MessageId,
  NextAction,
  Note,
  OperatorEventName,
  OperatorId,
  OperatorStatus,
  SessionId,
  StatusCause,
} from '@pult/protocol'
import type {
  BotHold,
  BotStay,
  BotRecord,
  ChannelRecord,
  ChatRecord,
  ClientRecord,
  GroupRecord,
  LoginRecord,
  OperatorRecord,
  PushSubscriptionRecord,
  SessionRecord,
  WorkspaceRecord,
} from './entities.ts'

/**
 * Whom one event of a fact is for; a person in any of the parts is told once. Named when the fact is made, so that a replay tells the
 * same people.
 */
export interface Audience {
  readonly operators?: readonly OperatorId[]
  /** [A1] The members of this group, and supervisors. */
  readonly group?: GroupId
  /** Every operator of the workspace. */
  readonly everyone?: true
  readonly except?: readonly OperatorId[]
  /** One login of an operator. */
  readonly login?: string
  /** The client of this chat. */
  readonly chat?: ChatId
}

/** One fact may be told under different names to different people; nobody is told one fact twice. */
export interface Telling {
  readonly as: OperatorEventName | ClientEventName
  readonly to: Audience
}

export type Verdict =
  | 'OFFLINE'
  | 'DISCONNECTED'
  | 'AT_CAPACITY'
  | 'SKILLS'
  | 'LANGUAGE'
  | 'EXCLUDED'
  | 'BUSIER'
  | 'CHOSEN'

/** Why a session went where it went. Lists are cut at {@link CONSIDERED_MAX}; `count` is not. */
export interface RoutingDecision {
  readonly groupId: GroupId
  readonly chosen: OperatorId | null
  /** `COMMAND`: somebody named the operator. */
  readonly rule: 'PREVIOUS_OPERATOR' | 'LEAST_LOADED' | 'NOBODY' | 'COMMAND'
  readonly passedOver: readonly {
    readonly verdict: Verdict
    readonly count: number
    readonly operatorIds: readonly OperatorId[]
  }[]
}

/** Names shown in a decision, a verdict: enough to explain it, bounded however large the group. */
export const CONSIDERED_MAX = 20

/** Of a change of hands: what it was, by whom, and from whom the session went. */
export interface Move {
  readonly kind: ActivityKind
  /** A bot has its name here; the names of others are known elsewhere. */
  readonly by: { readonly type: AuthorType; readonly id: string | null; readonly name?: string }
  readonly from: OperatorId | null
  readonly reason?: string
  /** Which limit has passed. */
  readonly timer?: NextAction
  /** What was wrong, and the same in an English sentence with its particulars; with a bot that has failed. */
  readonly code?: BotFaultCode
  readonly sentence?: string
}

/** What became of one event in a scenario. */
export interface BotPassed {
  readonly version: number
  /** The nodes in their order, those after calls too. */
  readonly trail: readonly string[]
  /** The question that waits now, null where none does. */
  readonly at: string | null
  /** Nodes whose call to another service failed. */
  readonly failed: readonly string[]
}

export type SessionChange =
  | 'started'
  | 'switched'
  | 'assigned'
  | 'queued'
  | 'released'
  | 'givenToBot'
  | 'closed'
  | 'rated'
  | 'read'
  | 'timer'
  | 'presence'
  | 'details'
  | 'watch'

/** What has happened, absolute: applying a fact twice does no harm. */
export type Fact = { readonly tell: readonly Telling[] } & (
  | { readonly type: 'workspace'; readonly workspace: WorkspaceRecord }
  | { readonly type: 'group'; readonly group: GroupRecord }
  | { readonly type: 'channel'; readonly channel: ChannelRecord }
  | { readonly type: 'bot'; readonly bot: BotRecord }
  | { readonly type: 'botDeleted'; readonly botId: BotId }
  | { readonly type: 'operator'; readonly operator: OperatorRecord }
  | {
      readonly type: 'operatorStatus'
      readonly operatorId: OperatorId
      readonly status: OperatorStatus
      readonly chosenStatus: OperatorStatus
      readonly cause: StatusCause
      readonly at: string
    }
  | {
      readonly type: 'operatorBlocked'
      readonly operatorId: OperatorId
      readonly at: string
      readonly reason: string | null
    }
  | { readonly type: 'login'; readonly login: LoginRecord }
  | {
      readonly type: 'loginDisplaced'
      readonly login: LoginRecord
      /** The login that won. */
      readonly by: { readonly at: string; readonly clientIp: string | null; readonly device: string | null }
    }
  | {
      readonly type: 'loginEnded'
      readonly loginId: string
      readonly operatorId: OperatorId
      readonly reason: 'LOGOUT' | 'FORCED' | 'EXPIRED' | 'BLOCKED'
    }
  | { readonly type: 'client'; readonly client: ClientRecord }
  | { readonly type: 'chat'; readonly chat: ChatRecord }
  | {
      readonly type: 'session'
      readonly why: SessionChange
      readonly session: SessionRecord
      readonly decision?: RoutingDecision
      /** With `timer`: which limit has passed. */
      readonly timer?: 'FIRST_ANSWER' | 'NEXT_ANSWER'
      /** With `switched`, `assigned`, `queued`, `givenToBot`; absent in logs of before it was kept. */
      readonly move?: Move
      /** With what ends a stay with a bot: that stay. What begins one has it in the session. */
      readonly stay?: BotStay
    }
  | { readonly type: 'message'; readonly message: Message; readonly hash?: string }
  | { readonly type: 'messageChanged'; readonly message: Message }
  | {
      readonly type: 'messagesRead'
      readonly sessionId: SessionId
      readonly chatId: ChatId
      /** Who has read: the client reads what the others wrote, the operator what the client wrote. */
      readonly by: 'CLIENT' | 'OPERATOR'
      readonly upTo: MessageId
      readonly at: string
    }
  | { readonly type: 'note'; readonly note: Note }
  /** What a bot remembers of a session. Told to nobody, and the card stays as it is. */
  | {
      readonly type: 'botMemory'
      readonly sessionId: SessionId
      readonly bot: BotHold
      readonly passed?: BotPassed
    }
  | { readonly type: 'article'; readonly article: Article }
  | { readonly type: 'articleDeleted'; readonly articleId: ArticleId }
  | { readonly type: 'cannedReply'; readonly cannedReply: CannedReply }
  | { readonly type: 'cannedReplyDeleted'; readonly cannedReplyId: CannedReplyId }
  | { readonly type: 'pushSubscribed'; readonly subscription: PushSubscriptionRecord }
  | { readonly type: 'pushUnsubscribed'; readonly subscriptionId: string }
)

export type FactType = Fact['type']

/** The last fact of a keyed command remembers the key and the reply [S6]. Keys of messages stand in the message itself. */
export interface Origin {
  readonly author: string
  readonly key: string
  readonly hash: string
  readonly reply: unknown
}

/** One line of the workspace's log. */
export interface LogRecord {
  readonly seq: number
  readonly atMs: number
  readonly fact: Fact
  readonly origin?: Origin
}
