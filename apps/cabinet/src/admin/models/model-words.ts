import { useWords } from '../../parts/context.ts'
import { en } from '../../words/models/en.ts'
import { ru } from '../../words/models/ru.ts'
import { createWords, type Language, type Words } from '../../words/words.ts'

export type ModelWordKey = keyof typeof en
export type ModelWords = Words<ModelWordKey>

const tables = { en, ru } as const
const made = new Map<Language, ModelWords>()

/** The sentences about models and articles. They come with their pages. */
export function useModelWords(): ModelWords {
  const { language } = useWords()
  const known = made.get(language)
  if (known !== undefined) return known
  const words = createWords<ModelWordKey>(language, tables[language])
  made.set(language, words)
  return words
}
