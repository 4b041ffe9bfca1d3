import { describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { fullBucket, giveBack, takeToken } from './token-bucket.ts'

const limit = { perSecond: 2, burst: 3 }

describe('takeToken', () => {
  test('[EP6] the burst at once, then the rate', () => {
    let bucket = fullBucket(limit, 0)
    const allowed = [0, 0, 0, 0, 499, 500, 999, 1000].map((nowMs) => {
      const taken = takeToken(limit, bucket, nowMs)
      bucket = taken.bucket
      return taken.allowed
    })
    expect(allowed).toEqual([true, true, true, false, false, true, false, true])
  })

  test('[EP6] retryMs is the first moment at which it is allowed', () => {
    const empty = { tokens: 0.25, atMs: 1_000 }
    const { retryMs } = takeToken(limit, empty, 1_000)
    expect(retryMs).toBe(375)
    expect(takeToken(limit, empty, 1_000 + retryMs).allowed).toBe(true)
    expect(takeToken(limit, empty, 1_000 + retryMs - 1).allowed).toBe(false)
  })

  test('[EP6] more than the burst is never allowed and says so', () => {
    expect(takeToken(limit, fullBucket(limit, 0), 0, 4)).toMatchObject({ allowed: false, retryMs: Infinity })
  })

  test('[EP6] a clock that goes back gives nothing', () => {
    const empty = { tokens: 0, atMs: 10_000 }
    expect(takeToken(limit, empty, 5_000).allowed).toBe(false)
  })

  test('[EP6] giving back stops at the burst', () => {
    expect(giveBack(limit, { tokens: 2.5, atMs: 0 }).tokens).toBe(3)
  })

  test('[EP6] over any span, however it is asked, no more than burst + rate × span is let through', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 700 }), { minLength: 1, maxLength: 60 }), (gapsMs) => {
        let bucket = fullBucket(limit, 0)
        let nowMs = 0
        let through = 0
        for (const gapMs of gapsMs) {
          nowMs += gapMs
          const taken = takeToken(limit, bucket, nowMs)
          bucket = taken.bucket
          if (taken.allowed) through += 1
        }
        expect(through).toBeLessThanOrEqual(limit.burst + (nowMs / 1000) * limit.perSecond + 1e-6)
      }),
    )
  })
})
