import type { WireError } from '@pult/protocol'
import type { Answer } from '../peer.ts'

/** One command, and what became of it. What is acknowledged here must be found afterwards; what is open happened once or not at all. */
export interface Asked {
  /** Who asked, by their place in the crowd; only they may repeat it. */
  readonly actor: string
  /** The key of the command. Texts and notes begin with it, so that each is recognised wherever it turns up. */
  readonly key: string
  readonly command: string
  readonly data: Readonly<Record<string, unknown>>
  /** The chat or the session that it changes. */
  readonly chatId: string
  readonly outcome:
    | { readonly name: 'open' }
    | {
        readonly name: 'acknowledged'
        readonly reply: Readonly<Record<string, unknown>>
        readonly seq: number
      }
}

/** What the crowd did in one life of the server, and heard. */
export interface Notebook {
  readonly asked: Map<string, Asked>
  /** Messages that anybody was told of: id and chat. Nobody hears of what is not durable [S5]. */
  readonly heard: Map<string, string>
  /** Refusals that no race explains. */
  readonly refused: WireError[]
  /** The database is taken away: who hears `overloaded` then knows as little as who hears nothing. */
  readonly mayBeAway: boolean
  acknowledged: number
  /** Answers that said so. */
  away: number
}

export function openNotebook(leftOpen: readonly Asked[] = [], mayBeAway = false): Notebook {
  return {
    asked: new Map(leftOpen.map((asked) => [asked.key, asked])),
    heard: new Map(),
    refused: [],
    mayBeAway,
    acknowledged: 0,
    away: 0,
  }
}

/** Those that nobody answered: their authors ask again in the next life, with the same keys. */
export function openOf(notebook: Notebook): Asked[] {
  return [...notebook.asked.values()].filter(({ outcome }) => outcome.name === 'open')
}

/**
 * Two people act on one session at the same time, and the later finds it closed, handed on, or the text gone; a server that stops says so. Everything
 * else would be a refusal of what was right to ask.
 */
const EXPECTED: readonly WireError['code'][] = [
  'session_closed',
  'session_not_yours',
  'session_held',
  'operator_unavailable',
  'transfer_limit',
  'rate_limited',
  'shutting_down',
]

/** Writes down an answer. A refused command did not happen, and is struck out. */
export function noteAnswer(notebook: Notebook, asked: Asked, answer: Answer): void {
  if (answer.kind === 'unanswered') return
  if (answer.kind === 'refused') {
    if (isAway(notebook, answer)) {
      notebook.away += 1
      return
    }
    notebook.asked.delete(asked.key)
    if (!EXPECTED.includes(answer.error.code)) notebook.refused.push(answer.error)
    return
  }
  notebook.acknowledged += 1
  const outcome = { name: 'acknowledged', reply: answer.data, seq: answer.seq ?? 0 } as const
  notebook.asked.set(asked.key, { ...asked, outcome })
}

/** The answer of a program whose database does not answer, where that may be: what was asked stays open. */
export function isAway({ mayBeAway }: Notebook, answer: Answer): boolean {
  return mayBeAway && answer.kind === 'refused' && answer.error.code === 'overloaded'
}
