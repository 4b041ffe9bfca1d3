import { expect, test } from 'bun:test'
import { HUES, hueOf } from './hue.ts'

test('[A4] a person has one colour, and all of them are used about equally', () => {
  const counts = Array.from({ length: HUES }, () => 0)
  for (let index = 0; index < 4_000; index += 1) {
    const id = `cli_${String(index).padStart(10, '0')}`
    expect(hueOf(id)).toBe(hueOf(id))
    counts[hueOf(id)] = (counts[hueOf(id)] ?? 0) + 1
  }
  for (const count of counts) {
    expect(count).toBeGreaterThan(350)
    expect(count).toBeLessThan(650)
  }
})

test('[A4] neighbours differ more often than not', () => {
  let same = 0
  for (let index = 0; index < 1_000; index += 1)
    if (hueOf(`cli_${10_000 + index}`) === hueOf(`cli_${10_001 + index}`)) same += 1
  expect(same).toBeLessThan(300)
})
