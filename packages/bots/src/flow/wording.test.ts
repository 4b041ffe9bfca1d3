import { expect, test } from 'bun:test'
import { mentions, plain } from './wording.ts'

test('[BF6] the same words are the same, whatever their letter case, marks and ё', () => {
  expect(plain('  Ещё — ЗАКАЗ?! ')).toBe('еще заказ')
  expect(plain('👍 ')).toBe('👍')
  expect(plain('')).toBe('')
})

test('[BF6] words are mentioned by their beginning, and short ones as a whole', () => {
  for (const [text, beginning, isMentioned] of [
    ['Позовите ОПЕРАТОРА!', 'оператор', true],
    ['кооператор', 'оператор', false],
    ['hi there', 'hi', true],
    ['history', 'hi', false],
    ['хочу поговорить с живым человеком', 'живой', false],
    ['хочу поговорить с живым человеком', 'жив челов', false],
    ['хочу поговорить с живым человеком', 'живым челов', true],
    ['ещё', 'еще', true],
    ['что угодно', '?', false],
  ] as const) {
    expect([text, beginning, mentions(text, [beginning])]).toEqual([text, beginning, isMentioned])
  }
})
