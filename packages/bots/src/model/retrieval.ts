import type { Found, IndexedChunk } from './article-index.ts'

/** A piece of an article that goes with a question. */
export interface Excerpt {
  readonly articleId: string
  readonly title: string
  /** Headings above the piece, the outermost first; empty: none that says more than the title. */
  readonly heading: string
  readonly url: string | null
  readonly text: string
}

/** What a small model still reads to its end; more of them hide the one that matters. */
export const EXCERPTS_MAX = 6
/** How many of each way of finding are looked at. */
export const CANDIDATES_MAX = 24
/** Of one article: the others may know better. */
const EXCERPTS_OF_ARTICLE_MAX = 4
/**
 * Where two orders are made one, a place counts 1/(60 + place): reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009). It needs no common scale for
 * what words and what vectors call near.
 */
const FUSION_K = 60
/** Below it vectors say that everything is a little like everything. */
const LIKENESS_MIN = 0.3

/** Chunks by likeness to a vector, the best first. `vectorOf`: of unit length; undefined where none is known yet. */
export function findByLikeness(
  chunks: readonly IndexedChunk[],
  vectorOf: (chunk: IndexedChunk) => Float32Array | undefined,
  question: Float32Array,
  limit: number,
): readonly Found[] {
  return chunks
    .map((chunk) => ({ chunk, score: likeness(vectorOf(chunk), question) }))
    .filter(({ score }) => score >= LIKENESS_MIN)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, limit)
}

function likeness(one: Float32Array | undefined, other: Float32Array): number {
  if (one?.length !== other.length) return 0
  let sum = 0
  for (let at = 0; at < one.length; at += 1) sum += one[at]! * other[at]!
  return sum
}

/** One vector of unit length, or undefined for what is none. */
export function unitVector(numbers: readonly number[]): Float32Array | undefined {
  const length = Math.hypot(...numbers)
  return Number.isFinite(length) && length > 0
    ? Float32Array.from(numbers, (number) => number / length)
    : undefined
}

/** What an excerpt is called. */
export function nameOf({ title, heading }: Pick<Excerpt, 'title' | 'heading'>): string {
  return heading === '' ? title : `${title} › ${heading}`
}

/** [MB4] The best of several orders, as excerpts. */
export function excerptsOf(orders: readonly (readonly Found[])[]): readonly Excerpt[] {
  const scores = new Map<IndexedChunk, number>()
  for (const order of orders) {
    for (const [place, { chunk }] of order.entries())
      scores.set(chunk, (scores.get(chunk) ?? 0) + 1 / (FUSION_K + place + 1))
  }
  const ofArticle = new Map<string, number>()
  const best: Excerpt[] = []
  for (const [{ article, heading, text }] of [...scores].toSorted(([, one], [, other]) => other - one)) {
    const already = ofArticle.get(article.id) ?? 0
    if (already >= EXCERPTS_OF_ARTICLE_MAX) continue
    ofArticle.set(article.id, already + 1)
    const more = heading === article.title ? '' : heading
    best.push({ articleId: article.id, title: article.title, heading: more, url: article.url, text })
    if (best.length >= EXCERPTS_MAX) break
  }
  return best
}
