/** A flow's text as lines of words: where each stands, what is a comment, what belongs to the line above. */
import { fault } from './fault.ts'

export interface Token {
  /** `mark`: one of `( ) :`. An arrow is a word, as is everything that stands between spaces. */
  readonly kind: 'string' | 'word' | 'mark'
  readonly text: string
  /** From 1. */
  readonly column: number
}

export interface Line {
  /** From 1. */
  readonly number: number
  /** Characters before the first that is no space. */
  readonly indent: number
  readonly tokens: readonly Token[]
  /** What stands behind `#`, without one space; null where there is none. */
  readonly comment: string | null
  /** As it was written. */
  readonly raw: string
}

const TOKEN = /\s+|#.*|"(?:[^"\\]|\\.)*"|[():]|[^\s"():]+(?::[^\s"():]+)*|"/gu

/** @throws Fault where a string does not end or is not written as in JSON */
export function lineOf(raw: string, number: number): Line {
  const tokens: Token[] = []
  let comment: string | null = null
  for (const { 0: text, index } of raw.matchAll(TOKEN)) {
    const column = index + 1
    if (text.trim() === '') continue
    if (text.startsWith('#')) comment = text.replace(/^# ?/, '')
    else if (text.startsWith('"'))
      tokens.push({ kind: 'string', text: stringOf(text, number, column), column })
    else tokens.push({ kind: /^[():]$/.test(text) ? 'mark' : 'word', text, column })
  }
  return { number, indent: raw.length - raw.trimStart().length, tokens, comment, raw }
}

function stringOf(text: string, line: number, column: number): string {
  if (text === '"') throw fault(line, column, 'text_string_open')
  try {
    // A tab typed into a string is meant as one; JSON would have it written `\t`.
    return JSON.parse(text.replaceAll('\t', '\\t')) as string
  } catch (cause) {
    throw fault(line, column, 'text_string_wrong', {}, cause)
  }
}
