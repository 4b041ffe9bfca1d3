import { median } from '../statistics.ts'

export interface Sample {
  readonly atMs: number
  readonly bytes: number
}

export interface MemoryVerdict {
  /** By the least squares over the last two thirds; what comes before is warm-up. */
  readonly slopeMiBPerHour: number
  /** The median of the last third less that of the middle one. */
  readonly stepMiB: number
  /** A sentence where the memory grew by more than the length of the run can explain, or null. */
  readonly fault: string | null
}

/** Below an hour a slope is mostly the moment at which the collector ran: medians of thirds are compared, and this much between them says nothing. */
export const STEP_MIB_MAX = 32
/** From an hour on the promise itself is asked for. */
export const SLOPE_MIB_PER_HOUR_MAX = 1
const LONG_MS = 3_600_000
const MIB = 1024 * 1024

/** Judges samples that are in order and cover the whole run. */
export function judgeMemory(samples: readonly Sample[]): MemoryVerdict {
  const third = Math.floor(samples.length / 3)
  const warm = samples.slice(third)
  const of = (list: readonly Sample[]): number => median(list.map(({ bytes }) => bytes)) / MIB
  const stepMiB = of(samples.slice(2 * third)) - of(samples.slice(third, 2 * third))
  const slopeMiBPerHour = (slope(warm) / MIB) * 3_600_000
  const isLong = (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0) >= LONG_MS
  const fault = isLong
    ? slopeMiBPerHour > SLOPE_MIB_PER_HOUR_MAX
      ? `the memory grows by ${slopeMiBPerHour.toFixed(1)} MiB an hour`
      : null
    : stepMiB > STEP_MIB_MAX
      ? `the memory grew by ${stepMiB.toFixed(0)} MiB from the middle third to the last`
      : null
  return { slopeMiBPerHour, stepMiB, fault }
}

/** Bytes a millisecond, by least squares; 0 of fewer than two moments. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const atMs = mean((sample) => sample.atMs)
  const bytes = mean((sample) => sample.bytes)
  let both = 0
  let square = 0
  for (const sample of samples) {
    both += (sample.atMs - atMs) * (sample.bytes - bytes)
    square += (sample.atMs - atMs) ** 2
  }
  return square === 0 ? 0 : both / square
}
