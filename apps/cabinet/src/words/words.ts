import type { en } from './en.ts'

/** A sentence with `{name}` places, or one sentence for each plural form of `{count}`. */
export type Phrase = string | Plural
export type Plural = { readonly [F in Intl.LDMLPluralRule]?: string } & { readonly other: string }

export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]

export type WordKey = keyof typeof en
/** Every sentence of one language. */
export type WordTable = { readonly [K in WordKey]: Phrase }
export type Places = { readonly [name: string]: string | number }

/**
 * Speaks one language: the sentences, and the dates, lists and numbers in their forms. Parts that are loaded later bring tables of their own, with keys
 * of their own.
 */
export interface Words<Key extends string = WordKey> {
  readonly language: Language
  knows(key: string): key is Key
  /** The sentence of a key. Places that are not given stay visible, so that a mistake is seen and not hidden. */
  say(key: Key, places?: Places): string
  /** The sentence in the plural form of `count`, which also fills `{count}`. */
  count(key: Key, count: number, places?: Places): string
  /** "10,000" */
  number(value: number): string
  /** "14:05" */
  time(at: string): string
  /** "14:05" today, "21 Nov" this year, "21/11/25" before. */
  shortDate(at: string, nowMs: number): string
  /** "Today", "Yesterday", "Saturday, 21 November". */
  day(at: string, nowMs: number): string
  /** "21 November 2026, 14:05:09" */
  moment(at: string): string
}

/** The reader's language out of what was chosen before and what the browser prefers; English where neither is ours. */
export function pickLanguage(chosen: string | null, preferred: readonly string[]): Language {
  for (const tag of [chosen ?? '', ...preferred]) {
    const known = languages.find((language) => tag.toLowerCase().split('-')[0] === language)
    if (known !== undefined) return known
  }
  return 'en'
}

export function createWords<Key extends string = WordKey>(
  language: Language,
  table: Readonly<Record<Key, Phrase>>,
): Words<Key> {
  const plural = once(() => new Intl.PluralRules(language))
  const number = once(() => new Intl.NumberFormat(language))
  const format = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(localeOf(language), options))
  const dayMonth = format({ day: 'numeric', month: 'short' })
  const dayMonthYear = format({ day: '2-digit', month: '2-digit', year: '2-digit' })
  const weekday = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const weekdayYear = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const full = format({ dateStyle: 'long', timeStyle: 'medium' })
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }))

  /** Below a thousand no language of ours groups digits: the rows of a first picture need no format. */
  function numeral(value: number): string {
    return Number.isInteger(value) && value >= 0 && value < 1_000 ? String(value) : number().format(value)
  }
  function say(key: Key, places: Places = {}): string {
    const phrase: Phrase = table[key]
    return fill(typeof phrase === 'string' ? phrase : phrase.other, places)
  }
  return {
    language,
    knows: (key): key is Key => Object.hasOwn(table, key),
    say,
    count(key, count, places = {}) {
      const phrase: Phrase = table[key]
      const sentence = typeof phrase === 'string' ? phrase : (phrase[plural().select(count)] ?? phrase.other)
      return fill(sentence, { ...places, count: numeral(count) })
    },
    number: numeral,
    time: clockTime,
    shortDate(at, nowMs) {
      const distance = daysAgo(at, nowMs)
      if (distance === 0) return clockTime(at)
      const sameYear = new Date(at).getFullYear() === new Date(nowMs).getFullYear()
      return safely(sameYear ? dayMonth() : dayMonthYear(), at)
    },
    day(at, nowMs) {
      const distance = daysAgo(at, nowMs)
      if (distance === 0 || distance === 1) return capital(relative().format(-distance, 'day'))
      const sameYear = new Date(at).getFullYear() === new Date(nowMs).getFullYear()
      return capital(safely(sameYear ? weekday() : weekdayYear(), at))
    },
    moment: (at) => safely(full(), at),
  }
}

/** Made when first asked for: the nine formats together cost a slow machine a tenth of a second, and the first picture needs two of them. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** English without a country would put the month first, which most of its readers in the world do not. */
function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language
}

function fill(sentence: string, places: Places): string {
  // Most have no places, and a screen full of rows says hundreds.
  if (!sentence.includes('{')) return sentence
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole))
}

/**
 * "14:05" on the reader's clock: all our languages write it so (a test compares it with `Intl`), and the first format that a page makes costs a slow
 * machine a tenth of a second, while its first rows wait.
 */
function clockTime(at: string): string {
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return at
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}

function safely(format: Intl.DateTimeFormat, at: string): string {
  const time = Date.parse(at)
  return Number.isNaN(time) ? at : format.format(time)
}

/** Whole local days between a time and now. */
function daysAgo(at: string, nowMs: number): number {
  return Math.round((midnightOf(nowMs) - midnightOf(Date.parse(at))) / 86_400_000)
}

function midnightOf(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
