import { type IdPrefix, seqOfId, TAG_DIGITS } from '@pult/engine'

/**
 * The number in an id: the `seq` at which the thing was made. Tables are keyed by it. The tag is left to whoever looks the thing up:
 * the id asked for is compared with the id found. Undefined for what is no id.
 */
export function numberIn(prefix: IdPrefix, id: string): number | undefined {
  return seqOfId(id, prefix, id.slice(-TAG_DIGITS))
}

/** The same for an id that stands in a fact; anything else there is a bug of whoever made the fact. */
export function numberOf(prefix: IdPrefix, id: string): number {
  const number = numberIn(prefix, id)
  if (number === undefined)
    throw new Error(`an id of the kind ${prefix} was expected, not ${JSON.stringify(id)}`)
  return number
}
