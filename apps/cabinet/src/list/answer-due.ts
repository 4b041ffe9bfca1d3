import type { ChatSession } from '@pult/protocol'

/** An answer that the holder owes, and until when. */
export interface AnswerDue {
  readonly action: 'FIRST_ANSWER' | 'NEXT_ANSWER'
  /** Milliseconds of the server's clock. */
  readonly dueMs: number
  /** How long it may take in all, in milliseconds. */
  readonly wholeMs: number | null
}

/**
 * Until when the holder has to answer; null where no answer is owed or no time is set for it. The card names only the next action that the
 * server will take: a deadline that has passed is not on it any more, and an earlier reassignment stands before it. So what is not named is
 * counted from what the answer is owed for, as the server does.
 */
export function answerDue(card: ChatSession): AnswerDue | null {
  if (card.status === 'CLOSED' || card.operatorId === null) return null
  const first = !isAnswered(card)
  if (card.nextAction === 'FIRST_ANSWER' || card.nextAction === 'NEXT_ANSWER') {
    const dueMs = Date.parse(card.nextActionAt ?? '')
    const wholeMs = lengthMs(card, card.nextAction)
    return Number.isNaN(dueMs) ? null : { action: card.nextAction, dueMs, wholeMs }
  }
  const action = first ? 'FIRST_ANSWER' : 'NEXT_ANSWER'
  const since = first ? card.operatorAssignedAt : card.firstClientMessageAfterLastOperatorMessage?.createdAt
  const wholeMs = lengthMs(card, action)
  if (since === null || since === undefined || wholeMs === null) return null
  return { action, dueMs: Date.parse(since) + wholeMs, wholeMs }
}

/** Whether the holder has said something since the chat came to them. */
function isAnswered({ lastOperatorMessage, operatorId, operatorAssignedAt }: ChatSession): boolean {
  if (lastOperatorMessage === null || lastOperatorMessage === undefined) return false
  return (
    lastOperatorMessage.authorId === operatorId && lastOperatorMessage.createdAt >= (operatorAssignedAt ?? '')
  )
}

function lengthMs(card: ChatSession, action: AnswerDue['action']): number | null {
  const seconds = action === 'FIRST_ANSWER' ? card.timerFirstAnswer : card.timerNextAnswers
  return seconds === undefined ? null : seconds * 1000
}
