import { expect, test } from 'bun:test'
import { addressOf, placeOfAddress, type Place } from './place.ts'

test('[E5] a setup link is known by path or by hash, and its secret is never in the path', () => {
  expect(placeOfAddress('/setup', '#s3cret')).toEqual({ name: 'setup', secret: 's3cret' })
  expect(placeOfAddress('/', '#/setup/s3cret')).toEqual({ name: 'setup', secret: 's3cret' })
  expect(placeOfAddress('/setup/s3cret', '')).toEqual({ name: 'desk', sessionId: null })
  expect(placeOfAddress('/setup', '')).toEqual({ name: 'desk', sessionId: null })
})

test('[A2] every place has an address that leads back to it', () => {
  const places: Place[] = [
    { name: 'desk', sessionId: null },
    { name: 'desk', sessionId: 's/1 ?' },
    { name: 'admin', section: 'channels' },
    { name: 'setup', secret: 'a b' },
  ]
  for (const place of places) {
    const url = new URL(addressOf(place), 'https://chat.example.com')
    expect(placeOfAddress(url.pathname, url.hash)).toEqual(place)
  }
})

test('[A2] an unknown address is the desk', () => {
  for (const hash of ['', '#', '#/', '#/nowhere/1', '#/chat/', '#/setup/'])
    expect(placeOfAddress('/', hash)).toEqual({ name: 'desk', sessionId: null })
  expect(placeOfAddress('/', '#/admin/nothing')).toEqual({ name: 'admin', section: 'operators' })
  expect(placeOfAddress('/', '#/chat/%E0%A4%A')).toEqual({ name: 'desk', sessionId: '%E0%A4%A' })
})
