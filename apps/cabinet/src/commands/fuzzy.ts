/** How well a name fits what somebody types: the palette, canned replies and emoji are all found by it. */

/** Better than any sum of smaller ones: the whole begins so, a word begins so, it stands somewhere, its letters stand in this order. */
const WHOLE = 100
const WORD = 80
const INSIDE = 50
const LETTERS = 20
/** What was typed with the other keyboard layout is found too, but never before what was typed right. */
const OTHER_LAYOUT = 0.6

/** Lower case, without accents, with one spelling of е. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

/**
 * 0 where nothing is asked, null where a word of the query is not there at all; else higher is better. Every word of the query has to be
 * found; they may come in any order.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const asked = plain(query).trim()
  if (asked === '') return 0
  const hay = plain(text)
  const straight = scoreOf(asked, hay)
  const swapped = otherLayout(asked)
  const turned = swapped === asked ? null : scoreOf(plain(swapped), hay)
  if (straight === null) return turned === null ? null : turned * OTHER_LAYOUT
  return Math.max(straight, (turned ?? 0) * OTHER_LAYOUT)
}

/** The best first; equals keep their order. `texts`: by what an entry can be found, the most telling first, the others count for less. */
export function rank<T>(
  query: string,
  entries: Iterable<T>,
  texts: (entry: T) => readonly string[],
): readonly T[] {
  const found: { readonly entry: T; readonly score: number }[] = []
  for (const entry of entries) {
    const scores = texts(entry).map((text, index) => {
      const score = fuzzyScore(query, text)
      return score === null ? null : score / (1 + index * 0.25)
    })
    const score = scores.reduce(
      (best, one) => (one !== null && (best === null || one > best) ? one : best),
      null,
    )
    if (score !== null) found.push({ entry, score })
  }
  return found.toSorted((a, b) => b.score - a.score).map(({ entry }) => entry)
}

function scoreOf(asked: string, hay: string): number | null {
  let sum = 0
  const words = asked.split(/\s+/)
  for (const word of words) {
    const score = scoreOfWord(word, hay)
    if (score === null) return null
    sum += score
  }
  // Of two that fit alike the shorter one is more likely meant.
  return sum / words.length - Math.min(hay.length, 100) / 100
}

function scoreOfWord(word: string, hay: string): number | null {
  const at = hay.indexOf(word)
  if (at === 0) return WHOLE
  if (at > 0) return beginsWord(word, hay) ? WORD : INSIDE
  const spread = spreadOf(word, hay)
  return spread === null ? null : Math.max(1, LETTERS - spread)
}

function beginsWord(word: string, hay: string): boolean {
  for (let at = hay.indexOf(word); at !== -1; at = hay.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(hay[at - 1] ?? '')) return true
  return false
}

/** How many other letters stand between those of the word, null where they are not there in this order. One or two letters are no such hint. */
function spreadOf(word: string, hay: string): number | null {
  if (word.length < 3) return null
  let at = hay.indexOf(word[0] ?? '')
  const first = at
  for (const letter of word.slice(1)) {
    at = at === -1 ? -1 : hay.indexOf(letter, at + 1)
  }
  return first === -1 || at === -1 ? null : at - first + 1 - word.length
}

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбю'

/** "ghbdtn" → "привет", "руддщ" → "hello": the same keys in the other layout. */
export function otherLayout(text: string): string {
  return Array.from(text.normalize('NFC'))
    .map((sign) => {
      const latin = LATIN.indexOf(sign)
      if (latin !== -1) return CYRILLIC[latin] ?? sign
      const cyrillic = CYRILLIC.indexOf(sign)
      return cyrillic === -1 ? sign : (LATIN[cyrillic] ?? sign)
    })
    .join('')
}
