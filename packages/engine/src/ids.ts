/**
 * Ids: a prefix that names the kind, the `seq` at which the thing was made in 10 digits of base 32, and four digits of the workspace's
 * tag. They sort by creation, need no randomness, lead from a message straight to its line of the log, and an id of another
 * workspace is recognised as foreign.
 */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const SEQ_DIGITS = 10
export const TAG_DIGITS = 4

function base32(value: number, digits: number): string {
  let text = ''
  for (let rest = value, left = digits; left > 0; left -= 1) {
    text = DIGITS[rest % 32]! + text
    rest = Math.floor(rest / 32)
  }
  return text
}

export type IdPrefix =
  | 'grp'
  | 'opr'
  | 'chn'
  | 'cli'
  | 'cht'
  | 'ses'
  | 'msg'
  | 'log'
  | 'cnr'
  | 'bot'
  | 'art'
  | 'act'
  | 'psh'

/** Four digits that tell workspaces apart; not a secret. */
export function tagOf(workspaceId: string): string {
  return base32(hash32(workspaceId) % 32 ** TAG_DIGITS, TAG_DIGITS)
}

/** Callers name the branded type of the id that they make. */
export function makeId(prefix: IdPrefix, seq: number, tag: string): string {
  return `${prefix}_${base32(seq, SEQ_DIGITS)}${tag}`
}

/** The `seq` in an id, or undefined where the text is no id of this workspace. */
export function seqOfId(id: string, prefix: IdPrefix, tag: string): number | undefined {
  if (id.length !== prefix.length + 1 + SEQ_DIGITS + TAG_DIGITS) return undefined
  if (!id.startsWith(`${prefix}_`) || !id.endsWith(tag)) return undefined
  let seq = 0
  for (const digit of id.slice(prefix.length + 1, prefix.length + 1 + SEQ_DIGITS)) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return undefined
    seq = seq * 32 + value
  }
  return seq
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
