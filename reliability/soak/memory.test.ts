import { expect, test } from 'bun:test'
import { judgeMemory, type Sample } from './memory.ts'

const MIB = 1024 * 1024

function samples(minutes: number, mib: (minute: number) => number): Sample[] {
  return Array.from({ length: minutes * 6 + 1 }, (_, index) => ({
    atMs: index * 10_000,
    bytes: mib(index / 6) * MIB,
  }))
}

test('[RT41] an hour and more: the slope after the warm-up is judged, and the warm-up is not', () => {
  const warming = samples(150, (minute) => Math.min(minute, 40) * 5 + 100)
  expect(judgeMemory(warming)).toEqual({ slopeMiBPerHour: 0, stepMiB: 0, fault: null })
  const leaking = judgeMemory(samples(150, (minute) => 100 + minute / 30))
  expect(leaking.slopeMiBPerHour).toBeCloseTo(2, 3)
  expect(leaking.fault).toBe('the memory grows by 2.0 MiB an hour')
  expect(judgeMemory(samples(150, (minute) => 100 + minute / 100)).fault).toBeNull()
})

test('[RT41] below an hour: medians of thirds, with an allowance that the teeth of a saw stay under', () => {
  const saw = judgeMemory(samples(5, (minute) => 200 + ((minute * 60) % 25)))
  expect(saw.fault).toBeNull()
  const leaking = judgeMemory(samples(5, (minute) => 200 + minute * 30))
  expect(leaking.stepMiB).toBeGreaterThan(40)
  expect(leaking.fault).toStartWith('the memory grew by')
})
