import { describe, expect, test } from 'bun:test'
import { endedLoginCookie, loginCookie, readLoginCookie } from './cookie.ts'

const https = { https: true }
const http = { https: false }

describe('the login cookie', () => {
  test('[EP14] over https: host-bound, secure, out of reach of scripts and of other sites', () => {
    const cookie = loginCookie('pult_main_abc', 90_500, 500, https)
    expect(cookie.split('; ').toSorted()).toEqual(
      [
        '__Host-pult_login=pult_main_abc',
        'HttpOnly',
        'Max-Age=90',
        'Path=/',
        'SameSite=Strict',
        'Secure',
      ].toSorted(),
    )
  })

  test('[EP14] over plain http: the same without what browsers would refuse', () => {
    const cookie = loginCookie('pult_main_abc', 90_000, 0, http)
    expect(cookie).toStartWith('pult_login=pult_main_abc;')
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Strict')
    expect(cookie).not.toContain('Secure')
  })

  test('[EP14] what is set is read back', () => {
    for (const scheme of [https, http]) {
      const pair = loginCookie('pult_main_a-_b', 1_000_000, 0, scheme).split(';')[0]!
      expect(readLoginCookie(`a=1; ${pair}; b=2`, scheme)).toBe('pult_main_a-_b')
    }
  })

  test('[EP14] a cookie planted without the prefix is not read over https', () => {
    expect(readLoginCookie('pult_login=evil', https)).toBeNull()
  })

  test('[EP14] nothing, junk and a signed-out cookie are no token', () => {
    const signedOut = endedLoginCookie(https)
    expect(signedOut).toContain('Max-Age=0')
    for (const header of [null, '', ';;=;', '__Host-pult_login', '__Host-pult_login=', signedOut]) {
      expect(readLoginCookie(header, https)).toBeNull()
    }
  })
})
