import type { Message } from '@pult/protocol'
import { createLanes, onAbort } from '../outbound/index.ts'
import { judge, type Judged } from './answer-policy.ts'
import type { ArticleText } from './article-index.ts'
import { createBudget, type Budget, type DayLedger } from './budget.ts'
import { isOverBudget, type HandOverWhy } from './decision.ts'
import { createEndpoint, type Asked, type Asking, type EndpointPorts } from './endpoint.ts'
import { createLibrary } from './library.ts'
import { allowsHosts, type AllowsHost } from './links.ts'
import type { ModelMemory } from './memory.ts'
import { promptOf, type Prompt } from './prompt.ts'
import type { Excerpt } from './retrieval.ts'
import type { ModelLimits } from './limits.ts'
import { limitsOf, type ModelSettings } from './settings.ts'
import { tokensAbout } from './tokens.ts'

export interface ModelPorts extends EndpointPorts {
  /** Those that the bot may answer from. */
  readonly articles: () => readonly ArticleText[]
  readonly ledger: DayLedger
}

export interface Spent {
  readonly question: number
  readonly answer: number
  /** The endpoint did not count. */
  readonly isEstimate: boolean
}

/** What came of a client's question. */
export type Answered =
  | {
      readonly name: 'judged'
      readonly judged: Judged
      readonly excerpts: readonly Excerpt[]
      readonly spent: Spent
    }
  | {
      readonly name: 'overBudget'
      readonly why: Extract<HandOverWhy, 'tokens' | 'day'>
      readonly excerpts: readonly Excerpt[]
    }
  | {
      readonly name: 'failed'
      readonly code: Extract<Asked, { ok: false }>['code'] | 'overloaded'
      readonly sentence: string
      readonly excerpts: readonly Excerpt[]
    }

/** A model behind an endpoint, with the articles that it answers from and the limits that hold for it. */
export interface AskedModel {
  readonly limits: ModelLimits
  readonly allows: AllowsHost
  /** Questions under way, and those that wait for their turn. */
  readonly counts: () => { readonly underWay: number; readonly waiting: number }
  /** @param messages of one session, oldest first, the last by the client */
  readonly answer: (messages: readonly Message[], memory: ModelMemory, asking: Asking) => Promise<Answered>
  /** What the model writes to a prompt of ours within the same limits; null where it fails or may not be asked. */
  readonly write: (
    prompt: Prompt,
    answerTokens: number,
    memory: ModelMemory,
    asking: Asking,
  ) => Promise<{ readonly text: string; readonly tokens: number } | null>
}

/** Who waits for their turn; above it a client would have gone before. */
const WAITING_MAX = 200
/** A question shorter than this is about what was asked before it: «а в Сочи?». */
const ASIDE_WORDS_MAX = 4

