import type { Group, NextAction } from '@pult/protocol'
import type { Deadlines, SessionRecord } from './entities.ts'
import type { Workspace } from './state.ts'

/** How long a bot may be silent when an answer is owed, before people are asked; a bot may have a limit of its own. */
export const BOT_ANSWER_MS_MAX = 10_000

/** What a group sets beside the limits that stand on the card. */
export type Limits = Pick<Group, 'reassignAfter' | 'closeAfter' | 'returnToBotAfter'>

/** The limits of a session: those of its group, without a way back to a bot where its channel has none. */
export function limitsFor(state: Readonly<Workspace>, { card }: SessionRecord): Limits {
  const group = state.groups.get(card.groupId)?.group
  if (group?.returnToBotAfter === undefined) return group ?? NO_LIMITS
  const bot = state.channels.get(card.channel)?.bot ?? 'NONE'
  if (bot !== 'NONE') return group
  const { returnToBotAfter: _none, ...limits } = group
  return limits
}
const NO_LIMITS: Limits = {}

/** What a session waits for, from nothing but the session, whose card has the limits of its answers [V3], and its group's other limits. */
function deadlinesOf(session: Omit<SessionRecord, 'deadlines'>, limits: Limits): Deadlines {
  const { card } = session
  if (card.status === 'CLOSED') return {}
  if (card.botStatus === 'BOT') {
    if (session.botOwesSinceMs === null) return {}
    return { BOT_ANSWER: session.botOwesSinceMs + (session.bot?.answerMs ?? BOT_ANSWER_MS_MAX) }
  }
  if (card.botStatus === 'HELP' || session.assignedAtMs === null) return {}

  const waitingSince = card.firstClientMessageAfterLastOperatorMessage?.createdAt
  const askedMs = session.answered
    ? waitingSince === undefined
      ? null
      : Date.parse(waitingSince)
    : session.assignedAtMs
  const deadlines: { [A in NextAction]?: number } = {}
  const owe = (name: NextAction, sinceMs: number | null, seconds: number | undefined): void => {
    if (sinceMs === null || seconds === undefined) return
    const atMs = sinceMs + seconds * 1000
    if (session.fired[name] !== atMs) deadlines[name] = atMs
  }
  owe(
    session.answered ? 'NEXT_ANSWER' : 'FIRST_ANSWER',
    askedMs,
    session.answered ? card.timerNextAnswers : card.timerFirstAnswer,
  )
  owe('REASSIGN', askedMs, limits.reassignAfter)
  if (session.answered && waitingSince === undefined && card.lastMessageCreatedAt !== null) {
    const sinceMs = Date.parse(card.lastMessageCreatedAt)
    owe('RETURN_TO_BOT', sinceMs, limits.returnToBotAfter)
    owe('CLOSE', sinceMs, limits.closeAfter)
  }
  return deadlines
}

/** The earliest deadline, as the card shows it. */
export function nextOf(deadlines: Deadlines): { action: NextAction; atMs: number } | null {
  let next: { action: NextAction; atMs: number } | null = null
  for (const action of Object.keys(deadlines) as NextAction[]) {
    const atMs = deadlines[action]
    if (atMs !== undefined && (next === null || atMs < next.atMs)) next = { action, atMs }
  }
  return next
}

/** The session with its deadlines, and the card with the countdown, as they follow from everything else in it. */
export function withDeadlines(session: SessionRecord, limits: Limits): SessionRecord {
  const deadlines = deadlinesOf(session, limits)
  const next = nextOf(deadlines)
  return {
    ...session,
    deadlines,
    card: {
      ...session.card,
      nextAction: next?.action ?? null,
      nextActionAt: next === null ? null : new Date(next.atMs).toISOString(),
    },
  }
}
