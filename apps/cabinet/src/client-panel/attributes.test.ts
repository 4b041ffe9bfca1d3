import { expect, test } from 'bun:test'
import { ATTRIBUTES_MAX } from '@pult/protocol'
import { withAttribute, withoutAttribute } from './attributes.ts'

const known = { plan: 'Pro', order: '10542' }
const entries = (change: ReturnType<typeof withAttribute>) =>
  change.ok ? Object.entries(change.attributes) : change

test('[K6] an attribute keeps its place when it is changed or named anew, and a new one comes last', () => {
  expect(entries(withAttribute(known, 'plan', { name: 'plan', value: ' Team ' }))).toEqual([
    ['plan', 'Team'],
    ['order', '10542'],
  ])
  expect(entries(withAttribute(known, 'plan', { name: 'tariff', value: 'Pro' }))).toEqual([
    ['tariff', 'Pro'],
    ['order', '10542'],
  ])
  expect(entries(withAttribute(known, null, { name: 'city', value: 'Kazan' }))).toEqual([
    ['plan', 'Pro'],
    ['order', '10542'],
    ['city', 'Kazan'],
  ])
})

test('[K6] what cannot be is said at its field', () => {
  expect(withAttribute(known, null, { name: ' ', value: 'x' })).toMatchObject({ field: 'name', why: 'empty' })
  expect(withAttribute(known, 'plan', { name: 'plan', value: '' })).toMatchObject({
    field: 'value',
    why: 'empty',
  })
  expect(withAttribute(known, null, { name: 'plan', value: 'x' })).toMatchObject({
    field: 'name',
    why: 'taken',
  })
  expect(withAttribute(known, 'order', { name: 'plan', value: 'x' })).toMatchObject({ why: 'taken' })
  expect(withAttribute({}, null, { name: 'toString', value: 'x' }).ok).toBe(true)
  const full = Object.fromEntries(Array.from({ length: ATTRIBUTES_MAX }, (_, index) => [`a${index}`, 'x']))
  expect(withAttribute(full, null, { name: 'b', value: 'x' })).toMatchObject({ why: 'tooMany' })
  expect(withAttribute(full, 'a0', { name: 'b', value: 'x' }).ok).toBe(true)
})

test('[K6] an attribute that a colleague took away meanwhile comes back at the end', () => {
  expect(entries(withAttribute({ order: '10542' }, 'plan', { name: 'plan', value: 'Pro' }))).toEqual([
    ['order', '10542'],
    ['plan', 'Pro'],
  ])
  expect(withoutAttribute(known, 'plan')).toEqual({ order: '10542' })
})