export function createAskedModel(settings: ModelSettings, ports: ModelPorts): AskedModel {
  const limits = limitsOf(settings)
  const allows = allowsHosts(settings.allowedHosts ?? [])
  const instructions = settings.instructions ?? ''
  const key = settings.key ?? ''
  const budget: Budget = createBudget(ports.ledger)
  /** How many tokens the endpoint counts where we guess one: what was counted last stands for what comes. */
  let ratio = 1
  const costOf = (prompt: Prompt, answerTokens: number): number =>
    Math.ceil(prompt.tokens * Math.max(1, ratio)) + answerTokens
  const endpoint = createEndpoint({ address: settings.endpoint, key }, ports)
  const lanes = createLanes({ atOnceEach: limits.atOnce, atOnce: limits.atOnce, waitingMax: WAITING_MAX })
  const library = createLibrary(settings.endpoint, settings.embeddingModel ?? '', {
    ...ports,
    endpoint,
    maySpend: (tokens) => budget.taken() + tokens <= limits.dayTokens,
    onSpent: (tokens) => ports.ledger.add(tokens),
  })

  /** Asks in turn, and says what it cost, a failed question too: what was read of it was paid for. */
  async function asked(
    prompt: Prompt,
    answerTokens: number,
    asking: Asking,
  ): Promise<Asked & { readonly spent: Spent }> {
    const settle = budget.promise(costOf(prompt, answerTokens))
    let written = ''
    let spent: Spent = { question: 0, answer: 0, isEstimate: true }
    try {
      const { messages } = prompt
      const told: Asking = {
        ...asking,
        onWritten(text) {
          written = text
          asking.onWritten?.(text)
        },
      }
      const answer = await endpoint.ask({ model: settings.model, messages, answerTokens }, told)
      if (answer.ok) {
        if (answer.usage !== null) ratio = answer.usage.question / prompt.tokens
        spent =
          answer.usage === null
            ? { question: prompt.tokens, answer: tokensAbout(answer.text), isEstimate: true }
            : { ...answer.usage, isEstimate: false }
      } else if (written !== '')
        spent = { question: prompt.tokens, answer: tokensAbout(written), isEstimate: true }
      return { ...answer, spent }
    } finally {
      settle(spent.question + spent.answer)
    }
  }

  /** A place among those who are asked at once, or null when the time is over. */
  async function inTurn<T>(
    { timeoutMs, signal }: Asking,
    run: (leftMs: number) => Promise<T>,
  ): Promise<T | null> {
    const startedMs = ports.steadyMs()
    const leave = await lanes.enter('', (giveUp) => {
      const stop = ports.after(timeoutMs, giveUp)
      const deaf = signal === undefined ? undefined : onAbort(signal, giveUp)
      return () => {
        stop()
        deaf?.()
      }
    })
    if (leave === null) return null
    try {
      return await run(timeoutMs - (ports.steadyMs() - startedMs))
    } finally {
      leave()
    }
  }

  return {
    limits,
    allows,
    counts() {
      const { inside, waiting } = lanes.counts('')
      return { underWay: inside, waiting }
    },
    async answer(messages, memory, asking) {
      const found = await library.find(questionIn(messages), asking.signal ?? NEVER)
      const prompt = promptOf({
        instructions,
        excerpts: found,
        messages,
        contextTokens: limits.contextTokens,
      })
      const { excerpts } = prompt
      const answered = await inTurn(asking, async (leftMs): Promise<Answered> => {
        const why = isOverBudget(costOf(prompt, limits.answerTokens), memory, budget.taken(), limits)
        if (why !== null) return { name: 'overBudget', why, excerpts }
        const { spent, ...answer } = await asked(prompt, limits.answerTokens, {
          ...asking,
          timeoutMs: leftMs,
        })
        if (!answer.ok) return { name: 'failed', code: answer.code, sentence: answer.sentence, excerpts }
        const judged = judge(answer.text, answer.finish, { allows, sources: excerpts, instructions, key })
        return { name: 'judged', judged, excerpts, spent }
      })
      return (
        answered ?? {
          name: 'failed',
          code: 'overloaded',
          sentence: 'Too many questions wait for it.',
          excerpts,
        }
      )
    },
    async write(prompt, answerTokens, memory, asking) {
      return inTurn(asking, async (leftMs) => {
        if (isOverBudget(costOf(prompt, answerTokens), memory, budget.taken(), limits) !== null) return null
        const answer = await asked(prompt, answerTokens, { ...asking, timeoutMs: leftMs })
        return answer.ok ? { text: answer.text, tokens: answer.spent.question + answer.spent.answer } : null
      })
    },
  }
}

const NEVER = new AbortController().signal

/** What articles are asked for: the client's words, with those before where they say little by themselves. */
function questionIn(messages: readonly Message[]): string {
  const bodies = messages.filter(({ authorType }) => authorType === 'CLIENT').map(({ body }) => body)
  const last = bodies.at(-1) ?? ''
  const before = bodies.at(-2)
  return before !== undefined && last.split(/\s+/).length < ASIDE_WORDS_MAX ? `${last}\n${before}` : last
}
