import { expect, test } from 'bun:test'
import { calledAt } from './completion.ts'

const at = (text: string) => calledAt(text, text.length, text.length)

test('[K5] a slash at the start or after a blank calls for a canned reply', () => {
  expect(at('/')).toEqual({ kind: 'canned', query: '', from: 0, to: 1 })
  expect(at('Hello /при')).toEqual({ kind: 'canned', query: 'при', from: 6, to: 10 })
  expect(at('Hello\n/a-b_1')?.query).toBe('a-b_1')
})

test('[K5] an address, a fraction and a slash in a word call for nothing', () => {
  for (const text of ['https://', '1/2', 'and/or', '/a b', 'a/', '/a.b']) expect(at(text), text).toBeNull()
})

test('[K6] a colon and two letters call for an emoji; a time and a smiley do not', () => {
  expect(at(':sm')).toEqual({ kind: 'emoji', query: 'sm', from: 0, to: 3 })
  expect(at('ok :ул')?.query).toBe('ул')
  for (const text of [':', ':s', ':)', '14:30', 'a:bc']) expect(at(text), text).toBeNull()
})

test('[K5] only what stands before the caret counts, and nothing while something is marked', () => {
  expect(calledAt('/hel lo', 4, 4)?.query).toBe('hel')
  expect(calledAt('/hello', 2, 4)).toBeNull()
})
