import { expect, test } from 'bun:test'
import { RecentMap } from './recent-map.ts'

test('what was put lately is found, and the cache stays within two generations', () => {
  const recent = new RecentMap<number, string>(10)
  for (let key = 0; key < 1_000; key += 1) {
    recent.set(key, `value ${key}`)
    expect(recent.get(key)).toBe(`value ${key}`)
    expect(recent.size).toBeLessThanOrEqual(20)
  }
  expect(recent.has(995)).toBe(true)
  expect(recent.has(0)).toBe(false)
})

test('a newer value hides the older one, also across generations', () => {
  const recent = new RecentMap<string, number>(2)
  recent.set('a', 1)
  recent.set('b', 1)
  recent.set('c', 1)
  recent.set('a', 2)
  expect(recent.get('a')).toBe(2)
  expect(recent.get('c')).toBe(1)
})
