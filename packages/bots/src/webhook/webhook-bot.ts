import {
  FRAME_BYTES_MAX,
  WEBHOOK_ID,
  WEBHOOK_SIGNATURE,
  WEBHOOK_TIMESTAMP,
  type BotReply,
  type SessionId,
} from '@pult/protocol'
import type { Bot, BotContext, BotEvent } from '../bot.ts'
import { createLanes, onAbort, type Leave, type Outbound, type OutboundAnswer } from '../outbound/index.ts'
import {
  admit,
  CLOSED,
  EndpointError,
  healthOf,
  NOTHING_YET,
  onAnswered,
  onFailed,
  onProbeLeft,
  restOf,
  withAnswer,
  withError,
  withTry,
  type Breaker,
  type EndpointState,
} from '../endpoint/index.ts'
import { createBell } from './bell.ts'
import { createTurns } from './in-turn.ts'
import { letterOf, type Letter, type LetterViews } from './letter.ts'
import { readAnswer } from './read-answer.ts'
import { signatureOf, webhookKeyOf } from './sign.ts'
import { isGone, TRY_MS_MAX, TRY_MS_MIN, verdictOf } from './verdict.ts'

export interface WebhookSettings {
  readonly url: string
  /** Each signs; the newest first. Two while one takes the other's place. Asked for each letter. */
  readonly secrets: () => readonly string[]
  /** How long the bot may owe an answer. */
  readonly answerWithinMs: number
}

