import { expect, test } from 'bun:test'
import { localDayOf, localTimeOf, pinOf, placeOf, zoneName } from './local-time.ts'

test('[W4] a place is what is known of it', () => {
  expect(placeOf({ city: 'Kazan', region_name: 'Tatarstan', country_name: 'Russia' })).toBe(
    'Kazan, Tatarstan, Russia',
  )
  expect(placeOf({ city: 'Moscow', region_name: 'Moscow', country_name: 'Russia' })).toBe('Moscow, Russia')
  expect(placeOf({ city: null, country_name: '' })).toBeNull()
  expect(placeOf(null)).toBeNull()
})

test('[CP8] a zone is named with its distance from Greenwich, as it is on that day', () => {
  const winter = Date.parse('2026-01-15T12:00:00Z')
  const summer = Date.parse('2026-07-15T12:00:00Z')
  expect(zoneName(winter, 'ru', 'Europe/Moscow')).toBe('Europe/Moscow (GMT+3)')
  expect(zoneName(winter, 'en', 'Europe/Berlin')).toBe('Europe/Berlin (GMT+1)')
  expect(zoneName(summer, 'en', 'Europe/Berlin')).toBe('Europe/Berlin (GMT+2)')
  expect(zoneName(winter, 'en', 'Asia/Kolkata')).toBe('Asia/Kolkata (GMT+5:30)')
})

test('[CP4] a pin needs both numbers, and a place on earth', () => {
  expect(pinOf({ longitude: 0, latitude: 0 })).toEqual({ longitude: 0, latitude: 0 })
  expect(pinOf({ longitude: 37.6 })).toBeNull()
  expect(pinOf({ longitude: 37.6, latitude: 200 })).toBeNull()
  expect(pinOf(null)).toBeNull()
})

test('[W4] [CP4] the client’s time is the time where the client is, and how far from the reader’s', () => {
  const noon = Date.parse('2026-11-22T12:00:00.000Z')
  const there = (zone: string, reader: string, nowMs = noon) =>
    localTimeOf({ time_zone: zone }, nowMs, 'en', reader)
  expect(there('Asia/Tokyo', 'Europe/Moscow')).toEqual({ time: '21:00', weekday: null, aheadMinutes: 360 })
  expect(there('America/New_York', 'Europe/Moscow')?.aheadMinutes).toBe(-480)
  expect(there('Asia/Kolkata', 'UTC')).toEqual({ time: '17:30', weekday: null, aheadMinutes: 330 })
  expect(there('Europe/Moscow', 'Europe/Moscow')?.aheadMinutes).toBe(0)
  const lateUtc = Date.parse('2026-11-22T22:30:00.000Z')
  expect(there('Asia/Tokyo', 'UTC', lateUtc)).toEqual({ time: '07:30', weekday: 'Mon', aheadMinutes: 540 })
})

const londonFromMoscow = (time: string) =>
  localTimeOf({ time_zone: 'Europe/London' }, Date.parse(time), 'en', 'Europe/Moscow')?.aheadMinutes

test('[CP4] an offset follows the summer time of either side', () => {
  expect(londonFromMoscow('2026-07-01T12:00:00Z')).toBe(-120)
  expect(londonFromMoscow('2026-12-01T12:00:00Z')).toBe(-180)
})

test('[CP4] midnight is 00:00 and not 24:00', () => {
  expect(localTimeOf({ time_zone: 'UTC' }, Date.parse('2026-11-22T00:00:00Z'), 'ru', 'UTC')?.time).toBe(
    '00:00',
  )
})

test('[CP4] a zone that nobody knows gives no time', () => {
  expect(localTimeOf({ time_zone: 'Nowhere/Land' }, 0, 'en')).toBeNull()
  expect(localTimeOf({}, 0, 'en')).toBeNull()
})

test('[W4] a day is the reader’s own', () => {
  const noon = new Date(2026, 10, 5, 12)
  expect(localDayOf(noon.toISOString())).toBe('2026-11-05')
  expect(localDayOf(new Date(2026, 10, 5, 0, 0, 1).toISOString())).toBe('2026-11-05')
})
