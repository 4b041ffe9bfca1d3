import { fullBucket, giveBack, isFull, takeToken, type Bucket, type Limit } from './token-bucket.ts'

/**
 * Buckets by key, in bounded memory. The key least recently asked about goes first when there is no room, so that somebody who sweeps
 * through addresses pushes out the idle and not the busy.
 */
export interface Limiter {
  /** Takes `cost` tokens of the key, or none. */
  take(key: string, nowMs: number, cost?: number): { readonly allowed: boolean; readonly retryMs: number }
  /** Puts tokens back; an unknown key is full already. */
  giveBack(key: string, count?: number): void
  readonly size: number
}

/** About 150 bytes a key: 15 MB at worst for each limiter. */
export const LIMITER_KEYS_MAX = 100_000
/** How many of the oldest keys are looked at with each new one: twice as many as come, so that the store empties itself. */
const SWEEP_KEYS = 2

/** [EP7] At most `keysMax` keys, whatever comes. */
export function createLimiter(limit: Limit, keysMax = LIMITER_KEYS_MAX): Limiter {
  // A Map keeps the order of insertion; a key that is asked about is put in anew, so the first is the least recent.
  const buckets = new Map<string, Bucket>()

  const makeRoom = (nowMs: number) => {
    let looked = 0
    for (const [key, bucket] of buckets) {
      if (looked === SWEEP_KEYS) break
      looked += 1
      if (isFull(limit, bucket, nowMs)) buckets.delete(key)
    }
    const [oldest] = buckets.keys()
    if (buckets.size >= keysMax && oldest !== undefined) buckets.delete(oldest)
  }

  return {
    take(key, nowMs, cost = 1) {
      const known = buckets.get(key)
      if (known === undefined) makeRoom(nowMs)
      else buckets.delete(key)
      const { bucket, allowed, retryMs } = takeToken(limit, known ?? fullBucket(limit, nowMs), nowMs, cost)
      buckets.set(key, bucket)
      return { allowed, retryMs }
    },
    giveBack(key, count = 1) {
      const bucket = buckets.get(key)
      if (bucket !== undefined) buckets.set(key, giveBack(limit, bucket, count))
    },
    get size() {
      return buckets.size
    },
  }
}
