import { describe, expect, test } from 'bun:test'
import { closeBand, closeCodes, type CloseBand, type CloseName } from './close-codes.ts'
import { closeDescriptions } from './descriptions.ts'

/** The table of the wire contract, by hand. */
const table: Readonly<Record<CloseName, readonly [number, CloseBand]>> = {
  shuttingDown: [4001, 'reconnect'],
  sameInstance: [4003, 'reconnect'],
  silent: [4007, 'reconnect'],
  tooSlow: [4008, 'reconnect'],
  badCursor: [4100, 'restart'],
  tokenExpired: [4201, 'renew'],
  rateLimited: [4300, 'wait'],
  overloaded: [4301, 'wait'],
  protocolError: [4400, 'stop'],
  notAuthenticated: [4401, 'stop'],
  operatorBlocked: [4403, 'stop'],
  version: [4406, 'stop'],
  loggedInElsewhere: [4409, 'stop'],
  loggedOut: [4410, 'stop'],
  frameTooLarge: [4413, 'stop'],
}

describe('close codes', () => {
  for (const [name, [code, band]] of Object.entries(table) as [CloseName, readonly [number, CloseBand]][]) {
    test(`[K1] ${name} is ${code}: ${band}`, () => {
      expect(closeCodes[name]).toBe(code as never)
      expect(closeBand(code)).toBe(band)
      expect(closeDescriptions[name]).toMatch(/^[A-Z`].*\.$/)
    })
  }

  test('[K1] no code twice, all in the range that applications may use', () => {
    const codes = Object.values(closeCodes)
    expect(new Set(codes).size).toBe(codes.length)
    for (const code of codes) expect(code).toBeWithin(4000, 5000)
  })

  test('[K2] a code that is not known yet is obeyed by its band, at both ends of it', () => {
    for (const [first, last, band] of [
      [4000, 4099, 'reconnect'],
      [4100, 4199, 'restart'],
      [4200, 4299, 'renew'],
      [4300, 4399, 'wait'],
      [4400, 4499, 'stop'],
    ] as const) {
      expect(closeBand(first)).toBe(band)
      expect(closeBand(last)).toBe(band)
    }
  })

  test('[K2] a code that is not ours is a lost connection', () => {
    for (const code of [1000, 1001, 1006, 1011, 3999, 4500, 4999]) expect(closeBand(code)).toBe('reconnect')
  })
})
