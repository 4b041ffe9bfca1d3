import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { ID_CHARS_MAX, MEMORY_BYTES_MAX, OFFERED_MAX, VALUE_CHARS_MAX, VARIABLES_MAX } from './limits.ts'
import { fitted, memoryBytes, readMemory, type Memory } from './memory.ts'

function memoryOf(vars: Record<string, string>, more: Partial<Memory> = {}): Memory {
  return { v: 1, rev: 1, at: null, tries: 0, offered: [], language: null, vars, ...more }
}

/** Repeated letters of every width: what a text says is of no matter, and making real ones is slow. */
function letters(chars: readonly string[], max: number): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...chars), fc.integer({ min: 1, max })).map(([char, n]) => char.repeat(n))
}

test('[BF9] a memory that fits stays as it is', () => {
  const memory = memoryOf({ phone: '+79001234567', city: 'Псков' })
  expect(fitted(memory)).toEqual({ memory, cut: [] })
  expect(fitted(memory).memory).toBe(memory)
})

test('[BF9] of what is too much the longest is cut, and a short value keeps every digit', () => {
  const story = 'долго '.repeat(80)
  const { memory, cut } = fitted(memoryOf({ phone: '+79001234567', one: story, two: story, three: story }))
  expect(memoryBytes(memory)).toBeLessThanOrEqual(MEMORY_BYTES_MAX)
  expect(memory.vars['phone']).toBe('+79001234567')
  expect(cut).not.toContain('phone')
  expect(cut.length).toBeGreaterThan(0)
  for (const name of cut) expect(memory.vars[name]).toEndWith('…')
})

test('[BF9] however many and however long, it fits, and it is read again as it was', () => {
  const name = fc.tuple(letters(['a', 'ы'], ID_CHARS_MAX - 2), fc.nat(99)).map(([word, n]) => `${word}${n}`)
  const value = letters(['a', 'ы', '€', '"', '\u0001'], VALUE_CHARS_MAX)
  const vars = fc.dictionary(name, value, { maxKeys: VARIABLES_MAX, noNullPrototype: true })
  const id = fc.constantFrom('ы'.repeat(ID_CHARS_MAX), 'a')
  fc.assert(
    fc.property(vars, id, fc.array(id, { maxLength: OFFERED_MAX }), (vars, at, offered) => {
      const { memory } = fitted(memoryOf(vars, { at, offered }))
      expect(memoryBytes(memory)).toBeLessThanOrEqual(MEMORY_BYTES_MAX)
      expect(readMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory)
    }),
  )
})

test('[BF9] what is no memory of a flow is none', () => {
  for (const json of [null, 1, 'x', [], {}, { v: 2 }, { ...memoryOf({}), vars: { a: 1 } }]) {
    expect(readMemory(json)).toBeNull()
  }
})
