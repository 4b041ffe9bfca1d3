import { expect, test } from 'bun:test'
import { afterLook, behindOf, type Unreached } from './behind.ts'

/** Looks at a log, once a second; `ownOf`: how far the copy has come by then. */
function looked(heads: readonly number[], ownOf: (second: number) => number): Unreached {
  return heads.reduce<Unreached>(
    (unreached, headSeq, second) => afterLook(unreached, { headSeq, atMs: second * 1_000 }, ownOf(second)),
    [],
  )
}

test('[CL16] a copy that keeps up is not behind, however much is written between two looks', () => {
  const heads = [100, 5_000, 90_000]
  // At each look it has what stood there at the look before.
  const unreached = looked(heads, (second) => heads[second - 1] ?? 0)
  expect(behindOf(unreached, 90_000, 2_300)).toEqual({ records: 0, ms: 0 })
  expect(behindOf([], 0, 2_300)).toEqual({ records: 0, ms: 0 })
})

test('[CL16] one that has stopped is behind since the look whose records it lacks', () => {
  const unreached = looked([10, 10, 14, 20], () => 10)
  expect(behindOf(unreached, 10, 4_000)).toEqual({ records: 10, ms: 2_000 })
  // It goes on, and is still three seconds and a half late.
  expect(behindOf(unreached, 15, 6_500)).toEqual({ records: 5, ms: 3_500 })
  expect(behindOf(unreached, 20, 6_500)).toEqual({ records: 0, ms: 0 })
})

test('[CL16] hours of it are kept in little, and neither the beginning nor the end is lost', () => {
  const hours = Array.from({ length: 20_000 }, (_, second) => second + 1)
  const unreached = looked(hours, () => 0)
  expect(unreached.length).toBeLessThanOrEqual(32)
  expect(behindOf(unreached, 0, 20_000_000)).toEqual({ records: 20_000, ms: 20_000_000 })
})
