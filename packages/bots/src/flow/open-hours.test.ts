import { expect, test } from 'bun:test'
import type { NodeOf } from './flow.ts'
import { isDay, isOpen, isTimeZone, zonedAt } from './open-hours.ts'

const office = { from: '09:00', to: '18:00' }
const shop: NodeOf<'hours'> = {
  kind: 'hours',
  week: {
    mon: [office],
    tue: [office],
    wed: [office],
    thu: [office],
    fri: [
      { from: '09:00', to: '13:00' },
      { from: '14:00', to: '24:00' },
    ],
    sat: [{ from: '22:00', to: '03:00' }],
  },
  holidays: ['01-07', '2026-11-23'],
}

test('[BF7] open within a shift, from its first minute to before its last', () => {
  for (const [day, clock, open] of [
    ['2026-11-24', '08:59', false],
    ['2026-11-24', '09:00', true],
    ['2026-11-24', '17:59', true],
    ['2026-11-24', '18:00', false],
    ['2026-11-27', '13:30', false],
    ['2026-11-27', '23:59', true],
    ['2026-11-28', '00:00', false],
    // Past midnight: Saturday's shift on Sunday, which has none of its own.
    ['2026-11-28', '22:00', true],
    ['2026-11-29', '02:59', true],
    ['2026-11-29', '03:00', false],
    // Holidays: a Monday of this year, and a Thursday of any.
    ['2026-11-23', '10:00', false],
    ['2027-01-07', '10:00', false],
    ['2027-01-08', '10:00', true],
  ] as const) {
    expect([day, clock, isOpen(shop, { day, clock })]).toEqual([day, clock, open])
  }
})

test('[BF7] a shift that began before a holiday still ends in it, and one of the holiday does not begin', () => {
  const night: NodeOf<'hours'> = { ...shop, holidays: ['2026-11-29', '12-05'] }
  expect(isOpen(night, { day: '2026-11-29', clock: '01:00' })).toBe(true)
  expect(isOpen(night, { day: '2026-12-05', clock: '23:00' })).toBe(false)
  expect(isOpen(night, { day: '2026-12-06', clock: '01:00' })).toBe(false)
})

test('[BF7] day and clock are those of the zone, over its changes too', () => {
  expect(zonedAt(Date.parse('2026-11-22T21:30:00Z'), 'Europe/Moscow')).toEqual({
    day: '2026-11-23',
    clock: '00:30',
  })
  expect(zonedAt(Date.parse('2026-10-25T00:30:00Z'), 'Europe/Berlin').clock).toBe('02:30')
  expect(zonedAt(Date.parse('2026-10-25T01:30:00Z'), 'Europe/Berlin').clock).toBe('02:30')
  expect(zonedAt(Date.parse('2026-10-25T02:30:00Z'), 'Europe/Berlin').clock).toBe('03:30')
  expect(zonedAt(Date.parse('2026-11-22T10:00:00Z'), 'Mars/Olympus').clock).toBe('10:00')
  expect([isTimeZone('Asia/Tashkent'), isTimeZone('Mars/Olympus')]).toEqual([true, false])
})

test('[BF7] a day is one of the calendar', () => {
  expect(['2026-02-28', '2028-02-29', '2026-02-29', '2026-13-01', '26-1-1'].map(isDay)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
