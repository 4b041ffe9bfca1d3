import type { Condition } from '../condition.ts'
import { peek, take, takeString, takeStrings, takeWord, took, unexpected, type Cursor } from './cursor.ts'
import { fault } from './fault.ts'
import { DEPTH_MAX } from '../limits.ts'

/** `city is "Псков" and (total above "100" or not client.email exists)`. Brackets stand wherever `and` and `or` meet. */
export function printCondition(condition: Condition): string {
  if ('all' in condition) return condition.all.map(printPart).join(' and ')
  if ('any' in condition) return condition.any.map(printPart).join(' or ')
  if ('not' in condition) return `not ${printPart(condition.not)}`
  const { of } = condition
  switch (condition.test) {
    case 'exists':
      return `${of} exists`
    case 'matches':
      return `${of} matches ${condition.words.map((word) => JSON.stringify(word)).join(' ')}`
    default:
      return `${of} ${spelled[condition.test]} ${JSON.stringify(condition.value)}`
  }
}

const spelled = { is: 'is', isNot: 'is not', contains: 'contains', above: 'above', below: 'below' } as const

function printPart(condition: Condition): string {
  const text = printCondition(condition)
  return 'all' in condition || 'any' in condition ? `(${text})` : text
}

export function readCondition(cursor: Cursor, depth = 0): Condition {
  if (depth > DEPTH_MAX) throw fault(cursor.line.number, 1, 'too_deep', { maximum: DEPTH_MAX })
  const first = readPart(cursor, depth)
  const joint = peek(cursor)?.text
  if (joint !== 'and' && joint !== 'or') return first
  const parts = [first]
  while (took(cursor, joint)) parts.push(readPart(cursor, depth))
  const next = peek(cursor)
  if (next?.kind === 'word' && (next.text === 'and' || next.text === 'or'))
    throw fault(cursor.line.number, next.column, 'text_brackets')
  return joint === 'and' ? { all: parts } : { any: parts }
}

function readPart(cursor: Cursor, depth: number): Condition {
  if (took(cursor, 'not')) {
    if (depth > DEPTH_MAX) throw fault(cursor.line.number, 1, 'too_deep', { maximum: DEPTH_MAX })
    return { not: readPart(cursor, depth + 1) }
  }
  if (took(cursor, '(')) {
    const inner = readCondition(cursor, depth + 1)
    take(cursor, ')')
    return inner
  }
  const of = takeWord(cursor, 'variable')
  if (took(cursor, 'exists')) return { of, test: 'exists' }
  if (took(cursor, 'matches')) return { of, test: 'matches', words: takeStrings(cursor) }
  if (took(cursor, 'is')) return { of, test: took(cursor, 'not') ? 'isNot' : 'is', value: takeString(cursor) }
  for (const test of ['contains', 'above', 'below'] as const) {
    if (took(cursor, test)) return { of, test, value: takeString(cursor) }
  }
  throw unexpected(cursor, 'is, is not, contains, matches, above, below, exists')
}
