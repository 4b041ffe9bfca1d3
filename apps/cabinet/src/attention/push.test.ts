import { expect, test } from 'bun:test'
import { bytesOf } from './push.ts'

test('[N6] the server’s key comes as base64url without padding', () => {
  expect(bytesOf('BP-_')).toEqual(Uint8Array.of(4, 255, 191))
  const key = crypto.getRandomValues(new Uint8Array(65))
  expect(bytesOf(Buffer.from(key).toString('base64url'))).toEqual(key)
})
