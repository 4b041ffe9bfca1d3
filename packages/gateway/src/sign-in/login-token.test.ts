import { describe, expect, test } from 'bun:test'
import { sameText } from './constant-time.ts'
import { bearerToken, hashLoginToken, makeLoginToken, workspaceOfLoginToken } from './login-token.ts'

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count))

describe('login tokens', () => {
  test('[EP10] the workspace is found in the token, underscores and all', () => {
    for (const workspaceId of ['main', 'wsp_00001', 'a_b_c', '_', 'x'.repeat(64)]) {
      expect(workspaceOfLoginToken(makeLoginToken(workspaceId, random))).toBe(workspaceId)
      // The random part may have underscores anywhere, at its ends too.
      expect(
        workspaceOfLoginToken(makeLoginToken(workspaceId, (count) => new Uint8Array(count).fill(255))),
      ).toBe(workspaceId)
    }
  })

  test('[EP10] 256 bits, all of them from the source of chance', () => {
    const asked: number[] = []
    const token = makeLoginToken('main', (count) => {
      asked.push(count)
      return new Uint8Array(count).fill(7)
    })
    expect(asked).toEqual([32])
    expect(token).toBe(`pult_main_${Buffer.alloc(32, 7).toString('base64url')}`)
  })

  test('[EP10] what is no token has no workspace', () => {
    for (const text of [
      '',
      'pult_',
      'pult__',
      'pult_main',
      `pult_../x_${'a'.repeat(43)}`,
      `pult_a\n_${'a'.repeat(43)}`,
      `pult_${'x'.repeat(65)}_${'a'.repeat(43)}`,
      'pultc_a.b',
      `xpult_a_${'a'.repeat(43)}`,
    ]) {
      expect(workspaceOfLoginToken(text)).toBeNull()
    }
  })

  test('[EP10] what is kept is the SHA-256', () => {
    expect(hashLoginToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  test('[EP10] the bearer scheme is read in any case, other schemes are not', () => {
    expect(bearerToken('Bearer pult_a_b')).toBe('pult_a_b')
    expect(bearerToken('bearer  abc')).toBe('abc')
    for (const header of [null, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'Bearerabc']) {
      expect(bearerToken(header)).toBeNull()
    }
  })

  test('[EP10] comparing texts of any length', () => {
    expect(sameText('abc', 'abc')).toBe(true)
    expect(sameText('abc', 'abd')).toBe(false)
    expect(sameText('abc', 'abcd')).toBe(false)
    expect(sameText('é', 'e')).toBe(false)
  })
})
