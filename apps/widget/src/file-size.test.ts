import { expect, test } from 'bun:test'
import { sizeText } from './file-size.ts'

const plain = (text: string) => text.replace(/\s/g, ' ')

test('sizes read as people say them', () => {
  expect([0, 512, 1_000, 340_400, 25_000_000].map((bytes) => plain(sizeText(bytes, 'en')))).toEqual([
    '0 byte',
    '512 byte',
    '1 kB',
    '340 kB',
    '25 MB',
  ])
  expect(plain(sizeText(1_250_000, 'ru'))).toBe('1,3 МБ')
})
