import type { ChatSession } from '@pult/protocol'
import { answerDue } from '../list/answer-due.ts'
import { SOON_MS, SOON_SHARE } from '../list/countdown.ts'

/** A moment at which the time for an answer grows short, or is up. Milliseconds of the server's clock. */
export interface DueBound {
  readonly sessionId: string
  readonly kind: 'soon' | 'late'
  readonly atMs: number
}

/** The two moments of each chat in which an answer is owed within a time: the row turns amber, and red. */
export function dueBounds(cards: readonly ChatSession[]): DueBound[] {
  return cards.flatMap((card) => {
    const due = answerDue(card)
    if (due === null) return []
    const { dueMs, wholeMs } = due
    const soonMs = wholeMs === null ? dueMs - SOON_MS : dueMs - wholeMs * (1 - SOON_SHARE)
    return [
      { sessionId: card.id, kind: 'soon', atMs: soonMs },
      { sessionId: card.id, kind: 'late', atMs: dueMs },
    ] as const
  })
}

/** Those that were passed after `toldMs` and by `nowMs`, oldest first, and when the next one is; null: none is set. */
export function passedBounds(
  bounds: readonly DueBound[],
  toldMs: number,
  nowMs: number,
): { readonly passed: readonly DueBound[]; readonly nextMs: number | null } {
  const ahead = bounds.filter(({ atMs }) => atMs > nowMs).map(({ atMs }) => atMs)
  return {
    passed: bounds.filter(({ atMs }) => atMs > toldMs && atMs <= nowMs).toSorted((a, b) => a.atMs - b.atMs),
    nextMs: ahead.length === 0 ? null : Math.min(...ahead),
  }
}
