/** Assertions that speak in sentences: a report is read by people who have only the sentence and the last frames. */

/** A rule that did not hold. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

export function fail(sentence: string): never {
  throw new Violation(sentence)
}

/** @param what a noun phrase: "the card's botStatus". Objects are compared by value. */
export function equal(what: string, actual: unknown, expected: unknown): void {
  const difference = firstDifference(actual, expected, '')
  if (difference === undefined) return
  const at = difference === '' ? '' : ` (at ${difference})`
  fail(`${what} is ${shown(actual)} instead of ${shown(expected)}${at}`)
}

export function notEqual(what: string, actual: unknown, other: unknown): void {
  if (firstDifference(actual, other, '') === undefined)
    fail(`${what} is ${shown(actual)}, which it must not be`)
}

/** @param what a whole clause: "the later login wins". */
export function isTrue(what: string, condition: boolean): asserts condition {
  if (!condition) fail(`not true: ${what}`)
}

export function isOneOf(what: string, actual: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(actual)) fail(`${what} is ${shown(actual)}, which is none of ${shown(allowed)}`)
}

export function isPresent<T>(what: string, value: T | null | undefined): asserts value is T {
  if (value === null || value === undefined) fail(`${what} is missing`)
}

/**
 * The dotted path of the first place where two JSON values differ, the empty string for the values themselves, undefined where they are
 * the same. A field that is undefined is one that is absent.
 */
export function firstDifference(actual: unknown, expected: unknown, path: string): string | undefined {
  if (Object.is(actual, expected)) return undefined
  if (!isContainer(actual) || !isContainer(expected) || Array.isArray(actual) !== Array.isArray(expected))
    return path
  for (const key of Object.keys(actual)) {
    const found = firstDifference(actual[key], expected[key], path === '' ? key : `${path}.${key}`)
    if (found !== undefined) return found
  }
  for (const key of Object.keys(expected)) {
    if (!Object.hasOwn(actual, key) && expected[key] !== undefined)
      return path === '' ? key : `${path}.${key}`
  }
  return undefined
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const SHOWN_CHARS_MAX = 400

/** A value for people, cut where it gets long. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= SHOWN_CHARS_MAX ? text : `${text.slice(0, SHOWN_CHARS_MAX - 1)}…`
}
