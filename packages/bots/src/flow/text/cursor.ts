import { fault } from './fault.ts'
import type { Line, Token } from './lines.ts'

/** A place in the words of one statement: its line, and the deeper lines below it that belong to it. */
export interface Cursor {
  readonly line: Line
  readonly deeper: readonly Line[]
  at: number
}

export function peek({ line, at }: Cursor): Token | undefined {
  return line.tokens[at]
}

/** Takes the word or mark if it stands here. */
export function took(cursor: Cursor, text: string): boolean {
  const token = peek(cursor)
  if (token === undefined || token.kind === 'string' || token.text !== text) return false
  cursor.at += 1
  return true
}

export function take(cursor: Cursor, text: string): void {
  if (!took(cursor, text)) throw unexpected(cursor, text)
}

/** @param wanted how an error names what should stand here */
export function takeWord(cursor: Cursor, wanted: string): string {
  return taken(cursor, 'word', wanted)
}

export function takeString(cursor: Cursor): string {
  return taken(cursor, 'string', '"…"')
}

export function takeStrings(cursor: Cursor): string[] {
  const strings = [takeString(cursor)]
  while (peek(cursor)?.kind === 'string') strings.push(takeString(cursor))
  return strings
}

export function takeNumber(cursor: Cursor): number {
  const token = peek(cursor)
  const number = Number(takeWord(cursor, '1'))
  if (!Number.isFinite(number)) throw unexpected(cursor, '1', token)
  return number
}

/**
 * A text of one or more lines: one string here, or a string a line below, each a line of the text. So a change of one line is one line of
 * a comparison.
 */
export function takeText(cursor: Cursor): string {
  if (peek(cursor) !== undefined) return takeString(cursor)
  if (cursor.deeper.length === 0) throw unexpected(cursor, '"…"')
  const strings = cursor.deeper.map((line) => {
    const below: Cursor = { line, deeper: [], at: 0 }
    const string = takeString(below)
    takeEnd(below)
    return string
  })
  return strings.join('\n')
}

/** `-> node`, or nothing where it is not connected yet. */
export function takeExit(cursor: Cursor): string | undefined {
  return took(cursor, '->') ? takeWord(cursor, 'node') : undefined
}

export function takeEnd(cursor: Cursor): void {
  if (peek(cursor) !== undefined) throw unexpected(cursor, '')
}

/** What stands here is not what should. An empty `wanted`: nothing more should. */
export function unexpected(cursor: Cursor, wanted: string, found = peek(cursor)): Error {
  const { line } = cursor
  const last = line.tokens.at(-1)
  const column = found?.column ?? (last === undefined ? 1 : line.raw.trimEnd().length + 1)
  if (wanted === '') return fault(line.number, column, 'text_too_much', { found: found?.text ?? '' })
  if (found === undefined) return fault(line.number, column, 'text_ends', { wanted })
  return fault(line.number, column, 'text_unexpected', { found: found.text, wanted })
}

function taken(cursor: Cursor, kind: Token['kind'], wanted: string): string {
  const token = peek(cursor)
  if (token === undefined || token.kind !== kind) throw unexpected(cursor, wanted)
  cursor.at += 1
  return token.text
}
