import { expect, test } from 'bun:test'
import { clampSide, parseSide, SIDE_PX, SIDE_PX_MAX, SIDE_PX_MIN, sideAfterKey } from './side-width.ts'

test('[A5] the list keeps a width that can be worked with, whatever was kept', () => {
  expect([0, 279, 300.4, 500, Number.NaN].map(clampSide)).toEqual([280, 280, 300, 420, SIDE_PX])
  expect(parseSide(null)).toBe(SIDE_PX)
  expect(parseSide('')).toBe(SIDE_PX)
  expect(parseSide('wide')).toBe(SIDE_PX)
  expect(parseSide('400')).toBe(400)
  expect(parseSide('-5')).toBe(SIDE_PX_MIN)
})

test('[A5] the edge moves by keyboard too', () => {
  expect(sideAfterKey(340, 'ArrowLeft')).toBe(320)
  expect(sideAfterKey(340, 'ArrowRight')).toBe(360)
  expect(sideAfterKey(SIDE_PX_MIN, 'ArrowLeft')).toBe(SIDE_PX_MIN)
  expect(sideAfterKey(340, 'Home')).toBe(SIDE_PX_MIN)
  expect(sideAfterKey(340, 'End')).toBe(SIDE_PX_MAX)
  expect(sideAfterKey(340, 'a')).toBeNull()
})
