/** What a form changes of a record. An `undefined` takes the field away, as JSON has no other way of saying that nothing is there. */
export function patched<T extends object>(
  value: T,
  patch: { readonly [K in keyof T]?: T[K] | undefined },
): T {
  const next: Record<string, unknown> = { ...value, ...patch }
  for (const [key, field] of Object.entries(next)) if (field === undefined) delete next[key]
  return next as T
}

/** What was changed from `before` to `after`, field by field, in another record of their kind. */
export function changedIn<T extends object>(value: T, before: T, after: T): T {
  const fields = new Map<string, unknown>(Object.entries(value))
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const field: unknown = Reflect.get(after, key)
    if (Object.is(Reflect.get(before, key), field)) continue
    if (field === undefined) fields.delete(key)
    else fields.set(key, field)
  }
  return Object.fromEntries(fields) as T
}

/** A field that may be left empty. */
export function orNothing(text: string): string | undefined {
  return text === '' ? undefined : text
}

/** A list that is left out where nothing stands in it. */
export function orNone<T>(items: readonly T[]): T[] | undefined {
  return items.length === 0 ? undefined : [...items]
}

/** What is typed into a field of a number; undefined where there is none in it. */
export function numberIn(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value
}
