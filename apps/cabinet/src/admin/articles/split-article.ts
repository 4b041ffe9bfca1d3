/** One of several articles that a long text becomes. */
export interface ArticlePart {
  readonly title: string
  readonly body: string
}

/**
 * A text as articles of at most `charsMax` characters, cut before a heading where there is one near enough, else between paragraphs, lines or words. Together they
 * are the text; where it is more than one, the titles are numbered.
 */
export function splitArticle(title: string, text: string, charsMax: number): readonly ArticlePart[] {
  const bodies: string[] = []
  let rest = text.replace(/\r\n?/g, '\n').trim()
  while (rest.length > charsMax) {
    const end = endIn(rest.slice(0, charsMax))
    bodies.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  if (rest !== '') bodies.push(rest)
  if (bodies.length < 2) return bodies.map((body) => ({ title, body }))
  return bodies.map((body, index) => ({ title: `${title} (${index + 1}/${bodies.length})`, body }))
}

/** What a file is called by: its first heading, or its name without the ending. */
export function titleOf(name: string, text: string): string {
  const [, heading] = /^#{1,6} +(.+?)[ #]*$/m.exec(text.slice(0, 2_000)) ?? []
  return (heading ?? name.replace(/\.[^.]+$/, '')).trim()
}

function endIn(window: string): number {
  const half = window.length / 2
  for (const border of [/\n(?=#{1,6} )/g, /\n\n/g, /\n/g, /\s/g]) {
    const last = [...window.matchAll(border)].at(-1)
    if (last !== undefined && last.index > half) return last.index
  }
  const isPair = /[\ud800-\udbff]$/.test(window)
  return isPair ? window.length - 1 : window.length
}
