import type { BotAnswer, BotFaultCode, BotReply, Message, SessionId } from '@pult/protocol'
import type { Bot, BotContext, BotEvent } from '../bot.ts'
import { CALL_OPERATOR } from '../builtin.ts'
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
  type Breaker,
  type EndpointState,
} from '../endpoint/index.ts'
import { saidOf } from './answer-policy.ts'
import { createAskedModel, type Answered, type AskedModel, type ModelPorts } from './asking.ts'
import { handsOverFirst, type HandOverWhy } from './decision.ts'
import { readMemory, type ModelMemory } from './memory.ts'
import type { ModelSettings } from './settings.ts'
import { speechFor, type Speech } from './speech.ts'
import { SUMMARY_TOKENS, summaryOf, summaryPrompt } from './summary.ts'
import { showTyping } from './show-typing.ts'

export interface ModelBotSettings {
  readonly settings: ModelSettings
  /** How long the bot may owe an answer. */
  readonly answerWithinMs: number
}

export interface ModelBotPorts extends ModelPorts {
  readonly nowMs: () => number
  /** The newest messages of one session, newest first. */
  readonly messagesOf: (sessionId: SessionId) => Promise<readonly Message[]>
}

/** What is shown of a bot, as of one behind a webhook, and what is its own. */
export interface ModelState extends EndpointState {
  /** Sessions that went to people, by why. */
  readonly handedOver: Readonly<Record<HandOverWhy, number>>
  readonly tokensToday: number
}

export interface ModelBot {
  readonly bot: Bot
  readonly state: () => ModelState
  /** What it asks, for whoever asks something else of it within the same limits. */
  readonly model: AskedModel
}

/** Before the bot's own limit: whoever is late has failed with a reason of its own. */
const MARGIN_MS = 750
/** Somebody waits for a person: a summary that takes longer is left out. */
const SUMMARY_MS_MAX = 4_000

/**
 * [MB1] A bot that asks a model. Its policy stands next door: what is asked (`prompt.ts`), whether it may be (`decision.ts`), what is read of an answer
 * (`completion.ts`), what of it a client may read (`answer-policy.ts`); here are the session's memory, the hand-over and the order of things.
 */
