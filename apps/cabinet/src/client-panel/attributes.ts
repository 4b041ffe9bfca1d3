import { ATTRIBUTES_MAX } from '@pult/protocol'

export type Attributes = { readonly [name: string]: string }

export type AttributesChange =
  | { readonly ok: true; readonly attributes: Record<string, string> }
  | { readonly ok: false; readonly field: 'name' | 'value'; readonly why: 'empty' | 'taken' | 'tooMany' }

/**
 * The attributes with one of them written anew, in its place; `before` null: with a new one at the end. An attribute that a colleague took
 * away meanwhile comes back at the end.
 */
export function withAttribute(
  attributes: Attributes,
  before: string | null,
  written: { readonly name: string; readonly value: string },
): AttributesChange {
  const name = written.name.trim()
  const value = written.value.trim()
  if (name === '') return { ok: false, field: 'name', why: 'empty' }
  if (value === '') return { ok: false, field: 'value', why: 'empty' }
  if (name !== before && Object.hasOwn(attributes, name)) return { ok: false, field: 'name', why: 'taken' }
  const isNew = before === null || !Object.hasOwn(attributes, before)
  if (isNew && Object.keys(attributes).length >= ATTRIBUTES_MAX)
    return { ok: false, field: 'name', why: 'tooMany' }
  const entries = Object.entries(attributes).map(([known, old]) =>
    known === before ? ([name, value] as const) : ([known, old] as const),
  )
  return { ok: true, attributes: Object.fromEntries(isNew ? [...entries, [name, value]] : entries) }
}

export function withoutAttribute(attributes: Attributes, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([known]) => known !== name))
}
