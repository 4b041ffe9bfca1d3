import { expect, test } from 'bun:test'
import { MAP_HEIGHT, MAP_WIDTH } from './projection.ts'
import { isDaylight, nightPath, sunAt } from './sun.ts'

const at = (time: string) => sunAt(Date.parse(time))
const moscow = { longitude: 37.6, latitude: 55.7 }
const murmansk = { longitude: 33.1, latitude: 69 }

test('[CP4] the sun stands over the tropics at the solstices and over the equator at the equinoxes', () => {
  expect(at('2026-06-21T12:00:00Z').declination).toBeCloseTo(23.44, 1)
  expect(at('2026-12-21T12:00:00Z').declination).toBeCloseTo(-23.44, 1)
  expect(Math.abs(at('2026-03-20T14:46:00Z').declination)).toBeLessThan(0.1)
})

test('[CP4] noon is at Greenwich within the equation of time, and goes west 15° an hour', () => {
  // 3 November: the sun is 16.4 minutes early, 4.1°.
  expect(at('2026-11-03T12:00:00Z').longitude).toBeCloseTo(-4.1, 0)
  expect(at('2026-11-03T18:00:00Z').longitude).toBeCloseTo(-94.1, 0)
  expect(at('2026-11-03T00:00:00Z').longitude).toBeCloseTo(175.9, 0)
})

test('[CP4] day and night are those of the place', () => {
  expect(isDaylight(moscow, at('2026-11-22T09:00:00Z'))).toBe(true)
  expect(isDaylight(moscow, at('2026-11-22T18:00:00Z'))).toBe(false)
  // Sunrise in Moscow on 22 November is at 08:21 of its time, 05:21 UTC.
  expect(isDaylight(moscow, at('2026-11-22T05:14:00Z'))).toBe(false)
  expect(isDaylight(moscow, at('2026-11-22T05:28:00Z'))).toBe(true)
  expect(isDaylight(murmansk, at('2026-12-21T10:00:00Z'))).toBe(false)
  expect(isDaylight(murmansk, at('2026-06-21T22:00:00Z'))).toBe(true)
})

test('[CP4] the night covers the pole that has winter, and stays on the map at every hour of the year', () => {
  expect(nightPath(at('2026-12-21T12:00:00Z'))).toStartWith('M0 0L')
  expect(nightPath(at('2026-06-21T12:00:00Z'))).toStartWith(`M0 ${MAP_HEIGHT}L`)
  for (let hour = 0; hour < 24 * 365; hour += 37) {
    const path = nightPath(sunAt(Date.UTC(2026, 0, 1) + hour * 3_600_000))
    const numbers = (path.match(/-?[\d.]+|NaN/g) ?? []).map(Number)
    expect(numbers.every((number) => number >= 0 && number <= Math.max(MAP_WIDTH, MAP_HEIGHT))).toBe(true)
  }
})
