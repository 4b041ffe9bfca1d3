import { expect, test } from 'bun:test'
import { localDayOf, localTimeOf, placeOf } from './local-time.ts'

test('[W4] a place is what is known of it', () => {
  expect(placeOf({ city: 'Kazan', region_name: 'Tatarstan', country_name: 'Russia' })).toBe(
    'Kazan, Tatarstan, Russia',
  )
  expect(placeOf({ city: 'Moscow', region_name: 'Moscow', country_name: 'Russia' })).toBe('Moscow, Russia')
  expect(placeOf({ city: null, country_name: '' })).toBeNull()
  expect(placeOf(null)).toBeNull()
})

test('[W4] the client’s time is the time where the client is', () => {
  const noon = Date.parse('2026-11-22T12:00:00.000Z')
  expect(localTimeOf({ time_zone: 'Asia/Tokyo' }, noon, 'en-GB')).toContain('21:00')
  expect(localTimeOf({ time_zone: 'America/New_York' }, noon, 'ru')).toContain('07:00')
  expect(localTimeOf({ time_zone: 'Nowhere/Land' }, noon, 'en')).toBeNull()
  expect(localTimeOf({}, noon, 'en')).toBeNull()
})

test('[W4] a day is the reader’s own', () => {
  const noon = new Date(2026, 10, 5, 12)
  expect(localDayOf(noon.toISOString())).toBe('2026-11-05')
  expect(localDayOf(new Date(2026, 10, 5, 0, 0, 1).toISOString())).toBe('2026-11-05')
})
