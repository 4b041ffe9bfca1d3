/** A text as a 32-bit number, signed, for an index that is checked against the record. xxHash32 is a standard: the files outlive the runtime. */
export function hash32(text: string): number {
  return Bun.hash.xxHash32(text) | 0
}
