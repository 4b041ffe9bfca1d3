/**
 * A Bloom filter over (author, key) pairs: says "surely new" for almost every new message without asking the index, which costs more than
 * storing the message. It may say "perhaps known" of something new, never "new" of something known. Grows by whole blocks; every block is
 * asked. Burton H. Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", 1970.
 */
export class KeyFilter {
  #blocks: Uint32Array[] = [new Uint32Array(BLOCK_WORDS)]
  #inNewest = 0

  /** `author` and `key` are hashes of 32 bits. */
  add(author: number, key: number): void {
    if (this.#inNewest === KEYS_A_BLOCK) {
      this.#blocks.push(new Uint32Array(BLOCK_WORDS))
      this.#inNewest = 0
    }
    this.#inNewest += 1
    const block = this.#blocks.at(-1)!
    const step = stepOf(author, key)
    for (let probe = 0, bit = mix(author, key); probe < PROBES; probe += 1, bit = (bit + step) >>> 0) {
      const place = bit % BLOCK_BITS
      block[place >>> 5]! |= 1 << (place & 31)
    }
  }

  /** False: surely never added. */
  mayHave(author: number, key: number): boolean {
    const first = mix(author, key)
    const step = stepOf(author, key)
    return this.#blocks.some((block) => isIn(block, first, step))
  }
}

/** With 10 bits a key and 7 probes one in about 120 new keys is looked up in vain. A block of 1.25 MB holds a million keys. */
const KEYS_A_BLOCK = 1_000_000
const BLOCK_BITS = KEYS_A_BLOCK * 10
const BLOCK_WORDS = BLOCK_BITS / 32
const PROBES = 7

function isIn(block: Uint32Array, first: number, step: number): boolean {
  for (let probe = 0, bit = first; probe < PROBES; probe += 1, bit = (bit + step) >>> 0) {
    const place = bit % BLOCK_BITS
    if ((block[place >>> 5]! & (1 << (place & 31))) === 0) return false
  }
  return true
}

/** Two independent walks through the bits (Kirsch and Mitzenmacher, 2006); finishers of MurmurHash3. */
function mix(author: number, key: number): number {
  let hash = Math.imul(author, 0x85ebca6b) ^ key
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35)
  return (hash ^ (hash >>> 13)) >>> 0
}

function stepOf(author: number, key: number): number {
  let hash = Math.imul(key, 0x9e3779b1) ^ author
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f)
  return ((hash ^ (hash >>> 16)) | 1) >>> 0
}
