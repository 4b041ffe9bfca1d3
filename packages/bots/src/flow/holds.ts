import type { Condition, Test } from './condition.ts'
import { fill } from './template.ts'
import { mentions, plain } from './wording.ts'

/** Whether a condition holds. @param valueOf what a name stands for, empty for an unknown one. */
export function holds(condition: Condition, valueOf: (name: string) => string): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, valueOf))
  if ('any' in condition) return condition.any.some((part) => holds(part, valueOf))
  if ('not' in condition) return !holds(condition.not, valueOf)
  return passes(condition, valueOf(condition.of), valueOf)
}

function passes(test: Test, value: string, valueOf: (name: string) => string): boolean {
  switch (test.test) {
    case 'exists':
      return value !== ''
    case 'is':
      return plain(value) === plain(fill(test.value, valueOf))
    case 'isNot':
      return plain(value) !== plain(fill(test.value, valueOf))
    case 'contains':
      return plain(value).includes(plain(fill(test.value, valueOf)))
    case 'matches':
      return mentions(value, test.words)
    case 'above':
      return (compared(value, fill(test.value, valueOf)) ?? 0) > 0
    case 'below':
      return (compared(value, fill(test.value, valueOf)) ?? 0) < 0
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** Below 0, 0 or above; undefined for what has no order among them. */
function compared(left: string, right: string): number | undefined {
  if (DAY.test(left) && DAY.test(right)) return left < right ? -1 : left > right ? 1 : 0
  const difference = numberOf(left) - numberOf(right)
  return Number.isNaN(difference) ? undefined : difference
}

/** A number as people and machines write it, `1 200,50` or `1200.5`; NaN for anything else. */
export function numberOf(text: string): number {
  const written = text
    .replaceAll(/[\s\u00A0\u202F]+/gu, '')
    .replace(',', '.')
    .replace('−', '-')
  return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(written) ? Number(written) : Number.NaN
}
