import type { BotPassed, SessionRecord } from '@pult/engine'
import type { BotReply, Client, Message } from '@pult/protocol'

/** How a session came to its bot. `OPERATOR_UNAVAILABLE`: the bot handed it over, nobody was there, and the client waits. */
export type ReceivedWhy = 'STARTED' | 'RETURNED' | 'TERMINAL' | 'TIME' | 'OPERATOR_UNAVAILABLE'

/** What a bot is told of a session that it holds: an actor like anyone, it reads facts and answers with commands. */
export type BotEvent =
  | { readonly name: 'received'; readonly session: SessionRecord; readonly why: ReceivedWhy }
  /** The client has written. */
  | { readonly name: 'message'; readonly session: SessionRecord; readonly message: Message }

/** What goes with an event. */
export interface BotContext {
  /** What the bot's last reply in this session left to be remembered; null: nothing. */
  readonly memory: BotReply['memory']
  readonly client: Client | null
  /** Aborted when nobody waits for the reply any more: the session has gone to somebody else, or is closed. */
  readonly signal: AbortSignal
  /**
   * Shows that the bot is writing: the client sees that, operators who watch also see `text`. It fades after `TYPING_EXPIRES_MS` and when the bot has spoken.
   * Does nothing once nobody waits for the reply.
   */
  readonly typing: (text?: string) => void
}

/**
 * Decides what to answer. A session's events come one after another: the next when the reply to the last was taken. After a restart an event whose reply was
 * not taken comes again. A bot that throws has failed: people are asked at once. One that takes longer than its limit is replaced by people, too, and its
 * reply is refused.
 */
export type Bot = (event: BotEvent, context: BotContext) => BotTurn | Promise<BotTurn>

/** A reply, and for those who look after the bot the steps of its scenario that led there. */
export type BotTurn = BotReply & { readonly passed?: BotPassed }
