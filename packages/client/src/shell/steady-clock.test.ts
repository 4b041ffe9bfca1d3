import { expect, test } from 'bun:test'
import { createSteadyClock } from './steady-clock.ts'

function handClock() {
  let nowMs = 1_000_000
  const rings: (() => void)[] = []
  return {
    nowMs: () => nowMs,
    after(_delayMs: number, callback: () => void) {
      rings.push(callback)
      return () => {}
    },
    set: (ms: number) => {
      nowMs = ms
    },
    ring: () => rings.shift()?.(),
  }
}

test('[S7] it is the device’s clock as long as that goes forward', () => {
  const clock = handClock()
  const steady = createSteadyClock(clock)
  for (const ms of [1_000_000, 1_000_001, 9_000_000]) {
    clock.set(ms)
    expect(steady.nowMs()).toBe(ms)
    expect(steady.shownMs(ms)).toBe(ms)
  }
})

test('[S7] set back, it goes on from where it was, and shows times as the device has them', () => {
  const clock = handClock()
  const steady = createSteadyClock(clock)
  steady.nowMs()
  clock.set(940_000)
  expect(steady.nowMs()).toBe(1_000_000)
  clock.set(945_000)
  expect(steady.nowMs()).toBe(1_005_000)
  expect(steady.shownMs(1_005_000)).toBe(945_000)
})

test('[S7] a timer that rings has run its time, wherever the device’s clock is', () => {
  const clock = handClock()
  const steady = createSteadyClock(clock)
  const heard: number[] = []
  steady.after(35_000, () => heard.push(steady.nowMs()))
  clock.set(975_000)
  clock.ring()
  expect(heard).toEqual([1_035_000])
})
