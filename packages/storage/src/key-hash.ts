import type { LogRecord } from '@pult/engine'

/** A text as a 32-bit number, signed, for an index that is checked against the record. xxHash32 is a standard: the files outlive the runtime. */
export function hash32(text: string): number {
  return Bun.hash.xxHash32(text) | 0
}

/** Authors whose hashes are at hand: those who write now. */
const AUTHORS_MAX = 4_096
const authors = new Map<string, number>()

/** {@link hash32} of an author. The same few write all the time, and each message asks three times. */
export function hashOfAuthor(author: string): number {
  const known = authors.get(author)
  if (known !== undefined) return known
  const hash = hash32(author)
  if (authors.size >= AUTHORS_MAX) authors.clear()
  authors.set(author, hash)
  return hash
}

/** A key as an index has it. */
export interface HashedKey {
  readonly author: number
  readonly key: number
}

/** The keys that a record leaves: of its message, of the command that began it; of a command by its message's key, one for both. */
export function hashedKeysOf({ fact, origin }: LogRecord): readonly HashedKey[] {
  const message = fact.type === 'message' ? fact.message : undefined
  const keys = message?.key === undefined ? [] : [hashedKey(message.authorId, message.key)]
  if (origin !== undefined) keys.push(hashedKey(origin.author, origin.key))
  return keys
}

export function hashedKey(author: string, key: string): HashedKey {
  return { author: hashOfAuthor(author), key: hash32(key) }
}
