import { expect, test } from 'bun:test'
import { shortAddress } from './short-address.ts'

test('[CP3] an address is known by its host and path', () => {
  expect(shortAddress('https://www.example.com/catalogue/?utm=1#top')).toBe('example.com/catalogue')
  expect(shortAddress('http://example.com:8080/')).toBe('example.com:8080')
  expect(shortAddress('https://example.com/%D1%87%D0%B0%D0%B9')).toBe('example.com/чай')
  for (const odd of ['javascript:alert(1)', 'not an address', 'https://example.com/%E0%A4%A'])
    expect(shortAddress(odd)).toBe(odd)
})
