import type { BotFaultCode } from '@pult/protocol'
import type { BotStay } from './entities.ts'
import type { LogRecord } from './facts.ts'

/**
 * What is counted of bots, record by record. A stay is counted under the hour in which it began, wherever it ends, so that for any time the
 * stays that came are those that ended in one of the ways and those that have not ended.
 */

/** How a stay with a bot ends. */
export type BotOutcome =
  /** By the bot itself. */
  | 'handedOver'
  /** The client called an operator. */
  | 'called'
  /** Somebody took it from the bot: a supervisor, or a transfer. */
  | 'taken'
  | 'failed'
  /** The bot's time for an answer was over. */
  | 'slow'
  /** Closed while the bot had it, and no operator ever had. */
  | 'resolved'
  /** Closed while the bot had it, after an operator had. */
  | 'ended'

/** `callFailed`: a call of a scenario to another service. */
export type BotCounted = 'came' | BotOutcome | 'callFailed'

export interface BotCount {
  readonly botId: CountedBot
  /** Of the beginning of the stay, in milliseconds since the epoch: a whole hour. */
  readonly hourMs: number
  readonly version: number
  /** Of a scenario's step: came there, or stood there when the stay ended; null: of the bot as a whole. */
  readonly node: string | null
  readonly what: BotCounted
}

/** A bot's id, or the name of the built-in one. */
export type CountedBot = string
export const BUILTIN_BOT = 'BUILTIN'

/** Numbers and failures are kept so long: thirty days by any clock, with the day that has begun. */
export const BOT_COUNTS_KEPT_MS = 32 * 24 * 3_600_000
/** Newest failures of a bot that are shown: what one reads to find out what is wrong. */
export const BOT_FAILURES_KEPT = 20

const HOUR_MS = 3_600_000

export function botCountsOf({ fact }: LogRecord): readonly BotCount[] {
  if (fact.type === 'botMemory') {
    const { passed, bot } = fact
    if (passed === undefined || bot.stay === undefined) return []
    const { version } = passed
    const at = { ...keyOf(bot.stay), version }
    return [
      ...passed.trail.map((node) => ({ ...at, node, what: 'came' as const })),
      ...passed.failed.map((node) => ({ ...at, node, what: 'callFailed' as const })),
    ]
  }
  if (fact.type !== 'session') return []
  const stay = fact.stay ?? (begins(fact) ? fact.session.bot?.stay : undefined)
  if (stay === undefined) return []
  const what: BotCounted = fact.stay === undefined ? 'came' : outcomeOf(fact)
  const whole = { ...keyOf(stay), version: stay.version, node: null, what }
  if (what === 'came' || stay.at === null) return [whole]
  return [whole, { ...whole, ...stay.at }]
}

type SessionFact = Extract<LogRecord['fact'], { type: 'session' }>

function begins({ why }: SessionFact): boolean {
  return why === 'started' || why === 'givenToBot'
}

function outcomeOf({ why, move, session }: SessionFact): BotOutcome {
  if (why === 'closed') return session.hadOperator === true ? 'ended' : 'resolved'
  if (move?.reason === 'BOT_FAILED') return 'failed'
  if (move?.reason === 'BOT_SILENT') return 'slow'
  if (move?.by.type === 'BOT') return 'handedOver'
  return move?.by.type === 'CLIENT' ? 'called' : 'taken'
}

function keyOf({ botId, sinceMs }: BotStay): Pick<BotCount, 'botId' | 'hourMs'> {
  return { botId: botId ?? BUILTIN_BOT, hourMs: Math.floor(sinceMs / HOUR_MS) * HOUR_MS }
}

/** A stay that ended because the bot failed or was too slow. */
export interface BotFailure {
  readonly botId: CountedBot
  readonly seq: number
  readonly atMs: number
  readonly sessionId: string
  readonly version: number
  readonly node: string | null
  readonly what: 'failed' | 'slow'
  /** null: it just did not answer, or no code stands for it. */
  readonly code: BotFaultCode | null
  /** null: it just did not answer. */
  readonly sentence: string | null
}

export function botFailureOf({ seq, atMs, fact }: LogRecord): BotFailure | undefined {
  if (fact.type !== 'session' || fact.stay === undefined) return undefined
  const what = outcomeOf(fact)
  if (what !== 'failed' && what !== 'slow') return undefined
  const { stay, session, move } = fact
  return {
    botId: stay.botId ?? BUILTIN_BOT,
    seq,
    atMs,
    sessionId: session.card.id,
    version: stay.version,
    node: stay.at?.node ?? null,
    what,
    code: move?.code ?? null,
    sentence: move?.sentence ?? null,
  }
}
