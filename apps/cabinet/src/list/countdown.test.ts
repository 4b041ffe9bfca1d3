import { expect, test } from 'bun:test'
import type { Group } from '@pult/protocol'
import { cardWith } from '../testing/cards.ts'
import { clockOf, countdown } from './countdown.ts'

const DUE = Date.parse('2026-11-22T10:10:00.000Z')
const due = { nextAction: 'NEXT_ANSWER', nextActionAt: '2026-11-22T10:10:00.000Z', timerNextAnswers: 100 }
const tones = (card: ReturnType<typeof cardWith>, group: Group | undefined, ...leftMs: number[]) =>
  leftMs.map((left) => countdown(card, group, DUE - left)?.tone)

test('[O4] four fifths of the time are calm, the last is soon, then it is late', () => {
  expect(tones(cardWith(due), undefined, 100_000, 20_001, 20_000, 1, 0, -1)).toEqual([
    'calm',
    'calm',
    'soon',
    'soon',
    'late',
    'late',
  ])
})

test('[O4] the first answer and the group have lengths of their own', () => {
  const first = cardWith({ ...due, nextAction: 'FIRST_ANSWER', timerFirstAnswer: 1_000 })
  expect(tones(first, undefined, 200_001, 200_000)).toEqual(['calm', 'soon'])
  const group = {
    id: 'group1',
    name: 'Sales',
    reassignAfter: 500,
    closeAfter: 50,
    rev: 1,
  } as unknown as Group
  expect(tones(cardWith({ ...due, nextAction: 'REASSIGN' }), group, 100_001, 100_000)).toEqual([
    'calm',
    'soon',
  ])
  expect(tones(cardWith({ ...due, nextAction: 'CLOSE' }), group, 10_001, 10_000)).toEqual(['calm', 'soon'])
})

test('[O4] where the whole is unknown the last minute is soon', () => {
  expect(tones(cardWith({ ...due, nextAction: 'OPERATOR_GONE' }), undefined, 60_001, 60_000)).toEqual([
    'calm',
    'soon',
  ])
})

test('[O4] nothing is counted where nothing is awaited', () => {
  expect(countdown(cardWith(), undefined, DUE)).toBeNull()
  expect(countdown(cardWith({ ...due, status: 'CLOSED' }), undefined, DUE)).toBeNull()
  expect(countdown(cardWith({ ...due, nextActionAt: 'soon' }), undefined, DUE)).toBeNull()
})

test('[O4] seconds are rounded so that zero is the deadline itself', () => {
  const left = [1, 1_000, 0, -1].map(
    (leftMs) => countdown(cardWith(due), undefined, DUE - leftMs)?.leftSeconds,
  )
  expect(left).toEqual([1, 1, 0, -1])
})

test('[O4] the clock reads the same in every language', () => {
  expect([65, 3_725, 0, -30, -3_600].map(clockOf)).toEqual(['1:05', '1:02:05', '0:00', '−0:30', '−1:00:00'])
})
