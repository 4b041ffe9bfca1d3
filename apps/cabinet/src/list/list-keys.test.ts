import { expect, test } from 'bun:test'
import { rowAfterKey } from './list-keys.ts'

const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a']
const from = (at: number, count = 10_000) => keys.map((key) => rowAfterKey(key, at, count))

test('[A2] keys go through ten thousand rows and stop at the ends', () => {
  expect(from(0)).toEqual([1, 0, 8, 0, 0, 9_999, null])
  expect(from(9_999)).toEqual([9_999, 9_998, 9_999, 9_991, 0, 9_999, null])
  expect(from(0, 0)).toEqual([null, null, null, null, null, null, null])
})
