import { COMMON_STEMS } from '../flow/faq/common-words.ts'
import { nearness, stemOf } from '../flow/faq/stem.ts'
import { wordsIn } from '../flow/wording.ts'
import { chunksOf, type Chunk } from './chunks.ts'

/** What a bot needs of an article. A value: a changed article is another object. */
export interface ArticleText {
  readonly id: string
  readonly title: string
  readonly body: string
  readonly url: string | null
}

/** A chunk with its words counted, made once for an article. */
export interface IndexedChunk extends Chunk {
  readonly article: ArticleText
  /** How often each stem is in it; those of titles and headings count more. */
  readonly counts: ReadonlyMap<string, number>
  /** Stems in all. */
  readonly length: number
}

/** All chunks that a question may be answered from. */
export interface ArticleIndex {
  readonly chunks: readonly IndexedChunk[]
  /** In how many chunks a stem is. */
  readonly spread: ReadonlyMap<string, number>
  readonly meanLength: number
  /** All stems, by their first letters. */
  readonly byLetter: ReadonlyMap<string, readonly string[]>
}

/** Who asks for "delivery" means the article of that name rather than one that mentions it. */
const TITLE_COUNT = 3
const HEADING_COUNT = 2
/** The usual constants of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009). */
const K1 = 1.2
const B = 0.75
/** A stem that stands in every question says little. */
const COMMON_WEIGHT = 0.1
/** A word that no article has may be one of theirs, written in another way. */
const NEAR_MIN = 0.7
/** Of one question: more words are a letter, and its first ones are what it is about. */
const ASKED_STEMS_MAX = 60

export function indexedArticle(article: ArticleText): readonly IndexedChunk[] {
  const titled = stemsIn(article.title)
  return chunksOf(article.body).map((chunk) => {
    const counts = new Map<string, number>()
    const count = (stems: readonly string[], weight: number): void => {
      for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + weight)
    }
    const own = stemsIn(chunk.text)
    count(own, 1)
    count(stemsIn(chunk.heading), HEADING_COUNT)
    count(titled, TITLE_COUNT)
    return { ...chunk, article, counts, length: own.length + 1 }
  })
}

export function articleIndexOf(chunks: readonly IndexedChunk[]): ArticleIndex {
  const spread = new Map<string, number>()
  let length = 0
  for (const chunk of chunks) {
    length += chunk.length
    for (const stem of chunk.counts.keys()) spread.set(stem, (spread.get(stem) ?? 0) + 1)
  }
  const byLetter = Map.groupBy(spread.keys(), letterOf)
  return { chunks, spread, meanLength: Math.max(1, length / Math.max(1, chunks.length)), byLetter }
}

export interface Found {
  readonly chunk: IndexedChunk
  readonly score: number
}

/** The chunks that hold words of a question, by BM25, the best first. Words that stand in any question do not find anything by themselves. */
export function findByWords(index: ArticleIndex, question: string, limit: number): readonly Found[] {
  const { chunks, spread, meanLength } = index
  const asked = [...new Set(stemsIn(question))].slice(0, ASKED_STEMS_MAX)
  const wanted = asked.map((stem) => ({ isCommon: COMMON_STEMS.has(stem), known: knownStems(index, stem) }))
  const found: Found[] = []
  for (const chunk of chunks) {
    let score = 0
    let isAbout = false
    for (const { isCommon, known } of wanted) {
      let best = 0
      for (const [stem, how] of known) {
        const count = chunk.counts.get(stem)
        if (count === undefined) continue
        const rarity = Math.log(1 + (chunks.length - spread.get(stem)! + 0.5) / (spread.get(stem)! + 0.5))
        const often = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * chunk.length) / meanLength))
        best = Math.max(best, how * rarity * often)
      }
      if (best > 0 && !isCommon) isAbout = true
      score += isCommon ? best * COMMON_WEIGHT : best
    }
    if (isAbout) found.push({ chunk, score })
  }
  return found.toSorted((one, other) => other.score - one.score).slice(0, limit)
}

/** The stem itself where articles have it, otherwise those that are nearly it. A slip of the first letter is not looked for: it would cost the whole vocabulary. */
function knownStems({ spread, byLetter }: ArticleIndex, stem: string): ReadonlyMap<string, number> {
  if (spread.has(stem)) return new Map([[stem, 1]])
  const near = new Map<string, number>()
  if (COMMON_STEMS.has(stem)) return near
  for (const known of byLetter.get(letterOf(stem)) ?? []) {
    const how = nearness(stem, known)
    if (how >= NEAR_MIN) near.set(known, how)
  }
  return near
}

function letterOf(stem: string): string {
  return stem.slice(0, 1)
}

function stemsIn(text: string): readonly string[] {
  return wordsIn(text).map((word) => (COMMON_STEMS.has(word) ? word : stemOf(word)))
}
