import { expect, test } from 'bun:test'
import type { Usage } from './file-place.ts'
import { createUsageCount } from './usage-count.ts'

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 10, 22)

/** A place whose counts a test answers, and a clock in its hand. */
function setUp(isShared: boolean) {
  const asked: {
    readonly sinceMs: number
    readonly answer: (usage: Usage) => void
    readonly fail: () => void
  }[] = []
  const errors: unknown[] = []
  const clock = { nowMs: START_MS }
  const survey = (sinceMs: number): Promise<Usage> =>
    new Promise((answer, reject) => {
      asked.push({ sinceMs, answer, fail: () => reject(new Error('away')) })
    })
  const count = createUsageCount({
    place: { survey, isShared },
    nowMs: () => clock.nowMs,
    onError: (error) => errors.push(error),
    waitMs: 5,
  })
  return { asked, errors, clock, count }
}

test('[EP34] nobody waits for a count that takes long: null, until it is there', async () => {
  const { asked, count, clock } = setUp(false)
  clock.nowMs += 500
  count.add(7)
  expect(await count.now()).toBeNull()
  expect(await count.now()).toBeNull()
  expect(asked.map(({ sinceMs }) => sinceMs)).toEqual([START_MS])
  asked[0]!.answer({ files: 10, bytes: 1_000 })
  expect(await count.now()).toEqual({ files: 11, bytes: 1_007 })
})

test('[EP34] a folder of one’s own is counted once, however old the count is', async () => {
  const { asked, count, clock } = setUp(false)
  const first = count.now()
  asked[0]!.answer({ files: 1, bytes: 2 })
  expect(await first).toEqual({ files: 1, bytes: 2 })
  clock.nowMs += 1_000 * HOUR_MS
  count.add(3)
  expect(await count.now()).toEqual({ files: 2, bytes: 5 })
  expect(asked).toHaveLength(1)
})

test('[EP34] a shared place is counted anew after six hours; what this node added is not counted twice', async () => {
  const { asked, count, clock } = setUp(true)
  const first = count.now()
  asked[0]!.answer({ files: 1, bytes: 100 })
  await first
  count.add(10)
  clock.nowMs += 7 * HOUR_MS
  expect(await count.now()).toEqual({ files: 2, bytes: 110 })
  expect(asked[1]?.sinceMs).toBe(clock.nowMs)
  // Another node has added two of 500; this one adds one while it is being counted.
  count.add(20)
  asked[1]!.answer({ files: 4, bytes: 1_110 })
  await Bun.sleep(1)
  expect(await count.now()).toEqual({ files: 5, bytes: 1_130 })
  expect(asked).toHaveLength(2)
})

test('[EP34] a count that fails is told, and the next question begins another', async () => {
  const { asked, errors, count } = setUp(true)
  const first = count.now()
  asked[0]!.fail()
  expect(await first).toBeNull()
  expect(errors.map(String)).toEqual(['Error: away'])
  const second = count.now()
  asked[1]!.answer({ files: 1, bytes: 1 })
  expect(await second).toEqual({ files: 1, bytes: 1 })
})
