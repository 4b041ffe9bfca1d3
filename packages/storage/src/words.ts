/**
 * What a search looks for. The index holds words as they were written; their forms are guessed from the query instead, so that writing
 * a message pays nothing for grammar. Each form is an exact word: exact words are read lazily, newest first, whereas a prefix has
 * FTS5 merge every list under it (26 ms against 0.3 ms for a common Russian word in a million messages).
 */
export type Wanted =
  | { readonly kind: 'forms'; readonly forms: readonly string[] }
  | { readonly kind: 'prefix'; readonly prefix: string }

/** More words than anybody types into a search box; each costs up to a hundred look-ups. */
export const QUERY_WORDS_MAX = 8
/** Below three letters a stem is a syllable, and finds everything. */
const STEM_LETTERS_MIN = 3

const WORD = /[\p{L}\p{N}]+/gu
const WORD_OR_PREFIX = /([\p{L}\p{N}]+)(\*?)/gu

const RUSSIAN =
  ' а у ы и е о я ю ь й ой ей ом ем ам ям ах ях ами ями ов ев ью ия ии ию ие ый ий ая яя ое ее ые ие ого его ому ему ым им ых их ую ' +
  'ть ить ать еть ил ила или ал ала али ет ит ют ут ят ешь ите'
const ENGLISH = ' s es ed ing e er ers y ies ied'
const RUSSIAN_ENDINGS = endings(RUSSIAN)
const CONSONANT_AT_END = /[бвгджзклмнпрстфхцчшщbcdfghklmnprtwxz]$/u
const ENGLISH_ENDINGS = endings(ENGLISH)

/** The text as it goes into the index: `ё` is written as `е` by most people, and FTS5 does not know. The same object if nothing changes. */
export function foldText(text: string): string {
  return text.includes('ё') || text.includes('Ё') ? text.replaceAll('ё', 'е').replaceAll('Ё', 'Е') : text
}

/** What a query wants, every item of which a match must have; empty for a query without a word. A word ending in `*` is a prefix. */
export function wantedOf(query: string): readonly Wanted[] {
  const found = [...foldText(query).toLowerCase().matchAll(WORD_OR_PREFIX)].slice(0, QUERY_WORDS_MAX)
  return found.map(([, word, star]) =>
    star === '*' ? { kind: 'prefix', prefix: word! } : { kind: 'forms', forms: formsOf(word!) },
  )
}

/** The words of a text as a search compares them. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(foldText(text).toLowerCase().match(WORD))
}

/** Whether the text has everything that is wanted. */
export function holdsWanted(text: string, wanted: readonly Wanted[]): boolean {
  const words = wordsIn(text)
  return wanted.every((want) =>
    want.kind === 'forms'
      ? want.forms.some((form) => words.has(form))
      : [...words].some((word) => word.startsWith(want.prefix)),
  )
}

/** The word and its likely forms in its language; a number or another script stands for itself. */
function formsOf(word: string): readonly string[] {
  const list = /^[а-я]+$/u.test(word) ? RUSSIAN_ENDINGS : /^[a-z]+$/.test(word) ? ENGLISH_ENDINGS : undefined
  if (list === undefined) return [word]
  const ending = list.find(
    (ending) => word.endsWith(ending) && word.length - ending.length >= STEM_LETTERS_MIN,
  )
  if (ending === undefined) return [word]
  const stems = [word.slice(0, word.length - ending.length)]
  // "deliver" ends like "order", and yet its stem is the whole of it.
  if (CONSONANT_AT_END.test(word)) stems.push(word)
  return [...new Set([word, ...stems.flatMap((stem) => list.map((ending) => stem + ending))])]
}

/** Longest first, so that the first that fits is the one to cut. */
function endings(list: string): readonly string[] {
  return [...new Set(list.split(' '))].toSorted((left, right) => right.length - left.length)
}
