import type { Message } from '@pult/protocol'

/**
 * Searching one chat, as a value. Hits are newest first, as the server tells them; `at` is the one that was jumped to.
 *
 *   idle ──words──► asking ──page──► found ──past the last hit of many──► asking ──► found
 *                     └──refused──► failed ──words──► asking
 */
export interface Search {
  readonly query: string
  readonly state: 'idle' | 'asking' | 'found' | 'failed'
  readonly hits: readonly Message[]
  readonly at: number
  /** The token of the next, older page; null: these are all. */
  readonly next: string | null
  readonly error: unknown
}

export const noSearch: Search = { query: '', state: 'idle', hits: [], at: -1, next: null, error: null }

/** One letter finds half of the chat. */
export const QUERY_CHARS_MIN = 2
/** Between two letters of a fast hand. */
export const SEARCH_MS = 200
/** One page is what anybody steps through; the rest comes as it is reached. */
export const HITS_PAGE = 50

/** What is in the field changed. */
export function asked(query: string): Search {
  const words = query.trim()
  return words.length < QUERY_CHARS_MIN ? { ...noSearch, query } : { ...noSearch, query, state: 'asking' }
}

/** A page of hits. Deleted messages have no words any more, and are none. The first page shows its newest hit at once. */
export function answered(
  search: Search,
  page: { readonly items: readonly Message[]; readonly next: string | null },
): Search {
  const known = new Set(search.hits.map(({ id }) => id as string))
  const fresh = page.items.filter(({ id, deletedAt }) => !known.has(id) && (deletedAt ?? null) === null)
  const hits = [...search.hits, ...fresh]
  // Asked for by stepping past the last one, so the step is made now.
  const at = fresh.length === 0 ? search.at : search.at + 1
  return { ...search, state: 'found', hits, at: Math.min(at, hits.length - 1), next: page.next, error: null }
}

export function refused(search: Search, error: unknown): Search {
  return { ...search, state: 'failed', error }
}

/** To the hit before or after in time; `older` beyond the last one asks for the next page, or goes round to the newest. */
export function stepped(search: Search, direction: 'older' | 'newer'): Search {
  const { hits, at, next, state } = search
  if (hits.length === 0 || state === 'asking') return search
  if (direction === 'newer') return { ...search, at: at <= 0 ? hits.length - 1 : at - 1 }
  if (at + 1 < hits.length) return { ...search, at: at + 1 }
  return next === null ? { ...search, at: 0 } : { ...search, state: 'asking' }
}

/** The words of a query, in lower case, for marking them in what was found. */
export function wordsOf(query: string): readonly string[] {
  return [...query.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word)
}

/** Below three letters a stem is a syllable, and would be marked everywhere. */
const STEM_LETTERS_MIN = 3
/** Endings that the server's search looks beyond are at most this long, and hardly ever longer. */
const ENDING_LETTERS = 2

/**
 * Where words of the query, or other forms of them, stand in a text: from and to, in UTF-16 units, in order. The server finds forms of a
 * word; here a common beginning is near enough to show what was found.
 */
export function foundIn(text: string, words: readonly string[]): readonly (readonly [number, number])[] {
  if (words.length === 0) return []
  const stems = words.map((word) =>
    plain(word.length - ENDING_LETTERS >= STEM_LETTERS_MIN ? word.slice(0, -ENDING_LETTERS) : word),
  )
  const found: (readonly [number, number])[] = []
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const written = plain(match[0].toLowerCase())
    if (stems.some((stem) => written.startsWith(stem)))
      found.push([match.index, match.index + match[0].length])
  }
  return found
}

/** Most people write е for ё, and the server takes them for one letter. */
function plain(word: string): string {
  return word.replaceAll('ё', 'е')
}
