import { describe, expect, test } from 'bun:test'
import { z } from 'zod'
import * as descriptions from './descriptions.ts'
import { fieldDescriptions } from './field-descriptions.ts'
import { createSchemaBook } from './schema-book.ts'

const schemas = createSchemaBook('draft-07').schemas()

describe('descriptions', () => {
  for (const [table, sentences] of Object.entries(descriptions)) {
    test(`[D3] ${table}: each word has a sentence of its own`, () => {
      const all: readonly string[] = Object.values(sentences)
      for (const sentence of all) expect(sentence).toMatch(/^[A-Z].{8,}\.$/)
      expect(new Set(all).size).toBe(all.length)
    })
  }

  for (const [entity, fields] of Object.entries(fieldDescriptions)) {
    test(`[D4] ${entity}: a described field is a field, and is shown`, () => {
      const { properties } = schemas[entity] as { properties: Record<string, { description?: string }> }
      for (const [field, sentence] of Object.entries(fields)) {
        expect([field, properties[field]?.description]).toEqual([field, sentence])
      }
    })
  }
})

describe('the schema book', () => {
  test('[D5] a name stands for one shape', () => {
    const book = createSchemaBook('draft-07')
    const [first, second] = [z.string().min(1), z.string().min(1)]
    expect(book.output(first, 'Word')).toEqual({ $ref: '#/components/schemas/Word' })
    expect(book.output(first, 'Other')).toEqual({ $ref: '#/components/schemas/Word' })
    expect(() => book.output(second, 'Word')).toThrow('Two schemas are called Word.')
    book.input(second.max(5), 'Word')
    expect(() => book.schemas()).toThrow('Two schemas are called Word.')
  })
})
