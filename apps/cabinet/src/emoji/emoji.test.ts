import { expect, test } from 'bun:test'
import { gzipSync } from 'node:zlib'
import { groups, readTable } from './emoji.ts'
import { createFinder } from './find-emoji.ts'
import { emojiTable } from './make-table.ts'
import { parseRecent, RECENT_MAX, withRecent } from './recent.ts'
import { parseTone, withTone } from './tone.ts'

/** What a picker may cost at its first opening. */
const GZIP_BYTES_MAX = 60 * 1024

const tables = { en: emojiTable('en'), ru: emojiTable('ru') }
const finders = { en: createFinder(readTable(tables.en)), ru: createFinder(readTable(tables.ru)) }
const first = (language: 'en' | 'ru', query: string) => finders[language].find(query, 1)[0]?.sign

test('[K6] each language has all of them, in all groups, and is light', () => {
  for (const language of ['en', 'ru'] as const) {
    const { all } = finders[language]
    expect(all.length).toBeGreaterThan(1_850)
    expect(new Set(all.map(({ sign }) => sign)).size).toBe(all.length)
    for (const { name } of groups)
      expect(all.filter(({ group }) => group === name).length).toBeGreaterThan(50)
    expect(all.filter(({ label }) => label === '')).toEqual([])
    expect(gzipSync(tables[language]).length, language).toBeLessThan(GZIP_BYTES_MAX)
  }
})

test('[K6] they are found in the reader’s language, and by their codes in every one', () => {
  expect(first('en', 'smile')).toBe('😄')
  expect(first('ru', 'smile')).toBe('😄')
  expect(first('en', '+1')).toBe('👍️')
  expect(first('en', 'red heart')).toBe('❤️')
  expect(first('ru', 'алое сердце')).toBe('❤️')
  expect(finders.ru.find('огонь', 5).map(({ sign }) => sign)).toContain('🔥')
  expect(finders.en.find('japan', 20).map(({ sign }) => sign)).toContain('🇯🇵')
  expect(finders.en.find('', 5)).toEqual([])
  expect(finders.en.find('xyzzy', 5)).toEqual([])
  expect(finders.en.find('e', 7)).toHaveLength(7)
})

test('[K6] a colour of skin is given to whoever can have one, and to everybody in the picture', () => {
  const tonable = (sign: string) => finders.en.all.find((emoji) => emoji.sign === sign)?.tonable
  expect([tonable('👋'), tonable('😀'), tonable('☝️')]).toEqual([true, false, true])
  expect(withTone('👋', 5)).toBe('👋🏿')
  expect(withTone('👋', 0)).toBe('👋')
  expect(withTone('☝️', 1)).toBe('☝🏻')
  expect(withTone('👩‍🚀', 3)).toBe('👩🏽‍🚀')
  expect(finders.en.all.filter(({ tonable }) => tonable).length).toBeGreaterThan(250)
  expect(['3', '9', null].map(parseTone)).toEqual([3, 0, 0])
})

test('[K6] what was used last comes first, once, and is read back', () => {
  let recent: readonly string[] = []
  for (const { sign } of finders.en.all.slice(0, 40)) recent = withRecent(recent, sign)
  expect(recent).toHaveLength(RECENT_MAX)
  const again = withRecent(recent, recent[5] ?? '')
  expect(again[0]).toBe(recent[5])
  expect(new Set(again).size).toBe(RECENT_MAX)
  expect(parseRecent(again.join(' '))).toEqual([...again])
  expect(parseRecent(null)).toEqual([])
})
