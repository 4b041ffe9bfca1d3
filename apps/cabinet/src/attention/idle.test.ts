import { expect, test } from 'bun:test'
import { idleDueMs, onIdleTime, onInput, onStatus, WARNING_MS, type Idle } from './idle.ts'

const LIMIT = 600_000
const here: Idle = { name: 'here', inputMs: 1_000 }
const warned = onIdleTime(here, LIMIT, 1_000 + LIMIT)
const away = onIdleTime(warned, LIMIT, 1_000 + LIMIT + WARNING_MS)

test('[I1] no input for the limit, a warning, a minute, away', () => {
  expect(onIdleTime(here, LIMIT, LIMIT)).toBe(here)
  expect(idleDueMs(here, LIMIT)).toBe(1_000 + LIMIT)
  expect(warned).toEqual({ name: 'warned', inputMs: 1_000, untilMs: 1_000 + LIMIT + WARNING_MS })
  expect(idleDueMs(warned, LIMIT)).toBe(1_000 + LIMIT + WARNING_MS)
  expect(onIdleTime(warned, LIMIT, LIMIT + WARNING_MS)).toBe(warned)
  expect(away).toEqual({ name: 'away', sinceMs: 1_000 + LIMIT + WARNING_MS })
  expect(idleDueMs(away, LIMIT)).toBeNull()
})

test('[I1] any input ends the warning, and none that is older than another counts', () => {
  expect(onInput(warned, 700_000)).toEqual({ name: 'here', inputMs: 700_000 })
  expect(onInput(here, 500)).toBe(here)
})

test('[I1] after a sleep there is still a minute to say that one is here', () => {
  expect(onIdleTime(here, LIMIT, 36_000_000)).toMatchObject({
    name: 'warned',
    untilMs: 36_000_000 + WARNING_MS,
  })
})

test('[I2] who is away comes back by saying so, not by touching the mouse', () => {
  expect(onInput(away, 9_000_000)).toBe(away)
  expect(onStatus(away, 'AWAY', 9_000_000)).toBe(away)
  expect(onStatus(away, 'ONLINE', 9_000_000)).toEqual({ name: 'here', inputMs: 9_000_000 })
  expect(onStatus(away, 'OFFLINE', 9_000_000)).toEqual({ name: 'here', inputMs: 9_000_000 })
})

test('[I1] who is not on duty, or wants no question, is not asked', () => {
  expect(onIdleTime(here, null, 36_000_000)).toBe(here)
  expect(idleDueMs(here, null)).toBeNull()
  expect(onIdleTime(warned, null, 700_000)).toEqual({ name: 'here', inputMs: 700_000 })
  expect(onStatus(warned, 'AWAY', 700_000)).toEqual({ name: 'here', inputMs: 700_000 })
  expect(onStatus(here, 'ONLINE', 700_000)).toBe(here)
})
