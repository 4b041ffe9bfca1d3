import { expect, test } from 'bun:test'
import { array, assert, integer, property, tuple } from 'fast-check'
import { KeyFilter } from './key-filter.ts'

const hash = integer({ min: 0, max: 0xffffffff })

test('what was added is never called new', () => {
  assert(
    property(array(tuple(hash, hash), { maxLength: 200 }), (pairs) => {
      const filter = new KeyFilter()
      for (const [author, key] of pairs) filter.add(author, key)
      return pairs.every(([author, key]) => filter.mayHave(author, key))
    }),
    { numRuns: 20 },
  )
})

test('what was not added is nearly always called new', () => {
  const filter = new KeyFilter()
  for (let index = 0; index < 100_000; index += 1) filter.add(index % 200, Math.imul(index, 2654435761) >>> 0)
  let wrong = 0
  for (let index = 100_000; index < 200_000; index += 1) {
    if (filter.mayHave(index % 200, Math.imul(index, 2654435761) >>> 0)) wrong += 1
  }
  expect(wrong).toBeLessThan(1_000)
})
