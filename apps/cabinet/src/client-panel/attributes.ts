import { ATTRIBUTES_MAX } from '@pult/protocol'

export type Attributes = { readonly [name: string]: string }

/** What is sent: only what changed, so that nothing is lost of what colleagues write at the same time. Null takes an attribute away. */
export type AttributesChange =
  | { readonly ok: true; readonly changes: Record<string, string | null> }
  | { readonly ok: false; readonly field: 'name' | 'value'; readonly why: 'empty' | 'taken' | 'tooMany' }

/** One attribute written anew; `before`: how it was called, null: it is a new one. */
export function changedAttribute(
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
  const renamed = before !== null && before !== name
  return { ok: true, changes: { ...(renamed ? { [before]: null } : {}), [name]: value } }
}
