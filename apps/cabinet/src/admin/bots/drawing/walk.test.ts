import { expect, test } from 'bun:test'
import type { Card } from './card.ts'
import { inOrder, stepOf, walked, type Step } from './walk.ts'

const card = (id: string, ...to: (string | undefined)[]): Card => ({
  id,
  kind: 'say',
  lead: '',
  ports: to.map((end, index) => ({ field: `${index}`, to: end, name: { said: 'x' }, isNeeded: true })),
})
const cards = inOrder(
  [
    card('end'),
    card('low', 'end', 'start'),
    card('start', undefined, 'wait', 'high', 'low'),
    card('high', 'end'),
  ],
  new Map([
    ['start', { x: 0, y: 50 }],
    ['high', { x: 100, y: 0 }],
    ['low', { x: 100, y: 90 }],
    ['end', { x: 200, y: 0 }],
  ]),
)

test('[BE13] cards are told from left to right and from above', () => {
  expect(cards.map(({ id }) => id)).toEqual(['start', 'high', 'low', 'end'])
})

test.each([
  ['start', 'on', null, 'high'],
  ['high', 'on', null, 'end'],
  ['end', 'on', null, 'end'],
  ['end', 'back', null, 'high'],
  ['end', 'back', 'low', 'low'],
  ['start', 'back', null, 'low'],
  ['high', 'below', null, 'low'],
  ['start', 'above', null, 'start'],
  ['end', 'below', null, 'end'],
  ['end', 'first', null, 'start'],
  ['gone', 'on', null, 'start'],
] as const)('[BE13] from %s, %s (come from %s) is %s', (from, step, came, to) => {
  expect(walked(cards, from, step, came)).toBe(to)
})

test('[BE13] arrows of the keyboard walk, letters do not', () => {
  const keys = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'n', 'constructor']
  expect(keys.map(stepOf)).toEqual(['on', 'back', 'above', 'below', 'first', null, null] as (Step | null)[])
})
