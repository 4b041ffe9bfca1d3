import { expect, test } from 'bun:test'
import { fuzzyScore, otherLayout, rank } from './fuzzy.ts'

const best = (query: string, names: readonly string[]) => rank(query, names, (name) => [name])

test('[K2] what begins so comes before what contains it, and that before mere letters', () => {
  const names = ['Close chat', 'Enclosed', 'Mary Closewood', 'Call on Sue', 'Nothing']
  expect(best('clos', names)).toEqual(['Close chat', 'Mary Closewood', 'Enclosed', 'Call on Sue'])
})

test('[K2] every word has to be there, in any order', () => {
  const names = ['Mary Smith', 'Smith, Mary Ann', 'Mary Jones']
  expect(best('smith mary', names)).toEqual(['Mary Smith', 'Smith, Mary Ann'])
  expect(fuzzyScore('mary xyz', 'Mary Smith')).toBeNull()
})

test('[K2] letters in order are enough from three on', () => {
  expect(fuzzyScore('rtb', 'Return to the bot')).not.toBeNull()
  expect(fuzzyScore('rb', 'Return to the bot')).toBeNull()
  expect(fuzzyScore('btr', 'Return to the bot')).toBeNull()
})

test('[K2] neither case nor accents nor ё matter', () => {
  expect(fuzzyScore('zoe', 'ZOË')).toBe(fuzzyScore('zoë', 'Zoe'))
  expect(best('алена', ['Пётр', 'Алёна'])).toEqual(['Алёна'])
})

test('[K2] what was typed in the other layout is found, after what was typed right', () => {
  expect(otherLayout('ghbdtn')).toBe('привет')
  expect(otherLayout('руддщ')).toBe('hello')
  expect(best('pfrhsnm', ['Передать', 'Закрыть чат'])).toEqual(['Закрыть чат'])
  expect(best('сщ', ['comet', 'Сщ'])).toEqual(['Сщ', 'comet'])
})

test('[K2] nothing asked leaves everything in its order; the first text tells the most', () => {
  expect(best('', ['b', 'a'])).toEqual(['b', 'a'])
  const entries = [
    { title: 'Goodbye', body: 'Hello again soon' },
    { title: 'Hello', body: 'Good day' },
  ]
  expect(rank('hello', entries, ({ title, body }) => [title, body]).map(({ title }) => title)).toEqual([
    'Hello',
    'Goodbye',
  ])
})
