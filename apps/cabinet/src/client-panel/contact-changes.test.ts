import { expect, test } from 'bun:test'
import { contactChanges } from './contact-changes.ts'

const before = { name: 'Mary', email: 'mary@example.com', phone: null, language: 'en' }
const written = { name: 'Mary', email: 'mary@example.com', phone: '', language: 'en' }

test('[CP3] only what was changed is sent', () => {
  expect(contactChanges(before, written)).toEqual({})
  expect(contactChanges(before, { ...written, phone: ' +44 20 7946 0958 ' })).toEqual({
    phone: '+44 20 7946 0958',
  })
  expect(contactChanges(before, { ...written, name: 'Mary Smith' })).toEqual({ name: 'Mary Smith' })
})

test('[CP3] an emptied field is empty at the server too', () => {
  expect(contactChanges(before, { ...written, email: ' ', language: '' })).toEqual({
    email: null,
    language: null,
  })
})
