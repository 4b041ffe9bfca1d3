import type { ChatSession, Group, NextAction } from '@pult/protocol'
import { answerDue } from './answer-due.ts'

/**
 * The time that is left for an answer, or where none is owed, for what the server does next.
 *
 *   calm ──80 % gone──► soon ──time is up──► late
 */
export interface Countdown {
  readonly action: NextAction
  readonly tone: 'calm' | 'soon' | 'late'
  /** Seconds until the deadline, rounded up; after it, seconds since, negative. */
  readonly leftSeconds: number
}

/** From here the row turns amber: a fifth of the time is enough to finish the sentence that one is writing. */
export const SOON_SHARE = 0.8
/** Where the whole length is unknown, the last minute is "soon". */
export const SOON_MS = 60_000

/** What is left at `nowMs` (the server's clock) or null where nothing is awaited. */
export function countdown(card: ChatSession, group: Group | undefined, nowMs: number): Countdown | null {
  const due = answerDue(card) ?? nextDue(card, group)
  if (due === null) return null
  const leftMs = due.dueMs - nowMs
  const soon = due.wholeMs === null ? leftMs <= SOON_MS : due.wholeMs - leftMs >= due.wholeMs * SOON_SHARE
  return {
    action: due.action,
    tone: leftMs <= 0 ? 'late' : soon ? 'soon' : 'calm',
    leftSeconds: leftMs > 0 ? Math.ceil(leftMs / 1000) : Math.floor(leftMs / 1000),
  }
}

function nextDue(
  card: ChatSession,
  group: Group | undefined,
): { readonly action: NextAction; readonly dueMs: number; readonly wholeMs: number | null } | null {
  const { nextAction, nextActionAt } = card
  if (nextAction === null || nextActionAt === null || card.status === 'CLOSED') return null
  const dueMs = Date.parse(nextActionAt)
  if (Number.isNaN(dueMs)) return null
  const seconds = {
    REASSIGN: group?.reassignAfter,
    RETURN_TO_BOT: group?.returnToBotAfter,
    CLOSE: group?.closeAfter,
  }[nextAction as 'REASSIGN' | 'RETURN_TO_BOT' | 'CLOSE']
  return { action: nextAction, dueMs, wholeMs: seconds === undefined ? null : seconds * 1000 }
}

/** `4:05`, `1:02:03`, `−0:30`: digits only, so that it reads the same in every language and does not jump in width. */
export function clockOf(leftSeconds: number): string {
  const sign = leftSeconds < 0 ? '−' : ''
  const whole = Math.abs(leftSeconds)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const seconds = String(whole % 60).padStart(2, '0')
  return hours > 0
    ? `${sign}${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${sign}${minutes}:${seconds}`
}
