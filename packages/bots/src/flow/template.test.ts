import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { own } from './own.ts'
import { fill, namesIn, shortened, visible } from './template.ts'

const values: Readonly<Record<string, string>> = { name: 'Вера', 'client.name': '{name}', tag: '<b>$&</b>' }
const valueOf = (name: string): string => own(values, name) ?? ''

test('[BF5] variables are put in as they are, unknown ones are empty, double brackets are brackets', () => {
  for (const [template, filled] of [
    ['Здравствуйте, {name}!', 'Здравствуйте, Вера!'],
    ['{client.name}', '{name}'],
    ['{tag}', '<b>$&</b>'],
    ['[{nobody}]', '[]'],
    ['{{name}} { name } {} }{', '{name} { name } {} }{'],
    ['{constructor}{__proto__}', '{__proto__}'],
  ] as const) {
    expect([template, fill(template, valueOf)]).toEqual([template, filled])
  }
  expect(namesIn('{name}, {{x}} {client.name} {name}')).toEqual(['name', 'client.name', 'name'])
})

test('[BF5] what is put in is never read again', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(fill('<{a}|{a}>', () => value)).toBe(`<${value}|${value}>`)
    }),
  )
})

test('[BF9] a text is cut between characters', () => {
  expect(shortened('abcd', 4)).toBe('abcd')
  expect(shortened('abcde', 4)).toBe('abc…')
  expect(shortened('ab😀cd', 4)).toBe('ab…')
  expect(shortened('abc', 0)).toBe('')
})

test('[BF5] what cannot be seen is not kept', () => {
  expect(visible(' a\r\nb\u0000\u202Ec\u2069 \uD800')).toBe('a b c \uFFFD')
})
