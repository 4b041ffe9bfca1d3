import { expect, test } from 'bun:test'
import { latest } from './latest.ts'

test('the same arguments give the same object, others a new one', () => {
  const pair = latest((one: number, other: string) => ({ one, other }))
  const first = pair(1, 'a')
  expect(pair(1, 'a')).toBe(first)
  expect(pair(2, 'a')).toEqual({ one: 2, other: 'a' })
  expect(pair(1, 'a')).not.toBe(first)
})
