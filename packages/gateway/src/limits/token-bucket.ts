/**
 * The rate limiter as a value: a bucket fills with tokens at a steady rate up to its burst; whoever finds enough takes them. Two numbers
 * a key, no timers, and the time comes from outside.
 */

export interface Limit {
  /** How fast the bucket fills, in tokens a second. */
  readonly perSecond: number
  /** How many it holds: what may come at once after a silence. */
  readonly burst: number
}

export interface Bucket {
  readonly tokens: number
  readonly atMs: number
}

export interface Taken {
  readonly bucket: Bucket
  readonly allowed: boolean
  /** Milliseconds until the same request would be allowed; 0 when it was, Infinity when it never will be (more than the burst). */
  readonly retryMs: number
}

export function fullBucket(limit: Limit, nowMs: number): Bucket {
  return { tokens: limit.burst, atMs: nowMs }
}

/**
 * [EP6] Takes `cost` tokens, or none where there are not enough: a refused request costs nothing, so that one who keeps knocking is let
 * in as soon as one who waits. A clock that goes back fills nothing and takes nothing away.
 */
export function takeToken(limit: Limit, bucket: Bucket, nowMs: number, cost = 1): Taken {
  const filled = fill(limit, bucket, nowMs)
  if (cost <= filled.tokens) {
    return { bucket: { tokens: filled.tokens - cost, atMs: nowMs }, allowed: true, retryMs: 0 }
  }
  const retryMs =
    cost > limit.burst
      ? Number.POSITIVE_INFINITY
      : Math.ceil(((cost - filled.tokens) / limit.perSecond) * 1000)
  return { bucket: filled, allowed: false, retryMs }
}

/** Puts tokens back: what was taken turned out not to count. Never above the burst. */
export function giveBack(limit: Limit, bucket: Bucket, count = 1): Bucket {
  return { tokens: Math.min(limit.burst, bucket.tokens + count), atMs: bucket.atMs }
}

/** A full bucket says the same as none. */
export function isFull(limit: Limit, bucket: Bucket, nowMs: number): boolean {
  return fill(limit, bucket, nowMs).tokens >= limit.burst
}

function fill(limit: Limit, bucket: Bucket, nowMs: number): Bucket {
  const elapsedMs = Math.max(0, nowMs - bucket.atMs)
  return { tokens: Math.min(limit.burst, bucket.tokens + (elapsedMs / 1000) * limit.perSecond), atMs: nowMs }
}
