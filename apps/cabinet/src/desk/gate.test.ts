import { expect, test } from 'bun:test'
import { cardWith } from '../testing/cards.ts'
import { gateOf, isSameShown, listOf, shownSession, type Shown } from './gate.ts'

const card = cardWith()
const nothing = { sessions: new Map(), closed: new Map(), departed: new Map() }

test('[O3] every session is in exactly one list', () => {
  expect(listOf(card, 'me')).toBe('mine')
  expect(listOf(cardWith({ operatorId: 'other' }), 'me')).toBe('watched')
  expect(listOf(cardWith({ operatorId: null, botStatus: 'HELP' }), 'me')).toBe('help')
  expect(listOf(cardWith({ operatorId: null, botStatus: 'BOT' }), 'me')).toBe('watched')
  expect(listOf(cardWith({ operatorId: null, botStatus: 'HELP' }), null)).toBe('help')
})

test('[P2] what left stays on screen with the reason', () => {
  expect(shownSession({ ...nothing, sessions: new Map([['s1', card]]) }, 's1')).toEqual({
    where: 'open',
    card,
  })
  expect(shownSession({ ...nothing, closed: new Map([['s1', card]]) }, 's1')).toEqual({
    where: 'closed',
    card,
  })
  const departed = new Map([['s1', { card, reason: 'TAKEN' as const }]])
  expect(shownSession({ ...nothing, departed }, 's1')).toEqual({ where: 'departed', card, reason: 'TAKEN' })
  expect(shownSession(nothing, 's1')).toBeNull()
  expect(shownSession({ ...nothing, sessions: new Map([['s1', card]]) }, null)).toBeNull()
})

test('[P2] a session that came back is open again, whatever is remembered of it', () => {
  const departed = new Map([['s1', { card, reason: 'DELETED' as const }]])
  expect(shownSession({ ...nothing, sessions: new Map([['s1', card]]), departed }, 's1')?.where).toBe('open')
})

test('what is shown is the same while the very card stands where it stood, for the same reason', () => {
  const open: Shown = { where: 'open', card }
  const taken: Shown = { where: 'departed', card, reason: 'TAKEN' }
  for (const one of [open, taken, null]) expect(isSameShown(one, one && { ...one })).toBe(true)
  for (const other of [{ ...open, card: cardWith() }, { ...open, where: 'closed' as const }, taken, null])
    expect(isSameShown(open, other)).toBe(false)
  expect(isSameShown(taken, { ...taken, reason: 'DELETED' })).toBe(false)
  expect(isSameShown(null, open)).toBe(false)
})

test('[O6] a card that was looked up is shown where nothing nearer is known', () => {
  const over = cardWith({ id: 's9', status: 'CLOSED' })
  expect(shownSession({ ...nothing, lookedUp: over }, 's9')).toEqual({ where: 'closed', card: over })
  expect(shownSession({ ...nothing, lookedUp: over }, 's1')).toBeNull()
  const sessions = new Map([['s9', cardWith({ id: 's9' })]])
  expect(shownSession({ ...nothing, sessions, lookedUp: over }, 's9')?.where).toBe('open')
})

function gate(fields: Parameters<typeof cardWith>[0]) {
  return gateOf({ where: 'open', card: cardWith(fields) }, 'me')
}

test('[M5] one writes in one’s own chat; everywhere else it is said why not', () => {
  expect(gate({})).toEqual({ name: 'open' })
  expect(gate({ clientBanned: true })).toEqual({ name: 'open' })
  expect(gate({ operatorId: null, botStatus: 'HELP' })).toEqual({ name: 'take' })
  expect(gate({ operatorId: null, botStatus: 'BOT' })).toEqual({ name: 'bot' })
  expect(gate({ operatorId: 'other' })).toEqual({ name: 'watching', operatorId: 'other' })
  expect(gateOf({ where: 'closed', card }, 'me')).toEqual({ name: 'closed' })
  expect(gateOf({ where: 'departed', card, reason: 'AWAY' }, 'me')).toEqual({ name: 'gone' })
})
