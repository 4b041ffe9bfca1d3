import type { ChatSession, Group } from '@pult/protocol'

/**
 * The time that is left for a session's next action.
 *
 *   calm ──80 % gone──► soon ──time is up──► late
 */
export interface Countdown {
  readonly tone: 'calm' | 'soon' | 'late'
  /** Seconds until the deadline, rounded up; after it, seconds since, negative. */
  readonly leftSeconds: number
}

/** From here the row turns amber: a fifth of the time is enough to finish the sentence that one is writing. */
export const SOON_SHARE = 0.8
/** Where the whole length is unknown, the last minute is "soon". */
export const SOON_MS = 60_000

/** What is left at `nowMs` (the server's clock) or null where nothing is awaited. */
export function countdown(session: ChatSession, group: Group | undefined, nowMs: number): Countdown | null {
  if (session.nextAction === null || session.nextActionAt === null || session.status === 'CLOSED') return null
  const leftMs = Date.parse(session.nextActionAt) - nowMs
  if (Number.isNaN(leftMs)) return null
  const wholeMs = wholeLengthMs(session, group)
  const soon = wholeMs === null ? leftMs <= SOON_MS : wholeMs - leftMs >= wholeMs * SOON_SHARE
  return {
    tone: leftMs <= 0 ? 'late' : soon ? 'soon' : 'calm',
    leftSeconds: leftMs > 0 ? Math.ceil(leftMs / 1000) : Math.floor(leftMs / 1000),
  }
}

function wholeLengthMs(session: ChatSession, group: Group | undefined): number | null {
  const seconds = {
    FIRST_ANSWER: session.timerFirstAnswer,
    NEXT_ANSWER: session.timerNextAnswers,
    REASSIGN: group?.reassignAfter,
    CLOSE: group?.closeAfter,
    BOT_ANSWER: undefined,
    OPERATOR_GONE: undefined,
  }[session.nextAction ?? 'BOT_ANSWER']
  return seconds === undefined ? null : seconds * 1000
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
