import type { BotId, WireError } from '@pult/protocol'
import {
  botStreamCommands,
  closeCodes,
  GREETING_MS_MAX,
  HEARTBEAT_MS,
  refusalOf,
  SILENCE_MS_MAX,
  streamCommands,
  wireError,
  type CloseName,
  type CommandFrame,
  type ConnectReply,
} from '@pult/protocol'
import { botBySecret } from '../bot-by-secret.ts'
import { fullBucket, takeToken, type Bucket, type Limit } from '../limits/index.ts'
import { welcome } from '../stream/beginning.ts'
import { errorFrame, heartbeatFrame, replyFrame } from '../stream/frames.ts'
import { CLOSING_MS_MAX } from '../stream/limits.ts'
import { parseFrame } from '../stream/parse-frame.ts'
import type { Socket } from '../stream/socket.ts'
import type { BotLineJoined, BotLinePlace, Workspaces } from '../workspaces.ts'

/**
 *   greeting ──connect──► joined ──silence, slowness, another secret──► closed
 *       └──────────────timeout, refusal───────────────────────────────────┘
 */
type LineState =
  | { readonly name: 'greeting'; readonly openedAtMs: number }
  | {
      readonly name: 'joined'
      readonly secret: string
      readonly botId: BotId
      readonly place: BotLinePlace
      readonly line: BotLineJoined
    }
  | { readonly name: 'closed'; readonly atMs: number }

/** One program's socket. */
export interface BotLine {
  readonly socket: Socket
  state: LineState
  heardAtMs: number
  beatAtMs: number
  commands: Bucket
  strikes: Bucket
}

export interface BotLineServices {
  readonly workspaces: Workspaces
  readonly nowMs: () => number
  /** A clock that nobody sets. */
  readonly steadyMs: () => number
  readonly commandLimit: Limit
  readonly badFrameLimit: Limit
}

/** What a stream of a bot stands at: nothing of it is numbered. */
const CURSOR = 'bot:0'

/**
 * [GD15] The connections of bots' programs: spoken like the other streams, so that the SDK's link keeps them, with an empty cut and events without a place
 * in an order. Whose secret does not work any more, or whose bot is called at an address now, is sent away within a tick.
 */
export class BotLines {
  readonly #services: BotLineServices
  readonly #lines = new Set<BotLine>()

  constructor(services: BotLineServices) {
    this.#services = services
  }

  get size(): number {
    return this.#lines.size
  }

  open(socket: Socket): BotLine {
    const { steadyMs, commandLimit, badFrameLimit } = this.#services
    const nowMs = steadyMs()
    const line: BotLine = {
      socket,
      state: { name: 'greeting', openedAtMs: nowMs },
      heardAtMs: nowMs,
      beatAtMs: nowMs,
      commands: fullBucket(commandLimit, nowMs),
      strikes: fullBucket(badFrameLimit, nowMs),
    }
    this.#lines.add(line)
    return line
  }

  /** The socket is gone. */
  closed(line: BotLine): void {
    this.#lines.delete(line)
    this.#leave(line)
  }