export interface WebhookPorts extends LetterViews {
  readonly outbound: Outbound
  readonly nowMs: () => number
  /** A clock that only goes forward. */
  readonly steadyMs: () => number
  /** 0 to 1. */
  readonly random: () => number
  /** Runs something once after a while; returns how to stop it. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export interface WebhookBot {
  readonly bot: Bot
  readonly state: () => EndpointState
}

/** Requests under way to one bot. At an answer in 100 ms they are a hundred and sixty events a second. */
export const AT_ONCE_MAX = 16
/** Events that are asked about, wait for it or pause between tries: more could not be answered in the time that a client waits. */
export const OPEN_MAX = 2_000
/** Who waits while the endpoint is doubted looks after it so often, jittered up to twice as long; its first answer wakes all at once. */
const WAIT_MS = 500

/** A place among the requests under way. */
interface Place {
  readonly leave: Leave
  readonly isProbe: boolean
}

/** A bot's answer is no file. */
const ANSWER_BYTES_MAX = FRAME_BYTES_MAX

const SENTENCES = {
  resting: 'It has not answered for a while; it will be tried again.',
  overloaded: 'Too many sessions wait for it.',
  stopped: 'The session has gone to somebody else.',
} as const

/**
 * A bot behind an address. Its policy stands next door: whether it is asked (`breaker.ts`), whether once more (`verdict.ts`), what it is
 * told (`letter.ts`) and what of its answer is taken (`read-answer.ts`); here are the requests, the pauses and the order.
 * @throws RangeError for a secret that is none
 */
export function webhookBot(settings: WebhookSettings, ports: WebhookPorts): WebhookBot {
  const { nowMs, steadyMs, random } = ports
  // A secret that is none is found here, and not when a client waits.
  settings.secrets().forEach(webhookKeyOf)
  const lanes = createLanes({ atOnceEach: AT_ONCE_MAX, atOnce: AT_ONCE_MAX, waitingMax: OPEN_MAX })
  const inTurn = createTurns()
  let breaker: Breaker = CLOSED
  let tally = NOTHING_YET
  /** Events that are neither answered nor given up. */
  let open = 0
  /** Rings when the endpoint is thought of in another way: whoever waits or pauses looks again. */
  const turning = createBell()

  function setBreaker(next: Breaker): void {
    const isOther = breaker.name !== next.name
    breaker = next
    if (isOther) turning.ring()
  }

  async function deliver(event: BotEvent, context: BotContext): Promise<BotReply> {
    const startedMs = steadyMs()
    const leftMs = (): number => settings.answerWithinMs - (steadyMs() - startedMs)
    const sessionId = event.session.card.id
    const letter = letterOf(event, context, ports, new Date(nowMs()).toISOString())
    for (let tries = 1; ; tries += 1) {
      const place = await enter(leftMs, context.signal)
      tally = withTry(tally, tries)
      const answer = await tryOnce(place, letter, sessionId, Math.min(TRY_MS_MAX, leftMs()), context.signal)
      if (answer.ok) return take(answer, startedMs)
      if (answer.code === 'stopped') throw new EndpointError('stopped', SENTENCES.stopped)
      const verdict = verdictOf(answer, tries, leftMs(), random)
      // While it rests nothing is left to wait for.
      if (verdict.name === 'failed' || breaker.name === 'resting' || breaker.name === 'probing') {
        throw new EndpointError(answer.code, answer.sentence)
      }
      await pause(verdict.afterMs, context.signal)
    }
  }

  /** Waits until the endpoint may be asked. @throws EndpointError when it may not be any more */
  async function enter(leftMs: () => number, signal: AbortSignal): Promise<Place> {
    for (;;) {
      if (signal.aborted) throw new EndpointError('stopped', SENTENCES.stopped)
      const { pass, breaker: next } = admit(breaker, steadyMs())
      if (pass === 'refused') throw new EndpointError('resting', SENTENCES.resting)
      if (leftMs() < TRY_MS_MIN) throw new EndpointError('overloaded', SENTENCES.overloaded)
      if (pass === 'wait') {
        await pause(Math.min(WAIT_MS * (1 + random()), leftMs()), signal)
        continue
      }
      setBreaker(next)
      const isProbe = pass === 'probe'
      const leave = await lanes.enter('', (giveUp) => whenDisturbed(signal, giveUp))
      if (leave !== null && leftMs() >= TRY_MS_MIN) return { leave, isProbe }
      leave?.()
      if (isProbe) setBreaker(onProbeLeft(breaker, steadyMs()))
    }
  }

  async function tryOnce(
    { leave, isProbe }: Place,
    letter: Letter,
    sessionId: SessionId,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> {
    const startedMs = steadyMs()
    try {
      const answer = await post(letter, timeoutMs, signal)
      if (answer.ok) setBreaker(onAnswered(breaker))
      // Neither a session that has gone nor too many other requests of this server are a fault of the bot.
      else if (answer.code !== 'busy' && answer.code !== 'stopped') {
        const failed = { sessionId, startedMs, isProbe, isGone: isGone(answer) }
        setBreaker(onFailed(breaker, failed, steadyMs(), random))
      } else if (isProbe) setBreaker(onProbeLeft(breaker, steadyMs()))
      return answer
    } finally {
      leave()
    }
  }

  function post({ id, body }: Letter, timeoutMs: number, signal: AbortSignal): Promise<OutboundAnswer> {
    const seconds = Math.floor(nowMs() / 1000)
    return ports.outbound({
      url: settings.url,
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        [WEBHOOK_ID]: id,
        [WEBHOOK_TIMESTAMP]: String(seconds),
        [WEBHOOK_SIGNATURE]: signatureOf(settings.secrets().map(webhookKeyOf), id, seconds, body),
      },
      timeoutMs,
      answerBytesMax: ANSWER_BYTES_MAX,
      signal,
    })
  }

  function take({ status, body }: { status: number; body: string }, startedMs: number): BotReply {
    const read = readAnswer(status, body)
    // The same words would come once more: it is not asked again.
    if (read.name === 'wrong') throw new EndpointError('wrong_answer', read.sentence)
    tally = withAnswer(tally, read.name === 'later', nowMs(), Math.round(steadyMs() - startedMs))
    return read.name === 'later' ? { answers: [] } : read.reply
  }

  /** The session has gone, or there may be nothing to wait for any more. */
  function whenDisturbed(signal: AbortSignal, run: () => void): () => void {
    const deafToTurns = turning.hear(run)
    const deafToSignal = onAbort(signal, run)
    return () => {
      deafToTurns()
      deafToSignal()
    }
  }

  /** Ends early when there may be nothing to wait for. */
  function pause(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = ports.after(delayMs, () => {
        deaf()
        resolve()
      })
      const deaf = whenDisturbed(signal, () => {
        stop()
        resolve()
      })
    })
  }

  async function answerTo(event: BotEvent, context: BotContext): Promise<BotReply> {
    try {
      if (open >= OPEN_MAX) throw new EndpointError('overloaded', SENTENCES.overloaded)
      open += 1
      try {
        return await inTurn(event.session.card.id, () => deliver(event, context))
      } finally {
        open -= 1
      }
    } catch (error) {
      tally = withError(tally, error, event.session.card.id, nowMs())
      throw error
    }
  }

  return {
    bot: answerTo,
    state() {
      const { inside } = lanes.counts('')
      return {
        ...tally,
        endpoint: healthOf(breaker),
        restsForMs: restOf(breaker, steadyMs()),
        underWay: inside,
        waiting: open - inside,
      }
    },
  }
}
