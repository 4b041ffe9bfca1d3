import { REASON_CHARS_MAX, type BotReply, type WebhookEvent } from '@pult/protocol'
import { apiAddress, createHttp } from './http.ts'
import { isListening, connectionOf, type Link } from './link/link.ts'
import type { CommonOptions } from './options.ts'
import { PultError, refusalOf } from './pult-error.ts'
import { createListeners } from './shell/listeners.ts'
import { webSocketHere } from './shell/socket-here.ts'
import { createSteadyClock } from './shell/steady-clock.ts'
import { createStream, type Sending } from './shell/stream.ts'
import { systemClock } from './shell/system-clock.ts'
import { uuidV7 } from './shell/uuid-v7.ts'
import type { Connection, Stop } from './state.ts'

export interface BotOptions extends Pick<
  CommonOptions,
  'url' | 'instance' | 'socket' | 'fetch' | 'clock' | 'random'
> {
  /** `whsec_…`, as it was shown when the bot was made. Nothing for a page: whoever has it is the bot. */
  readonly secret: string
  /**
   * What happens in a session that the bot has, as a webhook would be sent it: one session's events one after another. Returns the answer; null: later, by `answer`. An event may
   * be told again, with the same id, by another process of yours; in this one it is answered as before without being asked. One that throws has failed: people have the session.
   */
  readonly onEvent: (
    event: WebhookEvent,
    about: { readonly id: string },
  ) => BotReply | null | Promise<BotReply | null>
  /** Told what `onEvent` threw, and what of an answer could not be taken. Default: nobody is. */
  readonly onError?: (error: unknown) => void
}

/** What a bot says by itself, later than to the event: `baton` is that of the event. */
export type LaterAnswer = BotReply & {
  readonly sessionId: string
  readonly baton: number
  /** Makes it safe to repeat. */
  readonly key?: string
}

export interface BotClient {
  readonly connection: Connection
  /** Begins to connect, and goes on until it is closed or told to stop. Free to repeat. */
  readonly connect: () => void
  readonly close: () => void
  readonly onConnection: (listener: (connection: Connection) => void) => () => void
  /** The secret does not work (any more), or the bot is called at an address. Only a person can mend it. */
  readonly onStopped: (listener: (stop: Stop) => void) => () => void
  /** Rejects with a PultError: `stale_baton` where somebody else has the session by now. */
  readonly answer: (later: LaterAnswer) => Promise<void>
}

/** Answers that are remembered, so that an event that comes again is answered as before: more than wait for one bot at once. */
const ANSWERS_KEPT = 2_000

/** A bot of one's own without an address: its program connects to Pult, is told each event until it has answered, and comes back by itself. */
export function createBotClient(options: BotOptions): BotClient {
  const { onEvent, secret, onError = () => undefined } = options
  const clock = options.clock ?? systemClock
  const steady = createSteadyClock(clock)
  const socket = options.socket ?? webSocketHere()
  if (socket === undefined) throw new TypeError('No WebSocket here: pass the option `socket`.')
  let instance = options.instance ?? uuidV7(clock.nowMs())
  const http = createHttp({ url: options.url, fetch: options.fetch, token: () => secret })
  const connectionListeners = createListeners<[Connection]>()
  const stopListeners = createListeners<[Stop]>()
  /** By the id of the event, the oldest first. */
  const answers = new Map<string, Promise<Answered>>()
  let sent = 0

  const stream = createStream({
    address: apiAddress(options.url, '/bot/stream').replace(/^http/, 'ws'),
    socket,
    clock: steady,
    random: options.random ?? Math.random,
    takeover: false,
    authorize: () => Promise.resolve(secret),
    instance: () => instance,
    rename: () => {
      instance = uuidV7(clock.nowMs())
    },
    onLink,
    onGreet: () => undefined,
    onReplace: () => undefined,
    onEvent: () => undefined,
    onOther: ({ action, data, error }) => {
      if (action === 'botEvent') void hear(data as { readonly id: string; readonly event: WebhookEvent })
      // A refused `connect` ends the link, which says so itself.
      else if (action === 'reply' && isListening(stream.link) && typeof error === 'object' && error !== null)
        onError(new PultError(refusalOf(error)))
    },
  })

  function onLink(link: Link, before: Link): void {
    if (link.name === before.name && link.sinceMs === before.sinceMs) return
    connectionListeners.tell(connectionOf(link, steady.shownMs))
    if (link.name === 'stopped') stopListeners.tell(link.stop)
  }

  async function hear({ id, event }: { readonly id: string; readonly event: WebhookEvent }): Promise<void> {
    const data = await (answers.get(id) ?? askOnce(id, event))
    // On the connection of this moment: where it is gone, the event comes again on the next one.
    if (tell(id, data) !== 'too_large') return
    const reason = 'The answer does not fit into a frame.'
    onError(new TypeError(`${id}: ${reason}`))
    tell(id, { reason })
  }

  function tell(eventId: string, data: Answered): Sending {
    sent += 1
    const command = 'reply' in data ? 'answerEvent' : 'failEvent'
    return stream.send({ command, id: `${command}-${sent}`, data: { eventId, ...data } })
  }

  function askOnce(id: string, event: WebhookEvent): Promise<Answered> {
    const answer = new Promise<BotReply | null>((resolve) => resolve(onEvent(event, { id }))).then(
      (reply): Answered => ({ reply: reply ?? null }),
      (error: unknown): Answered => {
        onError(error)
        const reason = error instanceof Error ? error.message : String(error)
        return { reason: reason.slice(0, REASON_CHARS_MAX) }
      },
    )
    answers.set(id, answer)
    const [oldest] = answers.keys()
    if (answers.size > ANSWERS_KEPT && oldest !== undefined) answers.delete(oldest)
    return answer
  }

  return {
    get connection() {
      return connectionOf(stream.link, steady.shownMs)
    },
    connect: stream.connect,
    close: stream.shut,
    onConnection: connectionListeners.add,
    onStopped: stopListeners.add,
    async answer(later) {
      await http.post('/bot/answers', later)
    },
  }
}

type Answered = { readonly reply: BotReply | null } | { readonly reason: string }
