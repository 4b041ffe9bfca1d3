/** Says in which entry, and where in it, two collections differ first; null: they are the same. `what` names an entry: "card". */
export function difference(
  what: string,
  shows: ReadonlyMap<string, object>,
  fresh: ReadonlyMap<string, object>,
): string | null {
  for (const [id, there] of fresh) {
    const here = shows.get(id)
    if (here === undefined) return `no ${what} ${id}, and the server has it: ${text(there)}`
    if (Bun.deepEquals(here, there)) continue
    const path = firstPath(here, there)
    return `${what} ${id} with ${path} ${text(at(here, path))}, and the server has ${text(at(there, path))}`
  }
  for (const [id, here] of shows) {
    if (!fresh.has(id)) return `${what} ${id}, which the server would not show: ${text(here)}`
  }
  return null
}

function firstPath(one: unknown, other: unknown): string {
  if (!isObject(one) || !isObject(other)) return ''
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    if (Bun.deepEquals(one[name], other[name])) continue
    const rest = firstPath(one[name], other[name])
    return rest === '' ? name : `${name}.${rest}`
  }
  return ''
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, name) => (isObject(part) ? part[name] : part), value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** Enough to see what it is. */
const TEXT_CHARS = 200

function text(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, TEXT_CHARS)
}
