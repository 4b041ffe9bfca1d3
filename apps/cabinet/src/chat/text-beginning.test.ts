import { expect, test } from 'bun:test'
import { beginningOf, TEXT_CHARS_MAX, TEXT_LINES_MAX } from './text-beginning.ts'

const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`).join('\n')

test('[M14] a text of many lines is cut at the end of one, a short one is not cut', () => {
  expect(beginningOf('')).toBeNull()
  expect(beginningOf(lines(TEXT_LINES_MAX))).toBeNull()
  expect(beginningOf(lines(TEXT_LINES_MAX + 1))).toBe(lines(TEXT_LINES_MAX))
  expect(beginningOf(lines(5_000))).toBe(lines(TEXT_LINES_MAX))
})

test('[M14] a long text without lines is cut at a word, and only when it is worth it', () => {
  expect(beginningOf('a'.repeat(TEXT_CHARS_MAX + 100))).toBeNull()
  const words = beginningOf('word '.repeat(2_000)) ?? ''
  expect(words.length).toBeGreaterThan(TEXT_CHARS_MAX - 100)
  expect(words.endsWith('word')).toBe(true)
  expect(beginningOf('a'.repeat(9_000))).toBe('a'.repeat(TEXT_CHARS_MAX))
})

test('[M14] no sign of two halves is cut through', () => {
  for (const shift of ['', 'x']) {
    const beginning = beginningOf(shift + '😀'.repeat(4_000)) ?? ''
    expect(beginning.isWellFormed()).toBe(true)
  }
})
