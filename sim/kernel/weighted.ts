import type { Random } from './random.ts'

export interface Weighted {
  readonly kind: string
  readonly weight: number
}

/** Draws by weight. */
export function weighted(from: readonly Weighted[]): (random: Random) => string {
  const total = from.reduce((sum, { weight }) => sum + weight, 0)
  return (random) => {
    let left = random.next() * total
    for (const { kind, weight } of from) {
      left -= weight
      if (left < 0) return kind
    }
    return from.at(-1)!.kind
  }
}
