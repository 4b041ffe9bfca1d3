import type { Language } from '../words/words.ts'
import { readTable } from './emoji.ts'
import { createFinder, type Finder } from './find-emoji.ts'

const loading = new Map<Language, Promise<Finder>>()

/** All emoji with their names in this language, loaded once. Rejects when the file cannot be had; the next call tries again. */
export function loadEmoji(language: Language): Promise<Finder> {
  const known = loading.get(language)
  if (known !== undefined) return known
  const loaded = tableOf(language).then((table) => createFinder(readTable(table)))
  loading.set(language, loaded)
  loaded.catch(() => loading.delete(language))
  return loaded
}

async function tableOf(language: Language): Promise<string> {
  switch (language) {
    case 'en':
      return (await import('./table-en.ts')).table
    case 'ru':
      return (await import('./table-ru.ts')).table
  }
}
