/** What is being called for by name in the field: a canned reply after `/`, an emoji after `:`. */
export interface Called {
  readonly kind: 'canned' | 'emoji'
  /** What stands after the sign. */
  readonly query: string
  /** From the sign to the caret, in UTF-16 units as fields count. */
  readonly from: number
  readonly to: number
}

/** Only at the start or after a blank: an address, a fraction or a smiley in the middle of a word calls for nothing. */
const CANNED = /(?:^|\s)\/([\p{L}\p{N}_-]{0,32})$/u
/** From two letters on: people write ":)" and "14:3". */
const EMOJI = /(?:^|\s):([\p{L}\p{N}_+-]{2,32})$/u

/** What stands before the caret; null where nothing is called for, or where something is marked. */
export function calledAt(text: string, from: number, to: number): Called | null {
  if (from !== to) return null
  const before = text.slice(0, to)
  const canned = CANNED.exec(before)?.[1]
  if (canned !== undefined) return { kind: 'canned', query: canned, from: to - canned.length - 1, to }
  const emoji = EMOJI.exec(before)?.[1]
  if (emoji !== undefined) return { kind: 'emoji', query: emoji, from: to - emoji.length - 1, to }
  return null
}
