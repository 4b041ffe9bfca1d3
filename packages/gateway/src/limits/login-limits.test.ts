import { describe, expect, test } from 'bun:test'
import { createLoginLimits as create } from './login-limits.ts'
import { defaultLimits } from './policy.ts'

/** Numbers of the test's own: the rules hold whatever the policy says. */
const limits30 = {
  ...defaultLimits,
  loginsPerAddress: { perSecond: 0.5, burst: 30 },
  loginsPerAccountAndAddress: { perSecond: 1 / 30, burst: 6 },
  loginsPerAccountOfStrangers: { perSecond: 1 / 30, burst: 100 },
}
const createLoginLimits = () => create(limits30)
const home = { address: '203.0.113.7', account: 'anna@example.com' }

describe('createLoginLimits', () => {
  test('[EP8] one address gets few tries at one account, then one in half a minute', () => {
    const limits = createLoginLimits()
    const tries = Array.from({ length: 8 }, () => limits.attempt(home, 0))
    expect(tries.map(({ allowed }) => allowed)).toEqual([...Array(6).fill(true), false, false])
    expect(tries[7]!.retryMs).toBe(30_000)
    expect(limits.attempt(home, 30_000).allowed).toBe(true)
  })

  test('[EP8] the case of the e-mail is no way round', () => {
    const limits = createLoginLimits()
    for (let count = 0; count < 6; count += 1) limits.attempt(home, 0)
    expect(limits.attempt({ ...home, account: ' Anna@EXAMPLE.com' }, 0).allowed).toBe(false)
  })

  test('[EP8] one address gets a bounded number of tries over all accounts', () => {
    const limits = createLoginLimits()
    const allowed = Array.from({ length: 100 }, (_, index) =>
      limits.attempt({ address: home.address, account: `operator${index}@example.com` }, 0),
    ).filter((answer) => answer.allowed)
    expect(allowed).toHaveLength(30)
  })

  test('[EP8] an attacker elsewhere cannot lock out the place where the operator works', () => {
    const limits = createLoginLimits()
    expect(limits.attempt(home, 0).allowed).toBe(true)
    limits.succeeded(home)
    for (let index = 0; index < 5_000; index += 1) {
      limits.attempt({ address: `198.51.${index >> 8}.${index & 255}`, account: home.account }, 0)
    }
    expect(limits.attempt({ address: '192.0.2.1', account: home.account }, 0).allowed).toBe(false)
    expect(limits.attempt(home, 0).allowed).toBe(true)
  })

  test('[EP8] one attacking address does not lock out operators at new places either', () => {
    const limits = createLoginLimits()
    for (let index = 0; index < 5_000; index += 1) {
      limits.attempt({ address: '198.51.100.1', account: home.account }, 0)
    }
    expect(limits.attempt(home, 0).allowed).toBe(true)
  })

  test('[EP8] success does not count as a try', () => {
    const limits = createLoginLimits()
    for (let count = 0; count < 200; count += 1) {
      expect(limits.attempt(home, 0).allowed).toBe(true)
      limits.succeeded(home)
    }
  })
})
