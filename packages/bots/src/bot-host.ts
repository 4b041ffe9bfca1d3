import type { BotCommand, LogRecord, Outcome, SessionRecord } from '@pult/engine'
import type { ChannelId, Client, ClientId, Message, SessionId } from '@pult/protocol'
import type { Bot, BotEvent, BotTurn, ReceivedWhy } from './bot.ts'
import { EndpointError } from './endpoint/index.ts'

/** What a bot wants done, under the baton of the session that it was told of. */
export type BotOrder = OrderOf<BotCommand>
type OrderOf<C> = C extends BotCommand ? Pick<C, 'name' | 'data'> : never

export interface BotHostOptions {
  /** Who answers in a channel; undefined: nobody. Asked for each event: an admin may have changed it. */
  readonly botOf: (channelId: ChannelId) => Bot | undefined
  readonly session: (id: SessionId) => SessionRecord | undefined
  readonly client: (id: ClientId) => Client | undefined
  /** Takes an order to the workspace; `done` is called once. A refusal is the engine's last word: nothing is retried. */
  readonly send: (channelId: ChannelId, order: BotOrder, done: (outcome: Outcome) => void) => void
  /** A bot has failed; the session goes to people, and here is why. */
  readonly onError: (error: unknown) => void
}

export interface BotHost {
  /** Tells the bots what is durable, in order, and passes on what they answer. */
  readonly tell: (records: readonly LogRecord[]) => void
  /** [B9] After a start: what a session's client said last and no bot has answered, oldest first. */
  readonly remind: (session: SessionRecord, unanswered: readonly Message[]) => void
  /** Another node works the bots from now on: whatever they still think about here is in vain. */
  readonly leaveAll: () => void
}

/** A session in the hands of a bot: what it works on, and what came meanwhile. */
interface Place {
  baton: number
  working: AbortController | null
  readonly waiting: BotEvent[]
}

/** Events that wait for a bot that works on an earlier one; above it the oldest go: the bot is about to be replaced by people anyway. */
const WAITING_MAX = 50

export function createBotHost(options: BotHostOptions): BotHost {
  const places = new Map<SessionId, Place>()

  function tell(records: readonly LogRecord[]): void {
    for (const { fact } of records) {
      if (fact.type === 'session') {
        const { session } = fact
        const isHeld = session.card.botStatus === 'BOT' && session.card.status === 'ACTIVE'
        const place = places.get(session.card.id)
        if (place !== undefined && (!isHeld || place.baton !== session.baton)) leave(session.card.id, place)
        const why = isHeld ? cameBecause(fact) : undefined
        if (why !== undefined) offer({ name: 'received', session, why })
      } else if (fact.type === 'message' && fact.message.authorType === 'CLIENT') {
        const session = options.session(fact.message.sessionId)
        if (session?.card.botStatus === 'BOT' && session.card.status === 'ACTIVE')
          offer({ name: 'message', session, message: fact.message })
      }
    }
  }

  /** The session has gone to somebody else: whatever the bot still thinks about it is in vain. */
  function leave(id: SessionId, place: Place): void {
    places.delete(id)
    place.waiting.length = 0
    place.working?.abort()
  }

  function offer(event: BotEvent): void {
    const { card, baton } = event.session
    const bot = options.botOf(card.channel)
    if (bot === undefined) return
    const place = places.get(card.id) ?? { baton, working: null, waiting: [] }
    places.set(card.id, place)
    if (place.working === null) return work(bot, place, event)
    place.waiting.push(event)
    if (place.waiting.length > WAITING_MAX) place.waiting.shift()
  }

  function work(bot: Bot, place: Place, event: BotEvent): void {
    const { card, baton } = event.session
    const working = new AbortController()
    place.working = working
    const said = (reply: BotTurn): void =>
      send({ name: 'botAnswer', data: { sessionId: card.id, baton, ...reply } })
    const failed = (error: unknown): void => {
      if (working.signal.aborted) return
      options.onError(error)
      const sentence = error instanceof Error ? error.message : String(error)
      const code = error instanceof EndpointError ? { code: error.code } : {}
      send({ name: 'botFail', data: { sessionId: card.id, baton, sentence, ...code } })
    }
    const send = (order: BotOrder): void => {
      if (working.signal.aborted) return
      options.send(card.channel, order, ({ error }) => {
        if (error !== undefined && order.name === 'botAnswer' && error.code === 'validation_failed')
          return failed(
            new TypeError(`a bot answered what cannot be taken: ${error.field}: ${error.message}`),
          )
        return next(place, card.id)
      })
    }
    // As it is now: the reply to the event before may have been taken since this one came.
    const session = options.session(card.id) ?? event.session
    const context = {
      memory: session.bot?.memory ?? null,
      client: card.clientId === null ? null : (options.client(card.clientId) ?? null),
      signal: working.signal,
      typing(text?: string) {
        if (working.signal.aborted) return
        const data = { sessionId: card.id, baton, ...(text === undefined ? {} : { text }) }
        // Worth telling now and not worth keeping: a refusal says that it is too late for it.
        options.send(card.channel, { name: 'botTyping', data }, () => undefined)
      },
    }
    try {
      const reply = bot({ ...event, session }, context)
      if (reply instanceof Promise) reply.then(said, failed)
      else said(reply)
    } catch (error) {
      failed(error)
    }
  }

  function next(place: Place, id: SessionId): void {
    if (places.get(id) !== place) return
    place.working = null
    const event = place.waiting.shift()
    if (event === undefined) return void places.delete(id)
    const bot = options.botOf(event.session.card.channel)
    if (bot !== undefined) work(bot, place, event)
  }

  return {
    tell,
    remind(session, unanswered) {
      const why = session.bot?.isOfferedBack === true ? 'OPERATOR_UNAVAILABLE' : 'RETURNED'
      if (unanswered.length === 0) offer({ name: 'received', session, why })
      for (const message of unanswered) offer({ name: 'message', session, message })
    },
    leaveAll() {
      for (const [id, place] of places) leave(id, place)
    },
  }
}

type SessionFact = Extract<LogRecord['fact'], { type: 'session' }>

function cameBecause({ why, move }: SessionFact): ReceivedWhy | undefined {
  if (why === 'started') return 'STARTED'
  if (why !== 'givenToBot') return undefined
  if (move?.kind === 'TERMINAL') return 'TERMINAL'
  if (move?.reason === 'OPERATOR_UNAVAILABLE') return 'OPERATOR_UNAVAILABLE'
  return move?.timer === 'RETURN_TO_BOT' ? 'TIME' : 'RETURNED'
}
