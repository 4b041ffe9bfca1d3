import { expect, test } from 'bun:test'
import { cardWith, messageWith } from '../testing/cards.ts'
import { isClientOnline, orderHelp, orderMine, waitsSince } from './order.ts'

const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`
const ids = (cards: readonly { readonly id: string }[]) => cards.map(({ id }) => id)
const waiting = (id: string, minute: number) =>
  cardWith({ id, firstClientMessageAfterLastOperatorMessage: messageWith({ createdAt: at(minute) }) })

test('[O1] who waits comes first, the longest wait on top, then the newest word', () => {
  const cards = [
    cardWith({ id: 'old', lastMessageCreatedAt: at(1) }),
    waiting('waits-short', 30),
    cardWith({ id: 'new', lastMessageCreatedAt: at(50) }),
    waiting('waits-long', 10),
    cardWith({ id: 'silent', startedAt: at(20), lastMessageCreatedAt: null }),
  ]
  expect(ids(orderMine(cards))).toEqual(['waits-long', 'waits-short', 'new', 'silent', 'old'])
})

test('[O1] a closed session waits for nobody', () => {
  expect(waitsSince({ ...waiting('a', 1), status: 'CLOSED' })).toBeNull()
  expect(waitsSince(waiting('a', 1))).toBe(at(1))
  expect(waitsSince(cardWith())).toBeNull()
})

test('[O1] equal times keep one order, whatever order they come in', () => {
  const cards = ['c', 'a', 'b'].map((id) => cardWith({ id, lastMessageCreatedAt: at(5) }))
  expect(ids(orderMine(cards))).toEqual(['a', 'b', 'c'])
  expect(ids(orderMine(cards.toReversed()))).toEqual(['a', 'b', 'c'])
})

test('[O2] Help is given out by priority and then by age', () => {
  const cards = [
    cardWith({ id: 'young', startedAt: at(30) }),
    cardWith({ id: 'urgent', startedAt: at(40), priority: 5 }),
    cardWith({ id: 'old', startedAt: at(10) }),
    cardWith({ id: 'later', startedAt: at(1), priority: -1 }),
  ]
  expect(ids(orderHelp(cards))).toEqual(['urgent', 'old', 'young', 'later'])
})

test('[O5] presence is the later of the two times', () => {
  expect(isClientOnline({ clientOnlineAt: at(2), clientOfflineAt: at(1) })).toBe(true)
  expect(isClientOnline({ clientOnlineAt: at(1), clientOfflineAt: at(2) })).toBe(false)
  expect(isClientOnline({ clientOnlineAt: at(1), clientOfflineAt: null })).toBe(true)
  expect(isClientOnline({ clientOnlineAt: at(1) })).toBe(true)
  expect(isClientOnline({ clientOnlineAt: null, clientOfflineAt: at(1) })).toBe(false)
  expect(isClientOnline({})).toBe(false)
})
