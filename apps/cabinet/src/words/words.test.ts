import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { en as activityEn } from './activity/en.ts'
import { ru as activityRu } from './activity/ru.ts'
import { en as enTable } from './en.ts'
import { en as flowEn } from './flow/en.ts'
import { ru as flowRu } from './flow/ru.ts'
import { loadWords } from './load-words.ts'
import { en as modelsEn } from './models/en.ts'
import { ru as modelsRu } from './models/ru.ts'
import { en as nodesEn } from './nodes/en.ts'
import { ru as nodesRu } from './nodes/ru.ts'
import { ru as ruTable } from './ru.ts'
import { createWords, languages, pickLanguage, type Phrase } from './words.ts'

/** With the editor of scenarios, what bots do, models and articles, machines, whose words are loaded with them. */
const tables = {
  en: { ...enTable, ...flowEn, ...activityEn, ...modelsEn, ...nodesEn },
  ru: { ...ruTable, ...flowRu, ...activityRu, ...modelsRu, ...nodesRu },
} as const

const keys = Object.keys(tables.en) as (keyof typeof tables.en)[]
const formsOf = (phrase: Phrase) => (typeof phrase === 'string' ? [phrase] : Object.values(phrase))
const placesOf = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')

test('[W1] every language has every key, and none of its own', () => {
  for (const language of languages) expect(Object.keys(tables[language]).toSorted()).toEqual(keys.toSorted())
})

test('[W1] a sentence stands in one part of its table: of two, the later would silently win', async () => {
  for (const language of languages) {
    const folder = join(import.meta.dir, language)
    const parts: Record<string, object>[] = await Promise.all(
      readdirSync(folder).map((file) => import(join(folder, file))),
    )
    const written = parts.flatMap((part) => Object.values(part).flatMap((table) => Object.keys(table)))
    const later = {
      en: [flowEn, activityEn, modelsEn, nodesEn],
      ru: [flowRu, activityRu, modelsRu, nodesRu],
    }[language].flatMap((table) => Object.keys(table))
    expect([...written, ...later].toSorted(), language).toEqual(Object.keys(tables[language]).toSorted())
  }
})

test('[W1] no sentence is empty, and each has the places of the English one', () => {
  for (const language of languages)
    for (const key of keys) {
      const wanted = new Set(formsOf(tables.en[key]).flatMap(placesOf))
      for (const sentence of formsOf(tables[language][key])) {
        expect(sentence.trim(), `${language} ${key}`).not.toBe('')
        for (const place of placesOf(sentence))
          expect(wanted.has(place), `${language} ${key} {${place}}`).toBe(true)
      }
      const given = new Set(formsOf(tables[language][key]).flatMap(placesOf))
      expect(given.size, `${language} ${key}`).toBe(wanted.size)
    }
})

test('[W2] plurals have every form that their language needs', () => {
  for (const language of languages)
    for (const key of keys) {
      const phrase: Phrase = tables[language][key]
      if (typeof phrase === 'string') {
        expect(typeof tables.en[key], `${language} ${key}`).toBe('string')
        continue
      }
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      expect(Object.keys(phrase).toSorted(), `${language} ${key}`).toEqual(needed.toSorted())
    }
})

test('[W2] numbers choose their form', () => {
  const ru = createWords('ru', ruTable)
  const said = [1, 3, 5, 21, 112].map((count) => ru.count('link.waiting', count))
  expect(said).toEqual([
    '1 сообщение ждёт отправки',
    '3 сообщения ждут отправки',
    '5 сообщений ждут отправки',
    '21 сообщение ждёт отправки',
    '112 сообщений ждут отправки',
  ])
  expect(createWords('en', enTable).count('link.waiting', 1)).toBe('1 message waits to be sent')
})

