/** The middle one, or the higher of the two in the middle; 0 of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which the part `q` of [0, 1) of all lie; 0 of nothing. */
export function quantile(values: readonly number[], q: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * q)] ?? 0
}
