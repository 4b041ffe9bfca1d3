import { useWords } from '../../parts/context.ts'
import { en } from '../../words/activity/en.ts'
import { ru } from '../../words/activity/ru.ts'
import { createWords, type Language, type Words } from '../../words/words.ts'

export type ActivityWordKey = keyof typeof en
export interface ActivityWords extends Words<ActivityWordKey> {
  /** "62%", "<1%"; a dash where there is nothing to be a part of. */
  share(part: number, whole: number): string
  /** "21 Nov", of `2026-11-21`. */
  dayName(day: string): string
}

const tables = { en, ru } as const
const made = new Map<Language, ActivityWords>()

/** The sentences of what bots do. They come with its page. */
export function activityWords(language: Language): ActivityWords {
  const known = made.get(language)
  if (known !== undefined) return known
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  // A day has no hour: it is named where it is written, not where the reader is.
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  const words: ActivityWords = {
    ...createWords<ActivityWordKey>(language, tables[language]),
    share(part, whole) {
      if (whole === 0) return '–'
      const share = part / whole
      return part > 0 && share < 0.01 ? `<${percent.format(0.01)}` : percent.format(share)
    },
    dayName: (day) => date.format(Date.parse(`${day}T00:00:00Z`)),
  }
  made.set(language, words)
  return words
}

export function useActivityWords(): ActivityWords {
  return activityWords(useWords().language)
}
