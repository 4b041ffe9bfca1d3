import { expect, test } from 'bun:test'
import type { Condition } from './condition.ts'
import { holds, numberOf } from './holds.ts'
import { own } from './own.ts'

const vars = { city: 'Орёл', total: '1200,50', day: '2026-11-22', word: 'Хочу вернуть деньги', empty: '' }
const valueOf = (name: string) => own(vars, name) ?? ''

test('[BF6] one value, one question', () => {
  for (const [condition, answer] of [
    [{ of: 'city', test: 'is', value: 'орел' }, true],
    [{ of: 'city', test: 'is', value: '{city}!' }, true],
    [{ of: 'city', test: 'isNot', value: 'Тула' }, true],
    [{ of: 'nobody', test: 'is', value: '' }, true],
    [{ of: 'word', test: 'contains', value: 'вернуть ДЕНЬГИ' }, true],
    [{ of: 'word', test: 'contains', value: 'рубли' }, false],
    [{ of: 'word', test: 'matches', words: ['возвра', 'верн'] }, true],
    [{ of: 'word', test: 'matches', words: ['ерну'] }, false],
    [{ of: 'total', test: 'above', value: '1 200' }, true],
    [{ of: 'total', test: 'below', value: '1200.5' }, false],
    [{ of: 'total', test: 'above', value: 'много' }, false],
    [{ of: 'total', test: 'below', value: 'много' }, false],
    [{ of: 'day', test: 'above', value: '2026-11-21' }, true],
    [{ of: 'day', test: 'below', value: '2026-11-22' }, false],
    [{ of: 'city', test: 'exists' }, true],
    [{ of: 'empty', test: 'exists' }, false],
    [{ of: 'constructor', test: 'exists' }, false],
  ] as const satisfies [Condition, boolean][]) {
    expect([condition, holds(condition, valueOf)]).toEqual([condition, answer])
  }
})

test('[BF6] and, or, not', () => {
  const yes: Condition = { of: 'city', test: 'exists' }
  const no: Condition = { not: yes }
  expect(holds({ all: [yes, yes] }, valueOf)).toBe(true)
  expect(holds({ all: [yes, no] }, valueOf)).toBe(false)
  expect(holds({ any: [no, yes] }, valueOf)).toBe(true)
  expect(holds({ any: [no, no] }, valueOf)).toBe(false)
  expect(holds({ not: { all: [yes, no] } }, valueOf)).toBe(true)
})

test('[BF6] a number is read as people write it, and nothing else is a number', () => {
  expect(['7', '-7', '1 200', '12,5', '12.50', '0'].map(numberOf)).toEqual([7, -7, 1200, 12.5, 12.5, 0])
  for (const text of ['', ' ', '1e5', '0x10', '1,2,3', 'семь', 'Infinity', '1'.repeat(20)])
    expect(numberOf(text)).toBeNaN()
})
