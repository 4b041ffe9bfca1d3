import { expect, test } from 'bun:test'
import { cardWith, messageWith } from '../testing/cards.ts'
import { answerDue } from './answer-due.ts'

const at = (second: number) => new Date(Date.parse('2026-11-22T10:00:00.000Z') + second * 1000).toISOString()
const ms = (second: number) => Date.parse(at(second))
const said = (second: number, authorId = 'me') =>
  messageWith({ authorType: 'OPERATOR', authorId, createdAt: at(second) })
const asked = (second: number) => messageWith({ createdAt: at(second) })
const timers = { operatorAssignedAt: at(0), timerFirstAnswer: 60, timerNextAnswers: 100 }

test('[O4] what the card names is what counts', () => {
  const card = cardWith({ ...timers, nextAction: 'NEXT_ANSWER', nextActionAt: at(130) })
  expect(answerDue(card)).toEqual({ action: 'NEXT_ANSWER', dueMs: ms(130), wholeMs: 100_000 })
})

test('[O4] an answer that is overdue is not on the card any more, and is counted from what it is owed for', () => {
  expect(answerDue(cardWith(timers))).toEqual({ action: 'FIRST_ANSWER', dueMs: ms(60), wholeMs: 60_000 })
  const next = cardWith({
    ...timers,
    lastOperatorMessage: said(10),
    firstClientMessageAfterLastOperatorMessage: asked(20),
    nextAction: 'REASSIGN',
    nextActionAt: at(50),
  })
  expect(answerDue(next)).toEqual({ action: 'NEXT_ANSWER', dueMs: ms(120), wholeMs: 100_000 })
})

test('[O4] a word from before the chat came, or from somebody else, is no first answer', () => {
  expect(answerDue(cardWith({ ...timers, lastOperatorMessage: said(-5) }))?.action).toBe('FIRST_ANSWER')
  expect(answerDue(cardWith({ ...timers, lastOperatorMessage: said(5, 'boss') }))?.action).toBe(
    'FIRST_ANSWER',
  )
})

test('[O4] nothing is owed where nobody asked, nobody has the chat, or no time is set', () => {
  expect(answerDue(cardWith({ ...timers, lastOperatorMessage: said(5) }))).toBeNull()
  expect(answerDue(cardWith({ ...timers, operatorId: null, botStatus: 'HELP' }))).toBeNull()
  expect(answerDue(cardWith({ ...timers, status: 'CLOSED' }))).toBeNull()
  expect(answerDue(cardWith({ timerFirstAnswer: undefined }))).toBeNull()
})
