import { describe, expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'
import { fill } from '../fill.ts'
import { languages, type Language } from '../language.ts'
import * as english from './english.ts'
import * as russian from './russian.ts'

type Words = Readonly<Record<keyof typeof english, string>>
/** A word that is missing in a table is also an error of the compiler here. */
const tables: Readonly<Record<Language, Words>> = { en: english, ru: russian }
const keys = Object.keys(english) as (keyof Words)[]
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted()

describe('[T1] the tables of words', () => {
  for (const language of languages) {
    const words = tables[language]

    test(`${language} has every key, none of them empty`, () => {
      expect(Object.keys(words).toSorted()).toEqual(keys.toSorted())
      expect(keys.filter((key) => words[key].trim() === '')).toEqual([])
      expect(words.language).toBe(language)
    })

    test(`${language} fills the same places as English`, () => {
      for (const key of keys)
        expect([key, placeholders(words[key])]).toEqual([key, placeholders(tables.en[key])])
    })
  }

  test('every word is said somewhere', async () => {
    const said = new Set<string | undefined>()
    for await (const path of new Glob('**/*.{ts,tsx}').scan(join(import.meta.dir, '..')))
      if (!path.includes('.test.'))
        for (const [, key] of (await Bun.file(join(import.meta.dir, '..', path)).text()).matchAll(
          /\bwords\.(\w+)/g,
        ))
          said.add(key)
    expect(keys.filter((key) => !said.has(key))).toEqual([])
  })
})

test('a place without a value stays visible', () => {
  expect(fill('{name}: {percent} %', { name: 'cat.png', percent: 0 })).toBe('cat.png: 0 %')
  expect(fill('{name}', {})).toBe('{name}')
})
