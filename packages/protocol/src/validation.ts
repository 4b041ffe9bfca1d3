import type { z } from 'zod'
import { wireError, type WireError } from './errors.ts'
import { NAME_CHARS_MAX } from './limits.ts'

type Issue = z.core.$ZodIssue

/**
 * What is wrong with a value, as the wire says it: `validation_failed`, the dotted `field` and a sentence. Only the first fault is
 * told: a sender mends one thing at a time, and a frame of a thousand wrong fields must not earn an answer of a thousand lines.
 * @param prefix where the validated value stands in the frame, `data` for a command; empty for the frame itself.
 */
export function refusalOf(error: z.ZodError, prefix: string): WireError {
  const issue = error.issues[0]
  if (issue === undefined) return wireError('validation_failed', prefix === '' ? {} : { field: prefix })
  const { path, fault } = innermost(issue, [])
  const field = fieldOf(path, prefix)
  const message = sentence(fault, field === '' ? 'The value' : field)
  return wireError('validation_failed', field === '' ? { message } : { field, message })
}

/** The dotted path of a field: `fieldOf(['attachments', 0, 'id'], 'data')` is `data.attachments.0.id`. Cut at 200 characters, since a sender chooses its keys. */
export function fieldOf(path: readonly PropertyKey[], prefix: string): string {
  const dotted = [...(prefix === '' ? [] : [prefix]), ...path.map(String)].join('.')
  return dotted.length <= NAME_CHARS_MAX ? dotted : `${dotted.slice(0, NAME_CHARS_MAX - 1)}…`
}

/** Goes down to the field at fault: into the branch of a union that came furthest, and onto the key that is not known. */
function innermost(
  issue: Issue,
  above: readonly PropertyKey[],
): { path: readonly PropertyKey[]; fault: Issue } {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') return { path: [...path, ...issue.keys.slice(0, 1)], fault: issue }
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors
      .flatMap((branch) => branch.slice(0, 1))
      .filter((inner) => inner.path.length > 0)
      .toSorted((a, b) => b.path.length - a.path.length)[0]
    if (deepest !== undefined) return innermost(deepest, path)
  }
  return { path, fault: issue }
}

function sentence(issue: Issue, field: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${field} must be ${kinds[issue.expected] ?? `of type ${issue.expected}`}.`
    case 'invalid_value':
      return `${field} must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}.`
    case 'unrecognized_keys':
      return `There is no field ${field}.`
    case 'too_big':
      return `${field} must ${sizes[issue.origin] ?? 'be'} at most ${String(issue.maximum)}${unit(issue.origin, issue.maximum)}.`
    case 'too_small':
      if (issue.minimum === 1 && (issue.origin === 'string' || issue.origin === 'array')) {
        return `${field} must not be empty.`
      }
      return `${field} must ${sizes[issue.origin] ?? 'be'} at least ${String(issue.minimum)}${unit(issue.origin, issue.minimum)}.`
    case 'invalid_format':
      if (formats[issue.format] !== undefined) return `${field} must be ${formats[issue.format]}.`
      // A pattern's schema may carry a sentence of its own; the library's default shows the pattern, which helps nobody.
      return issue.message.startsWith('Invalid') ? `${field} is not written as it should be.` : issue.message
    case 'not_multiple_of':
      return `${field} must be a multiple of ${issue.divisor}.`
    case 'custom':
      return issue.message
    case 'invalid_key':
      return `${field} has a key that is not allowed.`
    case 'invalid_union':
    case 'invalid_element':
      break
  }
  return `${field} has a wrong value.`
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'null',
}

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a link that starts with http, https, mailto or tel',
  datetime: 'a time such as 2026-11-22T10:00:00.123Z',
}

const sizes: Readonly<Record<string, string>> = { string: 'have', array: 'have' }

function unit(origin: string, count: number | bigint): string {
  if (origin === 'string') return Number(count) === 1 ? ' character' : ' characters'
  if (origin === 'array') return Number(count) === 1 ? ' item' : ' items'
  return ''
}
