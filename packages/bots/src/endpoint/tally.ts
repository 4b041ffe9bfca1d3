import type { BotFaultCode, SessionId } from '@pult/protocol'

/** One line of a bot's log. */
export interface EndpointFailure {
  readonly atMs: number
  readonly sessionId: SessionId
  readonly code: BotFaultCode
  readonly sentence: string
}

/** What a bot did since it was made. */
export interface Tally {
  /** Events that were answered, at once or with "later". */
  readonly answered: number
  /** Of these, the ones that are answered by the API. */
  readonly later: number
  /** Events that were not: the session went to people. */
  readonly failed: number
  /** Of these, the ones that nobody was asked about, because the endpoint rests or too many waited. */
  readonly notAsked: number
  /** Events that were nobody's any more before they were answered. */
  readonly left: number
  /** Requests, and those of them that were not the first for their event. */
  readonly tries: number
  readonly repeats: number
  /** Milliseconds from an event to its answer, of the newest one. */
  readonly lastAnswer: { readonly atMs: number; readonly tookMs: number } | null
  /** The newest first, at most {@link FAILURES_KEPT}. */
  readonly failures: readonly EndpointFailure[]
}

/** What is shown of a bot, beside what it did. */
export interface EndpointState extends Tally {
  /** `resting`: it has not answered for a while, and is not asked for `restsForMs`. */
  readonly endpoint: 'answering' | 'failing' | 'resting' | 'probing' | 'absent'
  readonly restsForMs: number
  readonly underWay: number
  /** For their turn, or between two tries. */
  readonly waiting: number
}

/** What one reads to find out what is wrong; a dead bot fails everywhere in the same way. */
export const FAILURES_KEPT = 20

export const NOTHING_YET: Tally = {
  answered: 0,
  later: 0,
  failed: 0,
  notAsked: 0,
  left: 0,
  tries: 0,
  repeats: 0,
  lastAnswer: null,
  failures: [],
}

export function withTry(tally: Tally, tries: number): Tally {
  return { ...tally, tries: tally.tries + 1, repeats: tally.repeats + (tries > 1 ? 1 : 0) }
}

export function withAnswer(tally: Tally, isLater: boolean, atMs: number, tookMs: number): Tally {
  return {
    ...tally,
    answered: tally.answered + 1,
    later: tally.later + (isLater ? 1 : 0),
    lastAnswer: { atMs, tookMs },
  }
}

const NOT_ASKED: ReadonlySet<BotFaultCode> = new Set(['resting', 'overloaded', 'not_connected'])

export function withFailure(tally: Tally, failure: EndpointFailure): Tally {
  if (failure.code === 'stopped') return { ...tally, left: tally.left + 1 }
  const isNotAsked = NOT_ASKED.has(failure.code)
  return {
    ...tally,
    failed: tally.failed + 1,
    notAsked: tally.notAsked + (isNotAsked ? 1 : 0),
    failures: [failure, ...tally.failures].slice(0, FAILURES_KEPT),
  }
}
