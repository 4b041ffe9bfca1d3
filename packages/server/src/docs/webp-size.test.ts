import { expect, test } from 'bun:test'
import { webpSize } from './webp-size.ts'

/** The headers of one pixel and of 3 × 2. */
const lossy = 'UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA='
const lossless = 'UklGRhwAAABXRUJQVlA4TBAAAAAvAkAAAAdQ/v9zERH9DwA='

test('the size of a picture is read out of its header, for each kind', () => {
  expect(webpSize(Uint8Array.fromBase64(lossy))).toEqual({ width: 1, height: 1 })
  expect(webpSize(Uint8Array.fromBase64(lossless))).toEqual({ width: 3, height: 2 })
  const extended = new Uint8Array(30)
  extended.set(new TextEncoder().encode('RIFF____WEBPVP8X'))
  extended.set([0xff, 0x04, 0x00, 0x1f, 0x03, 0x00], 24)
  expect(webpSize(extended)).toEqual({ width: 1280, height: 800 })
})

test('what is no picture is said to be none', () => {
  expect(() => webpSize(new Uint8Array(8))).toThrow('This is not a WebP picture.')
  expect(() => webpSize(new TextEncoder().encode('RIFF____WEBPICCP______________'))).toThrow('unknown kind')
})
