import { expect, test } from 'bun:test'
import { telHref } from './tel-href.ts'

test('[CP3] a phone is dialled by its digits', () => {
  expect(telHref('+44 (20) 7946-0958')).toBe('tel:+442079460958')
  expect(telHref('ask Mary')).toBeNull()
  expect(telHref('')).toBeNull()
})
