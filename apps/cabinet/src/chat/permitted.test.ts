import { expect, test } from 'bun:test'
import { cardWith, operatorWith } from '../testing/cards.ts'
import type { Shown } from '../desk/gate.ts'
import { permittedActions } from './permitted.ts'
import { onlineIn, transferTargets } from './transfer-targets.ts'

const open = (fields: Parameters<typeof cardWith>[0]): Shown => ({ where: 'open', card: cardWith(fields) })
const me = { meId: 'me', role: 'operator', hasBot: true } as const
const names = (...args: Parameters<typeof permittedActions>): string[] =>
  [...permittedActions(...args)].toSorted()

test('[P1] the holder hands over, closes and returns to the bot', () => {
  expect(names(open({}), me)).toEqual([
    'ban',
    'close',
    'priority',
    'returnToBot',
    'spam',
    'tags',
    'transfer',
    'watch',
  ])
  expect(names(open({}), { ...me, hasBot: false })).not.toContain('returnToBot')
})

test('[P1] from Help one takes, and only a supervisor gives away', () => {
  const help = open({ operatorId: null, botStatus: 'HELP' })
  expect(names(help, me)).toEqual(['ban', 'priority', 'spam', 'tags', 'take', 'watch'])
  expect(names(help, { ...me, role: 'supervisor' })).toContain('transfer')
})

test('[P1] of a colleague’s chat one only looks on, a supervisor steps in', () => {
  const theirs = open({ operatorId: 'other', watcherIds: ['me'] })
  expect(names(theirs, me)).toEqual(['ban', 'priority', 'spam', 'tags', 'unwatch'])
  expect(names(theirs, { ...me, role: 'admin' })).toContain('close')
  expect(names(open({ operatorId: null, botStatus: 'BOT' }), { ...me, role: 'admin' })).not.toContain(
    'returnToBot',
  )
})

test('[P2] what left or ended allows no more than it should', () => {
  expect(names({ where: 'departed', card: cardWith(), reason: 'TAKEN' }, me)).toEqual([])
  expect(names({ where: 'closed', card: cardWith() }, me)).toEqual(['ban'])
  expect(names({ where: 'closed', card: cardWith({ clientId: null }) }, me)).toEqual([])
  expect(names(open({}), { ...me, meId: null })).toEqual([])
})

test('[P3] colleagues stand by status and name; the holder and the blocked are not there', () => {
  const operators = [
    operatorWith({ id: 'me' }),
    operatorWith({ id: 'a', name: 'Яна', status: 'ONLINE' }),
    operatorWith({ id: 'b', name: 'Boris', status: 'OFFLINE' }),
    operatorWith({ id: 'c', name: 'Анна', status: 'ONLINE' }),
    operatorWith({ id: 'd', name: 'Dan', status: 'AWAY' }),
    operatorWith({ id: 'e', name: 'Eve', blocked: true }),
  ]
  expect<string[]>(transferTargets(operators, 'me', 'ru').map(({ id }) => id)).toEqual(['c', 'a', 'd', 'b'])
  expect(onlineIn(operators, 'group1')).toBe(3)
  expect(onlineIn(operators, 'group2')).toBe(0)
})
