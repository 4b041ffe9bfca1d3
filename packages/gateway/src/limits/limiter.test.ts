import { describe, expect, test } from 'bun:test'
import { createLimiter } from './limiter.ts'

const limit = { perSecond: 1, burst: 2 }

describe('createLimiter', () => {
  test('[EP7] keys do not take from each other', () => {
    const limiter = createLimiter(limit)
    expect([1, 2, 3].map(() => limiter.take('a', 0).allowed)).toEqual([true, true, false])
    expect(limiter.take('b', 0).allowed).toBe(true)
  })

  test('[EP7] the store never outgrows its bound', () => {
    const limiter = createLimiter(limit, 100)
    for (let index = 0; index < 10_000; index += 1) limiter.take(`key ${index}`, 0)
    expect(limiter.size).toBe(100)
  })

  test('[EP7] a sweep through addresses does not free one that is busy', () => {
    const limiter = createLimiter(limit, 100)
    limiter.take('busy', 0)
    limiter.take('busy', 0)
    for (let index = 0; index < 1_000; index += 1) {
      limiter.take(`key ${index}`, 0)
      expect(limiter.take('busy', 0).allowed).toBe(false)
    }
  })

  test('[EP7] keys that have filled up again are forgotten as others come', () => {
    const limiter = createLimiter(limit, 1_000)
    for (let index = 0; index < 500; index += 1) limiter.take(`old ${index}`, 0)
    for (let index = 0; index < 500; index += 1) limiter.take(`new ${index}`, 60_000)
    expect(limiter.size).toBe(500)
  })

  test('[EP7] what is given back can be taken again', () => {
    const limiter = createLimiter(limit)
    limiter.take('a', 0, 2)
    limiter.giveBack('a')
    limiter.giveBack('never seen')
    expect(limiter.take('a', 0).allowed).toBe(true)
    expect(limiter.size).toBe(1)
  })
})
