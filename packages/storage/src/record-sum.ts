/** 2^32 over the golden ratio: numbers that follow one another, as numbers and times of records do together, come far apart. */
const SPREAD = 0x9e3779b1
const WORD = 2 ** 32

/** [ST16] Over number, time and text of a record, so that a flipped bit is noticed, and so is the row of another record. 32 bits, signed. */
export function sumOfRecord(seq: number, atMs: number, body: string): number {
  // A time has more than 32 bits, and `^` would pass by those above.
  const high = Math.imul(Math.floor(atMs / WORD), SPREAD)
  return Bun.hash.xxHash32(body, (Math.imul(seq, SPREAD) ^ atMs ^ high) >>> 0) | 0
}
