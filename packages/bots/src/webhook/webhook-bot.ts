import {
  FRAME_BYTES_MAX,
  WEBHOOK_ID,
  WEBHOOK_SIGNATURE,
  WEBHOOK_TIMESTAMP,
  type BotReply,
  type SessionId,
} from '@pult/protocol'
import type { Bot, BotContext, BotEvent } from '../bot.ts'
import { createLanes, onAbort, type Outbound, type OutboundAnswer } from '../outbound/index.ts'
import { admit, CLOSED, onAnswered, onFailed, onProbeLeft, type Breaker } from './breaker.ts'
import { createTurns } from './in-turn.ts'
import { letterOf, type Letter, type LetterViews } from './letter.ts'
import { readAnswer } from './read-answer.ts'
import { signatureOf, webhookKeyOf } from './sign.ts'
import { NOTHING_YET, withAnswer, withFailure, withTry, type Tally, type WebhookFaultCode } from './tally.ts'
import { isGone, TRY_MS_MAX, TRY_MS_MIN, verdictOf } from './verdict.ts'

export interface WebhookSettings {
  readonly url: string
  /** Each signs; the newest first. Two while one takes the other's place. */
  readonly secrets: readonly string[]
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

/** What is shown of a bot, beside what it did. */
export interface WebhookState extends Tally {
  /** `resting`: it has not answered for a while and is not asked until `restsUntilMs` (of the steady clock). */
  readonly endpoint: 'answering' | 'failing' | 'resting' | 'probing'
  readonly restsForMs: number
  readonly underWay: number
  readonly waiting: number
}

export interface WebhookBot {
  readonly bot: Bot
  readonly state: () => WebhookState
}

/** An event got no answer; the session is for people. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly code: WebhookFaultCode
  constructor(code: WebhookFaultCode, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** Requests under way to one bot. At an answer in 100 ms they are a hundred and sixty events a second. */
export const AT_ONCE_MAX = 16
/** Events that wait for one of these: more could not be answered in the time that a client waits. */
export const WAITING_MAX = 2_000
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
  const keys = settings.secrets.map(webhookKeyOf)
  const lanes = createLanes({ atOnceEach: AT_ONCE_MAX, atOnce: AT_ONCE_MAX, waitingMax: WAITING_MAX })
  const inTurn = createTurns()
  let breaker: Breaker = CLOSED
  let tally = NOTHING_YET
  /** Wakes all who wait or pause when the endpoint goes to rest. */
  let opening = new AbortController()

  function setBreaker(next: Breaker): void {
    const isOpened = breaker.name === 'closed' && next.name === 'resting'
    breaker = next
    if (!isOpened) return
    const woken = opening
    opening = new AbortController()
    woken.abort()
  }

  async function deliver(event: BotEvent, context: BotContext): Promise<BotReply> {
    const startedMs = steadyMs()
    const sessionId = event.session.card.id
    const letter = letterOf(event, context, ports, new Date(nowMs()).toISOString())
    for (let tries = 1; ; tries += 1) {
      const answer = await tryOnce(letter, sessionId, tries, startedMs, context.signal)
      if (answer.ok) return take(answer, startedMs)
      const leftMs = settings.answerWithinMs - (steadyMs() - startedMs)
      const verdict = verdictOf(answer, tries, leftMs, random)
      // Where it rests now, nothing is left to wait for.
      if (verdict.name === 'failed' || breaker.name !== 'closed')
        throw new WebhookError(answer.code, answer.sentence)
      await pause(verdict.afterMs, context.signal)
    }
  }

  async function tryOnce(
    letter: Letter,
    sessionId: SessionId,
    tries: number,
    startedMs: number,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> {
    if (signal.aborted) throw new WebhookError('stopped', SENTENCES.stopped)
    const { pass, breaker: next } = admit(breaker, steadyMs())
    if (pass === 'refused') throw new WebhookError('resting', SENTENCES.resting)
    setBreaker(next)
    const isProbe = pass === 'probe'
    const opened = opening.signal
    const leave = await lanes.enter('', [signal, opened])
    const tryStartedMs = steadyMs()
    const leftMs = settings.answerWithinMs - (tryStartedMs - startedMs)
    try {
      if (leave === null || leftMs < TRY_MS_MIN) throw notAdmitted(signal, opened)
      tally = withTry(tally, tries)
      const answer = await post(letter, Math.min(TRY_MS_MAX, leftMs), signal)
      if (!answer.ok && answer.code === 'stopped') throw new WebhookError('stopped', SENTENCES.stopped)
      // Too many other requests of this server are no fault of the bot.
      if (answer.ok) setBreaker(onAnswered(breaker))
      else if (answer.code !== 'busy') {
        const failed = { sessionId, startedMs: tryStartedMs, isProbe, isGone: isGone(answer) }
        setBreaker(onFailed(breaker, failed, steadyMs(), random))
      }
      return answer
    } finally {
      leave?.()
      if (isProbe) setBreaker(onProbeLeft(breaker, steadyMs()))
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
        [WEBHOOK_SIGNATURE]: signatureOf(keys, id, seconds, body),
      },
      timeoutMs,
      answerBytesMax: ANSWER_BYTES_MAX,
      signal,
    })
  }

  function take({ status, body }: { status: number; body: string }, startedMs: number): BotReply {
    const read = readAnswer(status, body)
    // The same words would come once more: it is not asked again.
    if (read.name === 'wrong') throw new WebhookError('wrong_answer', read.sentence)
    tally = withAnswer(tally, read.name === 'later', nowMs(), Math.round(steadyMs() - startedMs))
    return read.name === 'later' ? { answers: [] } : read.reply
  }

  /** Ends early when there is nothing to wait for; the next try then finds out why. */
  function pause(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = ports.after(delayMs, () => {
        deaf()
        resolve()
      })
      const deaf = onAbort([signal, opening.signal], () => {
        stop()
        resolve()
      })
    })
  }

  return {
    bot: (event, context) =>
      inTurn(event.session.card.id, async () => {
        try {
          return await deliver(event, context)
        } catch (error) {
          const sessionId = event.session.card.id
          if (error instanceof WebhookError) {
            const { code, message: sentence } = error
            tally = withFailure(tally, { atMs: nowMs(), sessionId, code, sentence })
          }
          throw error
        }
      }),
    state() {
      const { inside, waiting } = lanes.counts('')
      const isFailing = breaker.name === 'closed' && breaker.failing !== null
      return {
        ...tally,
        endpoint: breaker.name === 'closed' ? (isFailing ? 'failing' : 'answering') : breaker.name,
        restsForMs: breaker.name === 'resting' ? Math.max(0, Math.round(breaker.untilMs - steadyMs())) : 0,
        underWay: inside,
        waiting,
      }
    },
  }
}

function notAdmitted(signal: AbortSignal, opened: AbortSignal): WebhookError {
  const code = signal.aborted ? 'stopped' : opened.aborted ? 'resting' : 'overloaded'
  return new WebhookError(code, SENTENCES[code])
}
