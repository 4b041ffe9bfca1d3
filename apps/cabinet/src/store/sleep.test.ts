import { expect, test } from 'bun:test'
import type { Clock } from '@pult/client'
import { watchSleep } from './sleep.ts'

/** A clock whose timers are rung by hand, as late as the test likes. */
function lateClock() {
  let nowMs = 0
  let waiting: (() => void) | null = null
  const clock: Clock = {
    nowMs: () => nowMs,
    after(_delayMs, callback) {
      waiting = callback
      return () => {
        if (waiting === callback) waiting = null
      }
    },
  }
  const ringAfter = (ms: number) => {
    nowMs += ms
    const ring = waiting
    waiting = null
    ring?.()
  }
  return { clock, ringAfter, isWaiting: () => waiting !== null, pass: (ms: number) => (nowMs += ms) }
}

function watched() {
  const late = lateClock()
  const browser = { visible: true, look: () => undefined as void }
  const woken: number[] = []
  const stop = watchSleep(
    {
      clock: late.clock,
      page: {
        isVisible: () => browser.visible,
        isLookedAt: () => browser.visible,
        onLook(listener) {
          browser.look = listener
          return () => undefined
        },
        nextFrame: () => () => undefined,
      },
    },
    (sinceMs) => woken.push(sinceMs),
  )
  return { ...late, browser, woken, stop }
}

test('[E6] a timer that rings in time is no sleep, one that rings much too late is, and says since when', () => {
  const { ringAfter, woken, stop, isWaiting } = watched()
  ringAfter(2_000)
  ringAfter(9_000)
  expect(woken).toEqual([])
  ringAfter(600_000)
  expect(woken).toEqual([11_000])
  ringAfter(2_000)
  expect(woken).toHaveLength(1)
  stop()
  expect(isWaiting()).toBe(false)
})

test('[E6] a hidden page has slow timers and is not asleep for that; coming back is noticed before the timer rings', () => {
  const { browser, ringAfter, pass, woken } = watched()
  browser.visible = false
  browser.look()
  ringAfter(61_000)
  ringAfter(61_000)
  expect(woken).toEqual([])
  pass(3_600_000)
  browser.visible = true
  browser.look()
  expect(woken).toEqual([122_000])
})
