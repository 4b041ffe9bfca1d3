/** A pasted log would push everything else off the screen: beyond this the rest is shown on demand. */
export const TEXT_LINES_MAX = 40
/** The same for text without line breaks: about forty lines of a bubble. */
export const TEXT_CHARS_MAX = 3_000
/** What is cut off must be worth a button. */
const REST_CHARS_MIN = 200

/** The beginning of a long text, cut at the end of a line or a word; null where the whole is short enough. */
export function beginningOf(text: string): string | null {
  let end = Math.min(text.length, TEXT_CHARS_MAX)
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1
    if (lines === TEXT_LINES_MAX) end = at
  }
  if (lines < TEXT_LINES_MAX && text.length - end < REST_CHARS_MIN) return null
  if (end === text.length) return null
  if (text[end] === '\n') return text.slice(0, end)
  // Not through a word, unless it is one of hundreds of characters; never through a pair of surrogates.
  const space = text.lastIndexOf(' ', end)
  return text.slice(0, space > end - 100 ? space : end).replace(/[\uD800-\uDBFF]$/u, '')
}
