import { plain } from '../commands/fuzzy.ts'
import type { Emoji } from './emoji.ts'

export interface Finder {
  readonly all: readonly Emoji[]
  /** The best first, at most `max`; nothing for an empty query. */
  readonly find: (query: string, max: number) => readonly Emoji[]
}

/** In which names it begins so, the most telling first. */
const [CODE, LABEL, TAG, WORD] = [4, 3, 2, 1] as const
/** What is exactly so called comes before what only begins so. */
const EXACT = 10
/** Beyond it letters that are missing make no more difference. */
const MISSING_MAX = 30

/** Names are made plain once: two thousand of them are looked through at every key. */
export function createFinder(all: readonly Emoji[]): Finder {
  const names = all.map(({ label, tags, codes }) => ({
    codes: codes.map(plain),
    label: plain(label),
    tags: tags.map(plain),
    words: plain([label, ...tags].join(' ')).split(/[^\p{L}\p{N}]+/u),
  }))
  return {
    all,
    find(query, max) {
      const asked = plain(query).trim().replaceAll('_', ' ')
      if (asked === '') return []
      const code = asked.replaceAll(' ', '_')
      const found: { readonly emoji: Emoji; readonly score: number }[] = []
      for (const [index, emoji] of all.entries()) {
        const name = names[index]
        if (name === undefined) continue
        const score = Math.max(
          scoreIn(name.codes, code, CODE),
          scoreIn([name.label], asked, LABEL),
          scoreIn(name.tags, asked, TAG),
          scoreOfWords(name.words, asked.split(' ')),
        )
        if (score > 0) found.push({ emoji, score })
      }
      return found
        .toSorted((a, b) => b.score - a.score)
        .slice(0, max)
        .map(({ emoji }) => emoji)
    },
  }
}

/** Every word of "red heart" begins some word of it; whole words, as in "flag: Japan", are nearly as good as the whole name. */
function scoreOfWords(words: readonly string[], asked: readonly string[]): number {
  if (asked.every((part) => words.includes(part))) return WORD + EXACT / 2
  return asked.every((part) => words.some((word) => word.startsWith(part))) ? WORD : 0
}

function scoreIn(names: readonly string[], asked: string, weight: number): number {
  if (names.includes(asked)) return weight + EXACT
  const begun = names.filter((name) => name.startsWith(asked)).map((name) => name.length - asked.length)
  // The nearer to being whole the better, but never better than a more telling name.
  return begun.length === 0 ? 0 : weight - Math.min(...begun, MISSING_MAX) / (MISSING_MAX + 1)
}
