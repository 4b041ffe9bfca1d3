import { useWords } from '../../parts/context.ts'
import { en } from '../../words/nodes/en.ts'
import { ru } from '../../words/nodes/ru.ts'
import { createWords, type Language, type Words } from '../../words/words.ts'
import { durationText } from '../duration.ts'

export interface NodeWords extends Words<keyof typeof en> {
  /** "12 s", "3 h 6 min", "4 days 2 h": as exact as one would say it. */
  span(ms: number): string
  /** "0.8 ms", "340 ms" */
  millis(ms: number): string
}

const tables = { en, ru } as const
const made = new Map<Language, NodeWords>()
const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

/** The sentences about machines. They come with their page. */
export function useNodeWords(): NodeWords {
  const words = useWords()
  const known = made.get(words.language)
  if (known !== undefined) return known
  const own = createWords<keyof typeof en>(words.language, tables[words.language])
  const one = new Intl.NumberFormat(words.language, { maximumFractionDigits: 1 })
  const all: NodeWords = {
    ...own,
    span(ms) {
      const seconds = Math.max(1, Math.floor(ms / 1_000))
      const step = seconds >= DAY_S ? HOUR_S : seconds >= HOUR_S ? 60 : 1
      // A number and its unit stay on one line.
      return durationText(seconds - (seconds % step), words).replaceAll(' ', '\u00a0')
    },
    millis: (ms) => own.say('nodes.ms', { ms: one.format(ms >= 10 ? Math.round(ms) : ms) }),
  }
  made.set(words.language, all)
  return all
}
