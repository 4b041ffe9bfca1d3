import { expect, test } from 'bun:test'
import { cardWith, messageWith } from '../testing/cards.ts'
import { nextUrgent } from './next-urgent.ts'

type Fields = Parameters<typeof cardWith>[0]

const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`
const waiting = (id: string, minute: number, fields: Fields = {}) =>
  cardWith({
    id,
    firstClientMessageAfterLastOperatorMessage: messageWith({ createdAt: at(minute) }),
    ...fields,
  })
const due = (id: string, minute: number, fields: Fields = {}) =>
  waiting(id, 1, { nextAction: 'NEXT_ANSWER', nextActionAt: at(minute), ...fields })
const help = (id: string, fields: Fields = {}) =>
  cardWith({ id, operatorId: null, botStatus: 'HELP', ...fields })

/** Pressed as often as there are answers, from an empty desk on. */
function presses(cards: ReturnType<typeof cardWith>[], count: number): (string | undefined)[] {
  const ids: (string | undefined)[] = []
  for (let index = 0; index < count; index += 1) ids.push(nextUrgent(cards, 'me', ids.at(-1) ?? null)?.id)
  return ids
}

test('[K3] who is nearest to a breach comes first, then who waits longest, then Help, and then it begins anew', () => {
  const cards = [
    waiting('late', 9),
    help('h'),
    waiting('b', 2),
    due('c', 30),
    due('a', 10),
    cardWith({ id: 'answered' }),
  ]
  expect(presses(cards, 6)).toEqual(['a', 'c', 'b', 'late', 'h', 'a'])
})

test('[K3] whom I have not to answer is not there', () => {
  const cards = [
    due('closed', 1, { status: 'CLOSED' }),
    due('theirs', 1, { operatorId: 'other' }),
    cardWith({ id: 'bot', operatorId: null, botStatus: 'BOT' }),
    cardWith({ id: 'silent', nextAction: 'CLOSE', nextActionAt: at(1) }),
  ]
  expect(nextUrgent(cards, 'me', null)).toBeNull()
  expect(nextUrgent([due('a', 1)], 'me', 'a')).toBeNull()
})

test('[K3] in Help priority tells', () => {
  expect(presses([help('low'), help('high', { priority: 5 })], 2)).toEqual(['high', 'low'])
})
