import type { SessionChange, SessionRecord } from '@pult/engine'
import type { Group, Message, NextAction } from '@pult/protocol'

/** A session as the last fact about it left it, and what its messages have done to its clocks since [V3]. A value: each change makes a new one. */
export interface SessionNow {
  readonly session: SessionRecord
  /** Whether whoever has it has written in it. */
  readonly isAnswered: boolean
  /** The client's first message that no operator has answered. */
  readonly waitingSinceMs: number | null
  readonly lastMessageMs: number | null
  /** Since when the bot owes an answer. */
  readonly botOwesSinceMs: number | null
  /** The group's limits as they were when the session last changed: new ones hold from its next change on. */
  readonly limits: Limits
}

/** Of a group, for a session of one channel: where nobody answers first there is nobody to give it back to. */
export type Limits = Pick<Group, 'reassignAfter' | 'closeAfter' | 'returnToBotAfter'>

/** Who has a session: the bot, Help, an operator's id, or nobody. */
export function holderOf({ card }: SessionRecord): string {
  if (card.status === 'CLOSED') return 'nobody'
  return card.botStatus === 'OPERATOR' ? (card.operatorId ?? 'nobody') : (card.botStatus ?? 'nobody')
}

export function afterSession(
  before: SessionNow | undefined,
  session: SessionRecord,
  why: SessionChange,
  limits: Limits,
  atMs: number,
): SessionNow {
  const isNewHolder = before === undefined || holderOf(before.session) !== holderOf(session)
  const isGivenAgain = why === 'assigned' || why === 'queued' || why === 'givenToBot'
  return {
    session,
    isAnswered: isNewHolder || isGivenAgain ? false : before.isAnswered,
    waitingSinceMs: before?.waitingSinceMs ?? null,
    lastMessageMs: before?.lastMessageMs ?? null,
    botOwesSinceMs: owedSince(before, session, why, isNewHolder, atMs),
    // What is told without the card changes nothing that is on it.
    limits: before !== undefined && (why === 'rated' || why === 'presence') ? before.limits : limits,
  }
}

/** A bot that has a session because nobody is there owes its client a word at once. */
function owedSince(
  before: SessionNow | undefined,
  session: SessionRecord,
  why: SessionChange,
  isNewHolder: boolean,
  atMs: number,
): number | null {
  if (session.card.botStatus !== 'BOT') return null
  if (why === 'givenToBot' && session.bot?.isOfferedBack === true) return atMs
  return isNewHolder ? null : (before?.botOwesSinceMs ?? null)
}

export function afterMessage(before: SessionNow, message: Message, limits: Limits): SessionNow {
  const atMs = Date.parse(message.createdAt)
  const { authorType } = message
  const byOperator = authorType === 'OPERATOR'
  const withBot = before.session.card.botStatus === 'BOT'
  return {
    session: before.session,
    isAnswered: before.isAnswered || (byOperator && message.authorId === before.session.card.operatorId),
    waitingSinceMs: byOperator ? null : (before.waitingSinceMs ?? (authorType === 'CLIENT' ? atMs : null)),
    lastMessageMs: atMs,
    botOwesSinceMs:
      withBot && authorType === 'CLIENT'
        ? (before.botOwesSinceMs ?? atMs)
        : authorType === 'BOT' || !withBot
          ? null
          : before.botOwesSinceMs,
    limits,
  }
}

/** How long a bot may owe an answer, where it has no limit of its own. */
const BOT_MS = 10_000

/** What a session waits for and when each is due, as [V3] and the group's limits have it. What has fired does not come again. */
export function dueTimes(now: SessionNow): readonly [NextAction, number][] {
  const { card, assignedAtMs, fired } = now.session
  if (card.status === 'CLOSED') return []
  if (card.botStatus === 'BOT')
    return now.botOwesSinceMs === null
      ? []
      : [['BOT_ANSWER', now.botOwesSinceMs + (now.session.bot?.answerMs ?? BOT_MS)]]
  if (card.botStatus !== 'OPERATOR' || assignedAtMs === null) return []
  const askedMs = now.isAnswered ? now.waitingSinceMs : assignedAtMs
  const due: [NextAction, number][] = []
  const owe = (name: NextAction, sinceMs: number | null, seconds: number | undefined): void => {
    if (sinceMs !== null && seconds !== undefined) due.push([name, sinceMs + seconds * 1000])
  }
  if (now.isAnswered) owe('NEXT_ANSWER', askedMs, card.timerNextAnswers)
  else owe('FIRST_ANSWER', askedMs, card.timerFirstAnswer)
  owe('REASSIGN', askedMs, now.limits.reassignAfter)
  if (now.isAnswered && now.waitingSinceMs === null) {
    owe('RETURN_TO_BOT', now.lastMessageMs, now.limits.returnToBotAfter)
    owe('CLOSE', now.lastMessageMs, now.limits.closeAfter)
  }
  return due.filter(([name, atMs]) => fired[name] !== atMs)
}