test('[W3] what was chosen comes before what the browser prefers, and English is the last resort', () => {
  expect(pickLanguage('en', ['ru-RU'])).toBe('en')
  expect(pickLanguage(null, ['de-DE', 'ru-RU', 'en'])).toBe('ru')
  expect(pickLanguage(null, ['RU'])).toBe('ru')
  expect(pickLanguage('xx', ['fr'])).toBe('en')
})

test('[W4] days are named from today', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z')
  const at = (daysAgo: number) => new Date(now - daysAgo * 86_400_000).toISOString()
  const en = createWords('en', enTable)
  const ru = createWords('ru', ruTable)
  expect([en.day(at(0), now), en.day(at(1), now)]).toEqual(['Today', 'Yesterday'])
  expect([ru.day(at(0), now), ru.day(at(1), now)]).toEqual(['Сегодня', 'Вчера'])
  expect(en.day(at(3), now)).toContain('19 November')
  expect(ru.day(at(400), now)).toContain('2025')
  expect(en.shortDate(at(3), now)).toBe('19 Nov')
  expect(en.shortDate('not a time', now)).toBe('not a time')
})

test('[W4] what is written without `Intl` is what `Intl` would write', () => {
  for (const [language, locale] of [
    ['en', 'en-GB'],
    ['ru', 'ru'],
  ] as const) {
    const words = createWords(language, language === 'en' ? enTable : ruTable)
    const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
    const day = Date.parse('2026-11-22T00:00:00.000Z')
    for (let minute = 0; minute < 24 * 60; minute += 7) {
      const at = new Date(day + minute * 60_000).toISOString()
      expect(words.time(at)).toBe(clock.format(Date.parse(at)))
    }
    const numbers = new Intl.NumberFormat(language)
    for (const value of [0, 7, 42, 999, 1_000, 12_345, -3, 0.5])
      expect(words.number(value)).toBe(numbers.format(value))
  }
  expect(createWords('en', enTable).time('not a time')).toBe('not a time')
})

test('[W1] a place that is not given stays in sight', () => {
  expect(createWords('en', enTable).say('list.you')).toBe('You: {text}')
  expect(createWords('en', enTable).say('list.you', { text: '{text}' })).toBe('You: {text}')
})

/** Keys that are put together at run time: the left part is written in the sources. */
const assembled =
  /^(help\.tone\.|app\.theme\.|status\.(ONLINE|AWAY|OFFLINE)$|link\.(live|connecting)$|attention\.kind\.|notice\.[a-zA-Z]+$|list\.(mine|help|watched|closed)(\.empty)?$|due\.|out\.\w+(\.title)?$|kind\.|admin\.(role|set)\.|admin\.bot\.|ban\.(hour|day|week|ever)$|error\.|fault\.|gone\.[A-Z]+$|admin\.(operators|groups|channels|bots|articles|activity|canned|nodes)$|nodes\.(state|trouble|way)\.\w+(\.do)?$|model\.(limit|help)\.\w+$|model\.try\.why\.|activity\.(resolved|handed|failed|ended|open|came|kind\.\w+|program\.\w+(\.says)?)$|bots\.(kind|level|line)\.|draw\.(in|kind|name|view|out|undo|redo)(\.|$)|form\.(answer|day|chars|number|test|open|closed)\.?|canned\.variable\.|list\.deed\.|emoji\.tone\.\d$)/

test('[W1] no sentence is kept that nobody says', () => {
  const root = join(import.meta.dir, '..')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/^words|\.test\.ts$/.test(path))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
  const unsaid = keys.filter((key) => !assembled.test(key) && !sources.includes(`'${key}'`))
  expect(unsaid).toEqual([])
})

test('[W3] each language is loaded as itself', async () => {
  for (const language of languages) {
    const words = await loadWords(language)
    expect(words.language).toBe(language)
    expect(words.say('app.cancel')).toBe(tables[language]['app.cancel'])
    expect(words.knows('app.cancel')).toBe(true)
    expect(words.knows('toString')).toBe(false)
  }
})
