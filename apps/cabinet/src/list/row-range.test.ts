import { expect, test } from 'bun:test'
import { rowsIn, topToShow } from './row-range.ts'

test('[O10] the rows in sight are drawn, and four beyond each edge', () => {
  expect(rowsIn({ topPx: 0, heightPx: 300 }, 100, 10_000)).toEqual([0, 7])
  expect(rowsIn({ topPx: 5_050, heightPx: 300 }, 100, 10_000)).toEqual([46, 58])
  expect(rowsIn({ topPx: 999_700, heightPx: 300 }, 100, 10_000)).toEqual([9_993, 10_000])
})

test('[O10] a list that has grown shorter is drawn where the browser will scroll it back to', () => {
  expect(rowsIn({ topPx: 999_700, heightPx: 300 }, 100, 20)).toEqual([13, 20])
  expect(rowsIn({ topPx: 999_700, heightPx: 300 }, 100, 2)).toEqual([0, 2])
  expect(rowsIn({ topPx: 0, heightPx: 300 }, 100, 0)).toEqual([0, 0])
})

test('[O10] pulled beyond its beginning it shows its first rows; hidden, none', () => {
  expect(rowsIn({ topPx: -80, heightPx: 300 }, 100, 50)).toEqual([0, 7])
  expect(rowsIn({ topPx: 400, heightPx: 0 }, 100, 50)).toEqual([0, 0])
})

test('[O10] a row is brought into sight by the least scrolling, and by none where it stands there', () => {
  const sight = { topPx: 1_000, heightPx: 300 }
  expect([10, 11, 12].map((index) => topToShow(sight, 100, index))).toEqual([1_000, 1_000, 1_000])
  expect(topToShow(sight, 100, 9)).toBe(900)
  expect(topToShow(sight, 100, 13)).toBe(1_100)
  expect(topToShow(sight, 100, 90)).toBe(8_800)
})
