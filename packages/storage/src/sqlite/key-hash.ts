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