export function modelBot({ settings, answerWithinMs }: ModelBotSettings, ports: ModelBotPorts): ModelBot {
  const model = createAskedModel(settings, ports)
  const timeMs = Math.max(answerWithinMs / 2, answerWithinMs - MARGIN_MS)
  let breaker: Breaker = CLOSED
  let tally = NOTHING_YET
  const handedOver: Record<HandOverWhy, number> = { asked: 0, unsure: 0, turns: 0, tokens: 0, day: 0 }

  async function answer(event: BotEvent, context: BotContext): Promise<BotReply> {
    const memory = readMemory(context.memory)
    if (event.name === 'received') return cameBack(event, memory)
    const startedMs = ports.steadyMs()
    const leftMs = (): number => timeMs - (ports.steadyMs() - startedMs)
    const { message, session } = event
    const known = await ports.messagesOf(session.card.id)
    // Who writes three lines in a row has asked one question: it is answered after the last.
    if (known.some(({ authorType, id }) => authorType === 'CLIENT' && id > message.id)) return { answers: [] }
    const messages = upTo(message, known)
    const speech = speechOf(messages)
    const talk: Talk = { context, memory, messages, speech, leftMs }
    const first = handsOverFirst(message, memory, model.limits)
    if (first !== null) return handOver(first, talk)
    const typing = showTyping(context, ports)
    try {
      const answered = await ask(event.session.card.id, talk, startedMs, (text) =>
        typing.say(saidOf(text, model.allows)),
      )
      return await replyTo(answered, talk, startedMs)
    } finally {
      typing.stop()
    }
  }

  async function ask(
    sessionId: SessionId,
    { context, memory, messages, leftMs }: Talk,
    startedMs: number,
    onWritten: (text: string) => void,
  ): Promise<Answered> {
    const { pass, breaker: next } = admit(breaker, ports.steadyMs())
    if (pass === 'refused' || pass === 'wait')
      throw new EndpointError('resting', 'It has not answered for a while; it will be tried again.')
    breaker = next
    const isProbe = pass === 'probe'
    tally = { ...tally, tries: tally.tries + 1 }
    let isSettled = false
    try {
      const { signal } = context
      const answered = await model.answer(messages, memory, { timeoutMs: leftMs(), signal, onWritten })
      isSettled = answered.name === 'judged' || (answered.name === 'failed' && !isOurs(answered.code))
      if (answered.name === 'judged') breaker = onAnswered(breaker)
      else if (isSettled)
        breaker = onFailed(
          breaker,
          { sessionId, startedMs, isProbe, isGone: false },
          ports.steadyMs(),
          ports.random,
        )
      return answered
    } finally {
      if (!isSettled && isProbe) breaker = onProbeLeft(breaker, ports.steadyMs())
    }
  }

  async function replyTo(answered: Answered, talk: Talk, startedMs: number): Promise<BotReply> {
    if (answered.name === 'failed') throw new EndpointError(answered.code, answered.sentence)
    if (answered.name === 'overBudget') return handOver(answered.why, talk)
    const { judged, spent } = answered
    const memory: ModelMemory = {
      turns: talk.memory.turns + 1,
      tokens: talk.memory.tokens + spent.question + spent.answer,
    }
    if (judged.name === 'unsure') return handOver('unsure', { ...talk, memory })
    tally = withAnswer(tally, false, ports.nowMs(), Math.round(ports.steadyMs() - startedMs))
    const actions = [{ id: CALL_OPERATOR, label: talk.speech.callOperator }]
    // The way to a person is shown with the first answer; it stays in the chat.
    const say: BotAnswer = { name: 'say', body: judged.body, ...(memory.turns === 1 ? { actions } : {}) }
    return { answers: [say], memory }
  }

  /** [MB5] Says so, and gives people what they need to go on. No group is named: where a session goes is for the channel to say, not for a model. */
  async function handOver(why: HandOverWhy, talk: Talk): Promise<BotReply> {
    const { context, messages, speech } = talk
    const mayAsk = breaker.name === 'closed' && why !== 'tokens' && why !== 'day'
    const prompt = mayAsk ? summaryPrompt(messages, model.limits.contextTokens) : null
    const timeoutMs = Math.min(SUMMARY_MS_MAX, talk.leftMs() / 2)
    const written =
      prompt === null
        ? null
        : await model.write(prompt, SUMMARY_TOKENS, talk.memory, { timeoutMs, signal: context.signal })
    handedOver[why] += 1
    const memory: ModelMemory = { ...talk.memory, tokens: talk.memory.tokens + (written?.tokens ?? 0) }
    const line = why === 'asked' ? speech.asked : why === 'unsure' ? speech.unsure : speech.over
    const summary = summaryOf(why, messages, written?.text ?? null)
    return {
      answers: [
        { name: 'say', body: line },
        { name: 'handOver', summary },
      ],
      memory,
    }
  }

  /** Nobody is spoken to before they have written. Who comes back from people begins to count anew; tokens are spent for good. */
  async function cameBack(
    event: Extract<BotEvent, { name: 'received' }>,
    memory: ModelMemory,
  ): Promise<BotReply> {
    const counted = memory.turns === 0 ? {} : { memory: { ...memory, turns: 0 } }
    if (event.why !== 'OPERATOR_UNAVAILABLE') return { answers: [], ...counted }
    const messages = (await ports.messagesOf(event.session.card.id)).toReversed()
    // Counting goes on: nobody has had the session in between.
    return { answers: [{ name: 'say', body: speechOf(messages).nobodyThere }] }
  }

  return {
    model,
    async bot(event, context) {
      try {
        return await answer(event, context)
      } catch (error) {
        tally = withError(tally, error, event.session.card.id, ports.nowMs())
        throw error
      }
    },
    state: () => ({
      ...tally,
      endpoint: healthOf(breaker),
      restsForMs: restOf(breaker, ports.steadyMs()),
      ...model.counts(),
      handedOver: { ...handedOver },
      tokensToday: ports.ledger.spent(),
    }),
  }
}

/** One question on its way through the bot. */
interface Talk {
  readonly context: BotContext
  readonly memory: ModelMemory
  readonly messages: readonly Message[]
  readonly speech: Speech
  readonly leftMs: () => number
}

/** Neither a session that has gone nor too many other questions are a fault of the endpoint. */
function isOurs(code: BotFaultCode): boolean {
  return code === 'stopped' || code === 'overloaded' || code === 'busy'
}

/** Oldest first, ending with the message; it may not be stored where the others are read from yet. */
function upTo(message: Message, newestFirst: readonly Message[]): readonly Message[] {
  return [...newestFirst.filter(({ id }) => id < message.id).toReversed(), message]
}

function speechOf(messages: readonly Message[]): Speech {
  return speechFor(
    messages
      .filter(({ authorType }) => authorType === 'CLIENT')
      .map(({ body }) => body)
      .toReversed(),
  )
}
