import { expect, test } from 'bun:test'
import { dayName, timeText } from './when.ts'

const now = new Date(2026, 10, 22, 0, 30).getTime()

test('[M3] days are named as people name them', () => {
  const name = (...when: [number, number, number, number]) => dayName(new Date(...when).getTime(), now, 'en')
  expect(name(2026, 10, 22, 0)).toBe('Today')
  expect(name(2026, 10, 21, 23)).toBe('Yesterday')
  expect(name(2026, 10, 20, 23)).toBe('November 20')
  expect(name(2025, 10, 22, 12)).toBe('November 22, 2025')
  expect(dayName(new Date(2026, 4, 3, 12).getTime(), now, 'ru')).toBe('3 мая')
})

test('the time is written as the language writes it', () => {
  const at = new Date(2026, 10, 22, 14, 5).getTime()
  expect(timeText(at, 'ru')).toBe('14:05')
  expect(timeText(at, 'en')).toMatch(/^2:05\sPM$/)
})
