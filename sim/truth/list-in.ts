/** The list under a key, made where there is none yet. */
export function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const known = map.get(key)
  if (known !== undefined) return known
  const made: T[] = []
  map.set(key, made)
  return made
}