  tick(): void {
    const { steadyMs, nowMs } = this.#services
    const now = steadyMs()
    for (const line of this.#lines) {
      const { state } = line
      if (state.name === 'closed') {
        if (now - state.atMs >= CLOSING_MS_MAX) line.socket.terminate()
      } else if (state.name === 'greeting') {
        if (now - state.openedAtMs >= GREETING_MS_MAX) this.end(line, 'silent')
      } else if (now - line.heardAtMs >= SILENCE_MS_MAX) this.end(line, 'silent')
      else if (!this.#isWelcome(state)) this.end(line, 'notAuthenticated')
      else if (now - line.beatAtMs >= HEARTBEAT_MS) {
        line.beatAtMs = now
        this.#send(line, heartbeatFrame(0, 0, nowMs()))
      }
    }
  }

  drain(): void {
    for (const line of this.#lines) this.end(line, 'shuttingDown')
  }

  terminate(): void {
    for (const line of this.#lines) line.socket.terminate()
  }

  end(line: BotLine, name: CloseName): void {
    if (line.state.name === 'closed') return
    this.#leave(line)
    line.socket.close(closeCodes[name], name)
  }

  received(line: BotLine, text: string): void {
    if (line.state.name === 'closed') return
    const { commandLimit, steadyMs } = this.#services
    const nowMs = steadyMs()
    line.heardAtMs = nowMs
    const taken = takeToken(commandLimit, line.commands, nowMs)
    line.commands = taken.bucket
    const parsed = parseFrame(text)
    if (!('frame' in parsed)) {
      this.#strike(line, parsed.id, parsed.error)
      if (parsed.isTooLarge) this.end(line, 'frameTooLarge')
    } else if (!taken.allowed)
      this.#strike(line, parsed.frame.id, wireError('rate_limited', { retryMs: taken.retryMs }))
    else this.#command(line, parsed.frame)
  }

  #command(line: BotLine, { command, id, data = {} }: CommandFrame): void {
    const { state } = line
    if (command === 'connect') {
      if (state.name !== 'greeting')
        return this.#strike(line, id, wireError('already_connected', { field: 'command' }))
      const parsed = streamCommands.connect.safeParse(data)
      if (!parsed.success) return this.#strike(line, id, refusalOf(parsed.error, 'data'))
      return this.#connect(line, id, parsed.data.token ?? '')
    }
    if (state.name !== 'joined')
      return this.#strike(line, id, wireError('not_connected', { field: 'command' }))
    switch (command) {
      case 'heartbeat':
        return this.#send(line, replyFrame(id, {}))
      case 'follow':
        return this.#welcome(line, id)
      case 'answerEvent': {
        const parsed = botStreamCommands.answerEvent.safeParse(data)
        if (!parsed.success) return this.#wrongAnswer(line, id, data, refusalOf(parsed.error, 'data'))
        const sentence = state.line.answer(parsed.data.eventId, parsed.data.reply)
        if (sentence === undefined) return this.#send(line, replyFrame(id, {}))
        const wrong = wireError('validation_failed', { field: 'data.reply', message: sentence })
        return this.#send(line, errorFrame(id, wrong))
      }
      case 'failEvent': {
        const parsed = botStreamCommands.failEvent.safeParse(data)
        if (!parsed.success) return this.#strike(line, id, refusalOf(parsed.error, 'data'))
        state.line.fail(parsed.data.eventId, parsed.data.reason)
        return this.#send(line, replyFrame(id, {}))
      }
      default:
        return this.#strike(line, id, wireError('unknown_command', { field: 'command' }))
    }
  }

  /** What cannot be taken would come once more: the event has failed, and its author reads why here and in the bot's failures. */
  #wrongAnswer(line: BotLine, id: string, data: unknown, error: WireError): void {
    const { eventId } = (data ?? {}) as { eventId?: unknown }
    if (line.state.name === 'joined' && typeof eventId === 'string')
      line.state.line.fail(eventId, `${error.field ?? ''}: ${error.message}`)
    this.#send(line, errorFrame(id, error))
  }

  #connect(line: BotLine, id: string, secret: string): void {
    const { workspaces, nowMs } = this.#services
    const found = botBySecret(workspaces, secret, nowMs())
    const place = found?.host.bots?.linesOf(found.bot.id) ?? null
    if (found === undefined || place === null) {
      const refused =
        found === undefined
          ? wireError('not_authenticated')
          : wireError('not_allowed', { message: 'This bot is not one that connects.' })
      this.#send(line, errorFrame(id, refused))
      return this.end(line, 'notAuthenticated')
    }
    // First the welcome: who joins is told at once what is owed.
    this.#welcome(line, id)
    const joined = place.join({
      tell: (letter) => {
        const frame = `{"action":"botEvent","data":{"id":${JSON.stringify(letter.id)},"event":${letter.body}}}`
        if (line.socket.send(frame)) return true
        line.socket.close(closeCodes.tooSlow, 'tooSlow')
        return false
      },
    })
    if (joined === null) return this.end(line, 'overloaded')
    line.state = { name: 'joined', secret, botId: found.bot.id, place, line: joined }
  }

  #welcome(line: BotLine, id: string): void {
    const reply: ConnectReply = {
      mode: 'snapshot',
      epoch: 'bot',
      cursor: CURSOR,
      ...welcome(this.#services.nowMs()),
    }
    this.#send(line, replyFrame(id, reply))
    this.#send(line, JSON.stringify({ action: 'snapshot', data: { cursor: CURSOR, part: 0, last: true } }))
    this.#send(line, JSON.stringify({ action: 'live', data: { cursor: CURSOR } }))
  }

  #isWelcome({ secret, botId, place }: Extract<LineState, { name: 'joined' }>): boolean {
    const { workspaces, nowMs } = this.#services
    const found = botBySecret(workspaces, secret, nowMs())
    return found?.bot.id === botId && found.host.bots?.linesOf(botId) === place
  }

  #leave(line: BotLine): void {
    const { state } = line
    if (state.name === 'closed') return
    line.state = { name: 'closed', atMs: this.#services.steadyMs() }
    if (state.name === 'joined') state.line.leave()
  }

  #send(line: BotLine, frame: string): void {
    if (!line.socket.send(frame)) this.end(line, 'tooSlow')
  }

  /** [S10] Says no. Whoever only sends what makes no sense is closed. */
  #strike(line: BotLine, id: string | null, error: WireError): void {
    const { badFrameLimit, steadyMs } = this.#services
    const { bucket } = takeToken(badFrameLimit, line.strikes, steadyMs())
    line.strikes = bucket
    this.#send(line, errorFrame(id, error))
    if (bucket.tokens < 1) this.end(line, 'rateLimited')
  }
}
