import { expect, test } from 'bun:test'
import type { ChatSession } from '@pult/protocol'
import { cardWith, messageWith } from '../testing/cards.ts'
import { byBreach, byGiving, compareKeys, isClientOnline, waitsSince } from './order.ts'

const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`
const sorted = (cards: readonly ChatSession[], keyOf: typeof byBreach) =>
  cards.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b))).map(({ id }) => id as string)
const waiting = (minute: number) => ({
  firstClientMessageAfterLastOperatorMessage: messageWith({ createdAt: at(minute) }),
})
const answered = {
  lastOperatorMessage: messageWith({ authorType: 'OPERATOR', authorId: 'me', createdAt: at(2) }),
}

test('[O1] whose answer is due next comes first, what is over above all, then who waits without a time, then the newest word', () => {
  const cards = [
    cardWith({ id: 'old', lastMessageCreatedAt: at(1) }),
    cardWith({ id: 'waits-short', ...waiting(30) }),
    cardWith({ id: 'due-later', nextAction: 'NEXT_ANSWER', nextActionAt: at(50), ...waiting(5) }),
    cardWith({ id: 'new', lastMessageCreatedAt: at(50) }),
    cardWith({ id: 'over', ...answered, ...waiting(3), timerNextAnswers: 60 }),
    cardWith({ id: 'due-soon', nextAction: 'FIRST_ANSWER', nextActionAt: at(40) }),
    cardWith({ id: 'waits-long', ...waiting(10) }),
    cardWith({ id: 'silent', startedAt: at(20), lastMessageCreatedAt: null }),
  ]
  const wanted = ['over', 'due-soon', 'due-later', 'waits-long', 'waits-short', 'new', 'silent', 'old']
  expect(sorted(cards, byBreach)).toEqual(wanted)
  expect(sorted(cards.toReversed(), byBreach)).toEqual(wanted)
})

test('[O1] that a chat closes by itself or goes to somebody else is no breach', () => {
  const cards = [
    cardWith({ id: 'closes', nextAction: 'CLOSE', nextActionAt: at(1), lastMessageCreatedAt: at(1) }),
    cardWith({ id: 'new', lastMessageCreatedAt: at(5) }),
    cardWith({ id: 'waits', ...waiting(55) }),
  ]
  expect(sorted(cards, byBreach)).toEqual(['waits', 'new', 'closes'])
})

test('[O1] a closed session waits for nobody', () => {
  expect(waitsSince(cardWith({ ...waiting(1), status: 'CLOSED' }))).toBeNull()
  expect(waitsSince(cardWith(waiting(1)))).toBe(at(1))
  expect(waitsSince(cardWith())).toBeNull()
})

test('[O1] equal times keep one order, whatever order they come in', () => {
  const cards = ['c', 'a', 'b'].map((id) => cardWith({ id, lastMessageCreatedAt: at(5) }))
  expect(sorted(cards, byBreach)).toEqual(['a', 'b', 'c'])
  expect(sorted(cards.toReversed(), byBreach)).toEqual(['a', 'b', 'c'])
})

test('[O2] Help is given out by priority and then by age', () => {
  const cards = [
    cardWith({ id: 'young', startedAt: at(30) }),
    cardWith({ id: 'urgent', startedAt: at(40), priority: 5 }),
    cardWith({ id: 'old', startedAt: at(10) }),
    cardWith({ id: 'later', startedAt: at(1), priority: -1 }),
  ]
  expect(sorted(cards, byGiving)).toEqual(['urgent', 'old', 'young', 'later'])
})

test('[O5] presence is the later of the two times', () => {
  expect(isClientOnline({ clientOnlineAt: at(2), clientOfflineAt: at(1) })).toBe(true)
  expect(isClientOnline({ clientOnlineAt: at(1), clientOfflineAt: at(2) })).toBe(false)
  expect(isClientOnline({ clientOnlineAt: at(1), clientOfflineAt: null })).toBe(true)
  expect(isClientOnline({ clientOnlineAt: at(1) })).toBe(true)
  expect(isClientOnline({ clientOnlineAt: null, clientOfflineAt: at(1) })).toBe(false)
  expect(isClientOnline({})).toBe(false)
})
