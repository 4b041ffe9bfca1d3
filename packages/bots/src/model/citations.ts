/** `[1]`, `[1, 2]`, `[^1]`, `【1】`, `【1†source】`: how models cite, whatever they were told. */
const CITED = /[ \t]*(?:\[\^?(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]|【(\d{1,3})[^】\n]{0,40}】)/g

export interface Cited {
  /** With the numbers of `sources`, from 1, where something was cited. */
  readonly text: string
  /** Of the articles, in the order in which they are first cited, each once. */
  readonly sources: readonly string[]
}

/**
 * [MB7] Reads the citations in an answer.
 * @param articleOf the article that an excerpt's number stands for, from 1
 */
export function citedIn(answer: string, articleOf: (number: number) => string | undefined): Cited {
  const sources: string[] = []
  const text = answer.replace(CITED, (_whole, list: string | undefined, one: string | undefined) => {
    const numbers = new Set<number>()
    for (const number of (list ?? one ?? '').split(/[,;]/)) {
      const article = articleOf(Number(number))
      // A number that names nothing is an invention.
      if (article === undefined) continue
      if (!sources.includes(article)) sources.push(article)
      numbers.add(sources.indexOf(article) + 1)
    }
    return numbers.size === 0 ? '' : ` ${[...numbers].map((number) => `[${String(number)}]`).join('')}`
  })
  return { text: text.replace(/(\[\d+\])(?:\s*\1)+/g, '$1').replace(/^ +/gm, ''), sources }
}
