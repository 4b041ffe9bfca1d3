import { useWords } from '../../parts/context.ts'
import { en } from '../../words/flow/en.ts'
import { ru } from '../../words/flow/ru.ts'
import { createWords, type Language, type Words } from '../../words/words.ts'

export type FlowWordKey = keyof typeof en
export type FlowWords = Words<FlowWordKey>

const tables = { en, ru } as const
const made = new Map<Language, FlowWords>()

/** The sentences of the editor of scenarios. They come with it, so that nobody loads them who never opens one. */
export function flowWords(language: Language): FlowWords {
  const known = made.get(language)
  if (known !== undefined) return known
  const words = createWords<FlowWordKey>(language, tables[language])
  made.set(language, words)
  return words
}

export function useFlowWords(): FlowWords {
  return flowWords(useWords().language)
}
