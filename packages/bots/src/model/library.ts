import {
  articleIndexOf,
  findByWords,
  indexedArticle,
  type ArticleIndex,
  type ArticleText,
  type IndexedChunk,
} from './article-index.ts'
import type { Endpoint } from './endpoint.ts'
import { CANDIDATES_MAX, excerptsOf, findByLikeness, type Excerpt } from './retrieval.ts'
import { tokensAbout } from './tokens.ts'

/** The articles of one bot, ready to be asked. */
export interface Library {
  /** What goes with a question, the best first. Never rejects: without an endpoint's vectors words alone find. */
  readonly find: (question: string, signal: AbortSignal) => Promise<readonly Excerpt[]>
}

export interface LibraryPorts {
  readonly articles: () => readonly ArticleText[]
  readonly endpoint: Endpoint
  readonly steadyMs: () => number
  /** Runs something once after a while; returns how to stop it. */
  readonly after: (delayMs: number, run: () => void) => () => void
  /** Tokens that vectors have cost. */
  readonly onSpent: (tokens: number) => void
  /** Whether vectors may cost so many. */
  readonly maySpend: (tokens: number) => boolean
}

/** Articles are taken apart in between other work: so many at a time hold the server for some milliseconds. */
const ARTICLES_A_BREATH = 4
/** Chunks a request: what common servers take, and short enough to be stopped. */
const CHUNKS_A_REQUEST = 32
/** A local server makes them one after another. */
const FILL_MS_MAX = 60_000
/** A client waits for it. */
const QUESTION_MS_MAX = 3_000
/** An endpoint that has no vectors, or fails, is asked for them again after so long. */
const REST_MS = 60_000

/** Chunks of articles, made once each, for all bots that read them. */
const indexed = new WeakMap<ArticleText, readonly IndexedChunk[]>()

/** Vectors of one endpoint's model: for all who ask it, and for whoever tries it, so that a published change or a trial does not pay for them again. */
interface Shelf {
  readonly vectors: WeakMap<IndexedChunk, Float32Array>
  isFilling: boolean
}
const shelves = new Map<string, Shelf>()
/** Who tries out many models leaves the first ones behind. */
const SHELVES_MAX = 16

function shelfOf(name: string): Shelf {
  const shelf = shelves.get(name) ?? { vectors: new WeakMap(), isFilling: false }
  shelves.delete(name)
  shelves.set(name, shelf)
  const [oldest] = shelves.keys()
  if (shelves.size > SHELVES_MAX && oldest !== undefined) shelves.delete(oldest)
  return shelf
}

/**
 * @param address of the endpoint: the same model elsewhere has other vectors
 * @param model of the vectors; empty: words alone find
 */
export function createLibrary(address: string, model: string, ports: LibraryPorts): Library {
  let index: ArticleIndex | undefined
  let of: readonly ArticleText[] = []
  const shelf = shelfOf(`${address} ${model}`)
  const { vectors } = shelf
  let restsUntilMs = Number.NEGATIVE_INFINITY

  /** As the articles are now; made anew when one is another. */
  async function current(): Promise<ArticleIndex> {
    const articles = ports.articles()
    const isSame = articles.length === of.length && articles.every((article, at) => article === of[at])
    if (index !== undefined && isSame) return index
    const chunks: IndexedChunk[] = []
    let fresh = 0
    for (const article of articles) {
      let own = indexed.get(article)
      if (own === undefined) {
        own = indexedArticle(article)
        indexed.set(article, own)
        fresh += 1
        if (fresh % ARTICLES_A_BREATH === 0)
          await new Promise<void>((resolve) => void ports.after(0, resolve))
      }
      chunks.push(...own)
    }
    const made = articleIndexOf(chunks)
    index = made
    of = articles
    return made
  }

  async function fill(chunks: readonly IndexedChunk[]): Promise<void> {
    if (shelf.isFilling) return
    shelf.isFilling = true
    try {
      const missing = chunks.filter((chunk) => !vectors.has(chunk))
      for (let at = 0; at < missing.length; at += CHUNKS_A_REQUEST) {
        const some = missing.slice(at, at + CHUNKS_A_REQUEST)
        const made = await embedded(some.map(embeddedText), FILL_MS_MAX)
        if (made === undefined) return
        for (const [place, chunk] of some.entries()) vectors.set(chunk, made[place]!)
      }
    } finally {
      shelf.isFilling = false
    }
  }

  async function embedded(
    texts: readonly string[],
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[] | undefined> {
    const about = texts.reduce((sum, text) => sum + tokensAbout(text), 0)
    if (!ports.maySpend(about)) return undefined
    const answer = await ports.endpoint.embed(model, texts, {
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    })
    if (answer.ok) {
      ports.onSpent(answer.tokens ?? about)
      return answer.vectors
    }
    if (answer.code !== 'stopped') restsUntilMs = ports.steadyMs() + REST_MS
    return undefined
  }

  return {
    async find(question, signal) {
      const known = await current()
      const { chunks } = known
      if (chunks.length === 0) return []
      const orders = [findByWords(known, question, CANDIDATES_MAX)]
      if (model !== '' && ports.steadyMs() >= restsUntilMs) {
        const [vector] = (await embedded([question], QUESTION_MS_MAX, signal)) ?? []
        if (vector !== undefined) {
          orders.push(findByLikeness(chunks, (chunk) => vectors.get(chunk), vector, CANDIDATES_MAX))
          void fill(chunks)
        }
      }
      return excerptsOf(orders)
    },
  }
}

function embeddedText({ article, heading, text }: IndexedChunk): string {
  return [article.title, heading, text].filter((part) => part !== '').join('\n')
}
