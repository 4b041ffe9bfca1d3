import { expect, test } from 'bun:test'
import { cardWith } from '../testing/cards.ts'
import { dueBounds, passedBounds } from './due-bounds.ts'

const START_MS = Date.parse('2026-11-22T10:00:00.000Z')
/** Assigned at ten, 100 s for the first answer. */
const owed = cardWith({ timerFirstAnswer: 100, firstClientMessageAfterLastOperatorMessage: null })

test('[N2] the last fifth of the time and its end are two calls, once each', () => {
  const bounds = dueBounds([owed, cardWith({ id: 's2' })])
  expect(bounds).toEqual([
    { sessionId: 's1', kind: 'soon', atMs: START_MS + 80_000 },
    { sessionId: 's1', kind: 'late', atMs: START_MS + 100_000 },
  ])
  const at = (toldMs: number, nowMs: number) => {
    const { passed, nextMs } = passedBounds(bounds, START_MS + toldMs, START_MS + nowMs)
    return [passed.map(({ kind }) => kind), nextMs === null ? null : nextMs - START_MS] as const
  }
  expect(at(0, 79_999)).toEqual([[], 80_000])
  expect(at(0, 80_000)).toEqual([['soon'], 100_000])
  expect(at(80_000, 99_999)).toEqual([[], 100_000])
  expect(at(80_000, 100_000)).toEqual([['late'], null])
  expect(at(100_000, 200_000)).toEqual([[], null])
  expect(at(0, 200_000)).toEqual([['soon', 'late'], null])
})

test('[N2] nothing is owed in a chat that is over or that nobody has', () => {
  expect(
    dueBounds([cardWith({ ...owed, status: 'CLOSED' }), cardWith({ ...owed, operatorId: null })]),
  ).toEqual([])
})
