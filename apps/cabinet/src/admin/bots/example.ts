import shopEn from '@pult/bots/flow/examples/shop-en.flow' with { type: 'text' }
import shopRu from '@pult/bots/flow/examples/shop-ru.flow' with { type: 'text' }
import type { Language } from '../../words/words.ts'

/** A scenario that works, to begin with: its questions and answers are in the language of whoever reads it. */
export const exampleTexts: Readonly<Record<Language, string>> = { en: shopEn, ru: shopRu }
