import { expect, test } from 'bun:test'
import { changedIn, numberIn, orNone, orNothing, patched } from './patched.ts'
import { shiftsIn, shiftsText } from './shifts.ts'

test.each([
  ['09:00-18:00', '09:00-18:00'],
  ['9-18', '09:00-18:00'],
  ['9:30 – 13, 14-18:15', '09:30-13:00 14:00-18:15'],
  ['22-6', '22:00-06:00'],
  ['', ''],
])('[BE10] hours are read as people write them: %p', (text, read) => {
  const shifts = shiftsIn(text)
  expect(shifts === null ? null : shiftsText(shifts)).toBe(read)
})

test('[BE10] what are no hours is told from closed', () => {
  expect([shiftsIn('nine'), shiftsIn('9-'), shiftsIn(' ')]).toEqual([null, null, undefined])
})

test('[BE10] a field that is emptied is gone from its record, and leaves the others', () => {
  const before: { one?: string; two: number } = { one: 'x', two: 2 }
  expect(Object.keys(patched(before, { one: undefined }))).toEqual(['two'])
  expect(before.one).toBe('x')
  expect([orNothing(''), orNothing('a'), orNone([]), orNone(['a'])]).toEqual([
    undefined,
    'a',
    undefined,
    ['a'],
  ])
  expect([numberIn(''), numberIn('1,5'), numberIn('x'), numberIn(' 0 ')]).toEqual([
    undefined,
    1.5,
    undefined,
    0,
  ])
})

test('[BE10] one field that cannot be read keeps no other from being taken in', () => {
  const kept: { text: string; wrong?: string; tries?: number } = { text: 'What?', tries: 2 }
  // The text was emptied, which no scenario can have; then something else was changed.
  const before = { ...kept, text: '' }
  expect(changedIn(kept, before, { ...before, wrong: 'No.' })).toEqual({ ...kept, wrong: 'No.' })
  expect(changedIn(kept, before, { text: '' })).toEqual({ text: 'What?' })
  expect(changedIn(kept, before, { ...before, text: 'Who?' })).toEqual({ ...kept, text: 'Who?' })
})
