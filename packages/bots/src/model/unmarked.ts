/**
 * HTML and Markdown made text: a chat shows what is written, and some channels show it as what it says. Repetitions are bounded: whoever makes a model
 * write a thousand brackets must not hold the server with them.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  colon: ':',
  period: '.',
  commat: '@',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  Tab: ' ',
  NewLine: '\n',
}
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([A-Za-z]{2,10}));?/gi

function withoutEntities(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? ENTITIES[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : ''
  })
}

/** Steps of one pass, in order: whole elements before tags, pictures before links. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  // What a model thinks before it answers is not said.
  [/<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi, ''],
  [/<!--[\s\S]*?(?:-->|$)/g, ''],
  [/<(script|style|svg|iframe|object|template|noscript|title)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, ''],
  [/<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6])\s*>/gi, '\n'],
  // Marks of chat templates, which some servers give the meaning of another speaker.
  [/<\|[^|<>]{0,60}\|>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>/gi, ''],
  [/<(https?:\/\/[^\s<>]*)>/gi, ' $1 '],
  [/<\/?[a-z!?][^<>]*>/gi, ''],
  [/^ {0,3}(?:```|~~~).*\n?/gm, ''],
  [/^ {0,3}\[[^\]\n]{1,200}\]:\s*\S*[/.:]\S*.*$/gm, ''],
  [/!\[([^\]\n]{0,300})\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,300}\])?/g, '$1'],
  [/^ {0,3}#{1,6}[ \t]+/gm, ''],
  [/^ {0,3}>\s?/gm, ''],
  [/^ {0,3}(?:[-*_] ?){3,}$/gm, ''],
  [/^([ \t]*)[*+][ \t]+/gm, '$1- '],
  [/(\*\*|__)(?=\S)([^\n]{0,400}?\S)\1/g, '$2'],
  [/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\p{L}\p{N}*])/gu, '$1'],
  [/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]*[^\s_])_(?![\p{L}\p{N}_])/gu, '$1'],
  [/`{1,3}([^`\n]*)`{1,3}/g, '$1'],
]

/** `[words](address)`: what becomes of it is for the policy of links to say. */
const LINK =
  /(?<!!)\[([^[\]\n]{0,300})\]\([ \t]*<?([^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)>?(?:[ \t]+[^()\n]{0,300})?\)/g
/** What is taken out of another thing's middle can make a third: so often it is looked at again. */
const PASSES_MAX = 6

/** `linkOf`: what stands for a link whose words and address are these. */
export function unmarked(text: string, linkOf: (words: string, address: string) => string): string {
  let now = text
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    const before = now
    now = withoutEntities(now)
    now = now.replace(LINK, (_whole, words: string, address: string) => linkOf(words, address))
    for (const [found, instead] of STEPS) now = now.replace(found, instead)
    if (now === before) break
  }
  // Whatever has survived: it opens nothing any more.
  return now.replace(/<(?=[\p{L}/!?])/gu, '‹').replace(/\](?=[([])/g, '] ')
}
