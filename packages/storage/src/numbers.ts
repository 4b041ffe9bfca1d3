import { type IdPrefix, TAG_DIGITS } from '@pult/engine'

/** The digits of ids, by their character codes: ids are read several times for every message, and this way that costs nothing. */
const DIGIT_BY_CODE = digitsByCode('0123456789abcdefghjkmnpqrstvwxyz')
const PREFIX_CHARS = 4
const SEQ_DIGITS = 10
const ID_CHARS = PREFIX_CHARS + SEQ_DIGITS + TAG_DIGITS

/**
 * The number in an id: the `seq` at which the thing was made. Tables are keyed by it. The tag is left to whoever looks the thing up:
 * the id asked for is compared with the id found. Undefined for what is no id.
 */
export function numberIn(prefix: IdPrefix, id: string): number | undefined {
  if (id.length !== ID_CHARS || !id.startsWith(prefix) || id[PREFIX_CHARS - 1] !== '_') return undefined
  let number = 0
  for (let index = PREFIX_CHARS; index < PREFIX_CHARS + SEQ_DIGITS; index += 1) {
    const digit = DIGIT_BY_CODE[id.charCodeAt(index)] ?? -1
    if (digit < 0) return undefined
    number = number * 32 + digit
  }
  return number
}

/** The same for an id that stands in a fact; anything else there is a bug of whoever made the fact. */
export function numberOf(prefix: IdPrefix, id: string): number {
  const number = numberIn(prefix, id)
  if (number === undefined)
    throw new Error(`an id of the kind ${prefix} was expected, not ${JSON.stringify(id)}`)
  return number
}

function digitsByCode(digits: string): Int8Array {
  const table = new Int8Array(128).fill(-1)
  for (let digit = 0; digit < digits.length; digit += 1) table[digits.charCodeAt(digit)] = digit
  return table
}
