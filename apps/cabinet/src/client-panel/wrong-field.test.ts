import { expect, test } from 'bun:test'
import { PultError } from '@pult/client'
import { wrongField } from './wrong-field.ts'

const refused = (field: string, code: 'validation_failed' | 'not_allowed' = 'validation_failed') =>
  new PultError({ code, message: 'No.', field, temporary: false })

test('[CP3] a refusal is said at the field that it is about', () => {
  expect(wrongField(refused('data.email'), ['name', 'email'])).toBe('email')
  expect(wrongField(refused('data.attributes.plan'), ['attributes'])).toBe('attributes')
  expect(wrongField(refused('data.clientId'), ['name', 'email'])).toBeNull()
  expect(wrongField(refused('data.email', 'not_allowed'), ['email'])).toBeNull()
  expect(wrongField(new TypeError('no net'), ['email'])).toBeNull()
})
