import type { LogRecord, SessionRecord } from '@pult/engine'
import type { BotKind, ChannelId, Message, SessionId } from '@pult/protocol'

/** What a bot is told of a session that it holds: an actor like anyone, it reads facts and answers with commands. */
export type BotEvent =
  /** The session has come to the bot: at its start, or back from an operator. */
  | { readonly name: 'received'; readonly session: SessionRecord; readonly isNew: boolean }
  /** The client has written. */
  | { readonly name: 'message'; readonly session: SessionRecord; readonly message: Message }

/** What a bot wants done, under the baton of the session that it was told of. */
export type BotAnswer =
  | { readonly name: 'say'; readonly body: string; readonly actions?: { id: string; label: string }[] }
  | { readonly name: 'handOver' }

/** Decides what to answer. Pure for the built-in bot; others may take their time, which the engine bounds. */
export type Bot = (event: BotEvent) => readonly BotAnswer[] | Promise<readonly BotAnswer[]>

/** How answers reach the workspace. Refusals (a stale baton, a closed session) are the engine's last word: nothing is retried. */
export type SendBotCommand = (command: {
  readonly channelId: ChannelId
  readonly sessionId: SessionId
  readonly baton: number
  readonly answer: BotAnswer
}) => void

export interface BotHostOptions {
  readonly bots: Partial<Readonly<Record<BotKind, Bot>>>
  readonly kindOf: (channelId: ChannelId) => BotKind
  readonly session: (id: SessionId) => SessionRecord | undefined
  readonly send: SendBotCommand
  /** A bot that throws is silent; the engine's time limit then brings people. */
  readonly onError: (error: unknown) => void
}

/** Tells the bots of a workspace what is durable, in order, and passes on what they answer. */
export function createBotHost(options: BotHostOptions): (records: readonly LogRecord[]) => void {
  const tell = (bot: Bot, event: BotEvent): void => {
    const { channel: channelId, id: sessionId } = event.session.card
    const { baton } = event.session
    const pass = (answers: readonly BotAnswer[]): void => {
      for (const answer of answers) options.send({ channelId, sessionId, baton, answer })
    }
    try {
      const answers = bot(event)
      if (answers instanceof Promise) answers.then(pass, options.onError)
      else pass(answers)
    } catch (error) {
      options.onError(error)
    }
  }
  return (records) => {
    for (const { fact } of records) {
      const sessionId =
        fact.type === 'session'
          ? fact.session.card.id
          : fact.type === 'message'
            ? fact.message.sessionId
            : undefined
      if (sessionId === undefined) continue
      const session = fact.type === 'session' ? fact.session : options.session(sessionId)
      if (session?.card.botStatus !== 'BOT' || session.card.status !== 'ACTIVE') continue
      const bot = options.bots[options.kindOf(session.card.channel)]
      if (bot === undefined) continue
      if (fact.type === 'message') {
        if (fact.message.authorType === 'CLIENT')
          tell(bot, { name: 'message', session, message: fact.message })
      } else if (fact.type === 'session' && (fact.why === 'started' || fact.why === 'givenToBot')) {
        tell(bot, { name: 'received', session, isNew: fact.why === 'started' })
      }
    }
  }
}
