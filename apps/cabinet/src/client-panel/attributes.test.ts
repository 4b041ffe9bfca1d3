import { expect, test } from 'bun:test'
import { ATTRIBUTES_MAX } from '@pult/protocol'
import { changedAttribute } from './attributes.ts'

const known = { plan: 'Pro', order: '10542' }

test('[CP6] only what changed is sent; an attribute that is named anew goes under its old name', () => {
  expect(changedAttribute(known, 'plan', { name: 'plan', value: ' Team ' })).toEqual({
    ok: true,
    changes: { plan: 'Team' },
  })
  expect(changedAttribute(known, 'plan', { name: 'tariff', value: 'Pro' })).toEqual({
    ok: true,
    changes: { plan: null, tariff: 'Pro' },
  })
  expect(changedAttribute(known, null, { name: 'city', value: 'Kazan' })).toEqual({
    ok: true,
    changes: { city: 'Kazan' },
  })
})

const change = (before: string | null, name: string, value: string) =>
  changedAttribute(known, before, { name, value })

test('[CP6] what cannot be is said at its field', () => {
  expect(change(null, ' ', 'x')).toMatchObject({ field: 'name', why: 'empty' })
  expect(change('plan', 'plan', '')).toMatchObject({ field: 'value', why: 'empty' })
  expect(change(null, 'plan', 'x')).toMatchObject({ field: 'name', why: 'taken' })
  expect(change('order', 'plan', 'x')).toMatchObject({ why: 'taken' })
  expect(changedAttribute({}, null, { name: 'toString', value: 'x' }).ok).toBe(true)
  const full = Object.fromEntries(Array.from({ length: ATTRIBUTES_MAX }, (_, index) => [`a${index}`, 'x']))
  expect(changedAttribute(full, null, { name: 'b', value: 'x' })).toMatchObject({ why: 'tooMany' })
  expect(changedAttribute(full, 'a0', { name: 'b', value: 'x' }).ok).toBe(true)
})

test('[CP6] an attribute that a colleague took away meanwhile comes back', () => {
  expect(changedAttribute({ order: '10542' }, 'plan', { name: 'plan', value: 'Pro' })).toEqual({
    ok: true,
    changes: { plan: 'Pro' },
  })
})
