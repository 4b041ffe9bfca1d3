/**
 * Chance from a seed. `fork` makes a stream of its own for a name, so that taking one thing out of a world (what the shrinker does) leaves
 * everybody else's luck as it was.
 */
export interface Random {
  /** 0 ≤ x < 1. */
  readonly next: () => number
  /** 0 ≤ x < count, whole. */
  readonly below: (count: number) => number
  /** low ≤ x ≤ high, whole. */
  readonly between: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  /** @throws if there is nothing to pick from */
  readonly pick: <T>(from: readonly T[]) => T
  readonly bytes: (count: number) => Uint8Array<ArrayBuffer>
  readonly fork: (name: string) => Random
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded by two hashes of a text. Seeded when first asked: most streams only fork, or serve an act that draws nothing. */
export function createRandom(seed: string): Random {
  let a = 0
  let b = 0
  let c = 0
  let counter = 1
  let isSeeded = false

  function begin(): void {
    isSeeded = true
    hashed[0] = Bun.hash.wyhash(seed, 1n)
    a = halves[0]!
    b = halves[1]!
    hashed[0] = Bun.hash.wyhash(seed, 2n)
    c = halves[0]!
    for (let round = 0; round < 12; round += 1) next()
  }
  const next = (): number => {
    if (!isSeeded) begin()
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)

  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability,
    pick(from) {
      if (from.length === 0) throw new RangeError('there is nothing to pick from')
      return from[below(from.length)]!
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}

/** The two halves of a hash, the low one first: taking a big number apart by arithmetic costs more than making it. */
const hashed = new BigUint64Array(1)
const halves = new Int32Array(hashed.buffer)
