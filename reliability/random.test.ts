import { expect, test } from 'bun:test'
import { pick, randomFrom } from './random.ts'

test('[RT2] the same seed chooses the same, another seed something else, and all of [0, 1) is reached', () => {
  expect(some(7)).toEqual(some(7))
  expect(some(7)).not.toEqual(some(8))
  expect(Math.min(...some(7))).toBeLessThan(0.01)
  expect(Math.max(...some(7))).toBeGreaterThan(0.99)
  expect(Math.max(...some(7))).toBeLessThan(1)
  expect(pick(() => 0.999, ['a', 'b'])).toBe('b')
  expect(() => pick(() => 0, [])).toThrow('nothing to choose from')
})

function some(seed: number): number[] {
  const random = randomFrom(seed)
  return Array.from({ length: 1_000 }, random)
}
