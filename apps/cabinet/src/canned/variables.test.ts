import { expect, test } from 'bun:test'
import { fillVariables, holesIn } from './variables.ts'

const values = { 'client.name': 'Mary', 'operator.name': 'Ann', 'channel.name': null }

test('[K5] variables are filled in, in whatever case and spacing they were written', () => {
  expect(fillVariables('Dear {client.name}, I am { Operator.Name }.', values)).toBe('Dear Mary, I am Ann.')
  expect(fillVariables('{client.name} {client.name}', values)).toBe('Mary Mary')
})

test('[K5] what is not known stays to be seen, and is found', () => {
  const text = fillVariables('From {channel.name} to {client.city}, {client.name}', values)
  expect(text).toBe('From {channel.name} to {client.city}, Mary')
  expect(holesIn(text).map(({ from, to }) => text.slice(from, to))).toEqual([
    '{channel.name}',
    '{client.city}',
  ])
})

test('[K5] what a client is called is not read as a variable again', () => {
  expect(fillVariables('{client.name}', { 'client.name': '$& {operator.name}' })).toBe('$& {operator.name}')
})

test('[K5] braces of other kinds are nobody’s business', () => {
  expect(holesIn('{ "a": 1 } {name} {{x}} client.name')).toEqual([])
})
