import { createWords, type Language, type Words } from './words.ts'

/** Each reader loads one language: the other one would be a seventh of the whole cabinet. Rejects when the file cannot be had. */
export async function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'en':
      return createWords('en', (await import('./en.ts')).en)
    case 'ru':
      return createWords('ru', (await import('./ru.ts')).ru)
  }
}
