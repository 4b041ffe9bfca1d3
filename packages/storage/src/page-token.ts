/**
 * A page token is the place of the last item of a page, two numbers in base 36. It stands for a place and not for a count, so it stays
 * valid whatever is added.
 */
export interface Place {
  readonly major: number
  readonly minor: number
}

/** Where the first page begins: before everything. */
export const NEWEST: Place = { major: Number.MAX_SAFE_INTEGER, minor: Number.MAX_SAFE_INTEGER }
/** Behind everything: what a token that we did not make leads to, an empty page. */
const NOWHERE: Place = { major: -1, minor: -1 }

export function tokenOf({ major, minor }: Place): string {
  return `${major.toString(36)}.${minor.toString(36)}`
}

export function placeOf(token: string | undefined): Place {
  if (token === undefined) return NEWEST
  const parts = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})$/.exec(token)
  if (parts === null) return NOWHERE
  const place = { major: parseInt(parts[1]!, 36), minor: parseInt(parts[2]!, 36) }
  return Number.isSafeInteger(place.major) && Number.isSafeInteger(place.minor) ? place : NOWHERE
}

/** Whether `place` comes after `other` in a list that has the newest first. */
export function isBehind(place: Place, other: Place): boolean {
  return place.major < other.major || (place.major === other.major && place.minor < other.minor)
}
