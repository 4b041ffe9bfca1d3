/** A piece of an article that says one thing. */
export interface Chunk {
  /** Headings above it, the outermost first; empty: none. */
  readonly heading: string
  readonly text: string
}

/** A paragraph or two: small enough that six of them fit into a small model's context, large enough to answer a question. */
export const CHUNK_CHARS_MAX = 900
/** A longer one is a paragraph that somebody has marked. */
const HEADING_CHARS_MAX = 200
/** Shorter ones say nothing by themselves and go with what follows. */
const CHUNK_CHARS_MIN = 200

/**
 * An article as pieces, by its headings (Markdown's `#`, or a line underlined with `===`) and paragraphs. All that is no heading is in one of them, in
 * order; headings are with each piece below them.
 */
export function chunksOf(body: string): readonly Chunk[] {
  const chunks: Chunk[] = []
  const headings: string[] = []
  let text = ''
  const close = (): void => {
    if (text.trim() !== '') chunks.push({ heading: headings.filter(Boolean).join(' › '), text: text.trim() })
    text = ''
  }
  for (const block of body.replace(/\r\n?/g, '\n').split(/\n{2,}|(?=^#{1,6} )|(?<=^#{1,6} .*)\n/m)) {
    const { level, title } = headingIn(block)
    if (level > 0) {
      close()
      headings.length = level - 1
      headings[level - 1] = title
      continue
    }
    for (const piece of piecesOf(block.trim())) {
      const joined = text === '' ? piece : `${text}\n\n${piece}`
      if (
        joined.length > CHUNK_CHARS_MAX ||
        (text.length >= CHUNK_CHARS_MIN && joined.length > CHUNK_CHARS_MAX / 1.5)
      ) {
        close()
        text = piece
      } else text = joined
    }
  }
  close()
  // Headings alone are an article, too: one that says only its title.
  if (chunks.length === 0 && headings.some(Boolean))
    chunks.push({ heading: '', text: headings.filter(Boolean).join('\n') })
  return chunks
}

function headingIn(block: string): { readonly level: number; readonly title: string } {
  const [, signs, title] = /^(#{1,6}) +(.*?)[ #]*$/.exec(block.trim()) ?? []
  if (signs !== undefined && title !== undefined && title.length <= HEADING_CHARS_MAX)
    return { level: signs.length, title }
  const [, line, under] = /^(\S[^\n]*)\n(=|-)\2{2,}$/.exec(block.trim()) ?? []
  return line === undefined || line.length > HEADING_CHARS_MAX
    ? { level: 0, title: '' }
    : { level: under === '=' ? 1 : 2, title: line }
}

/** Of at most {@link CHUNK_CHARS_MAX}, cut at lines, sentences, words, whatever comes. */
function piecesOf(paragraph: string): readonly string[] {
  const pieces: string[] = []
  let rest = paragraph
  while (rest.length > CHUNK_CHARS_MAX) {
    const window = rest.slice(0, CHUNK_CHARS_MAX)
    const end = endIn(window)
    pieces.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  if (rest !== '') pieces.push(rest)
  return pieces
}

function endIn(window: string): number {
  const half = window.length / 2
  for (const ends of [/\n/g, /[.!?…]["»”)]?\s/g, /\s/g]) {
    const last = [...window.matchAll(ends)].at(-1)
    if (last !== undefined && last.index + last[0].length > half) return last.index + last[0].length
  }
  // A pair of surrogates is one sign.
  const isPair = /[\ud800-\udbff]$/.test(window)
  return isPair ? window.length - 1 : window.length
}
