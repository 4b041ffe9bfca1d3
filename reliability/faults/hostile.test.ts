import { describe, expect, test } from 'bun:test'
import { randomFrom } from '../random.ts'
import { hostileValues, mutated, mutatedBytes, mutatedText, PLANTED, type Json } from './hostile.ts'

const FRAME: Json = { command: 'sendMessage', id: '1', data: { body: 'Hello', attachments: ['att_1'] } }

function many<T>(count: number, make: (random: () => number) => T, seed = 7): T[] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, () => make(random))
}

function texts(seed: number): string[] {
  return many(50, (random) => mutatedText(JSON.stringify(FRAME), random), seed)
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

describe('hostile frames', () => {
  const values = hostileValues(7)

  test('[RT2] are the same from the same seed', () => {
    expect(JSON.stringify(hostileValues(7))).toBe(JSON.stringify(values))
    expect(texts(7)).toEqual(texts(7))
    expect(texts(7)).not.toEqual(texts(8))
  })

  test('[RT80] have names like __proto__ as names of their own, and leave the example and the prototype alone', () => {
    const before = JSON.stringify(FRAME)
    const frames = many(3_000, (random) => JSON.stringify(mutated(FRAME, random, values)))
    expect(frames.some((frame) => frame.includes('"__proto__":'))).toBe(true)
    expect(new Set(frames).size).toBeGreaterThan(1_500)
    expect(JSON.stringify(FRAME)).toBe(before)
    expect(PLANTED in {}).toBe(false)
  })

  test('[RT80] are of both kinds: JSON of a wrong shape, and none', () => {
    const damaged = many(1_000, (random) => mutatedText(JSON.stringify(FRAME), random))
    const good = damaged.filter(isJson).length
    expect(good).toBeGreaterThan(100)
    expect(good).toBeLessThan(900)
    expect(damaged.some((text) => text.length > 65_536)).toBe(true)
    expect(damaged.some((text) => text.includes(PLANTED))).toBe(true)
  })

  test('[RT81] have other bytes than the whole ones, which stay as they are', () => {
    const whole = Buffer.from('the whole of it')
    const bytes = many(100, (random) => mutatedBytes(whole, random).toString('latin1'))
    expect(bytes.filter((text) => text !== whole.toString('latin1')).length).toBeGreaterThan(90)
    expect(whole.toString()).toBe('the whole of it')
  })
})
