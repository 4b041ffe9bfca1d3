/** Letters of a Latin text that make a token, and of other scripts: what common tokenizers come to, on the side of too many. */
const CHARS_A_TOKEN = 3.5
const OTHER_CHARS_A_TOKEN = 2
/** What the envelope of a message costs. */
export const MESSAGE_TOKENS = 6

/** How many tokens a text has, about: each model counts in its own way, and only after it was asked. */
export function tokensAbout(text: string): number {
  let ascii = 0
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 128) ascii += 1
  return Math.ceil(ascii / CHARS_A_TOKEN + (text.length - ascii) / OTHER_CHARS_A_TOKEN)
}

/** The beginning of a text that has about so many tokens, or all of it. */
export function cutToTokens(text: string, tokens: number): string {
  if (tokensAbout(text) <= tokens) return text
  let from = 0
  let to = text.length
  while (from < to) {
    const middle = Math.ceil((from + to) / 2)
    if (tokensAbout(text.slice(0, middle)) <= tokens) from = middle
    else to = middle - 1
  }
  return text.slice(0, from).toWellFormed()
}
