import { describe, expect, test } from 'bun:test'
import { errorSchema, errorTable, httpStatusOf, wireError, type ErrorCode } from './errors.ts'
import { errorText, errorTextsRu } from './errors.ru.ts'

const codes = Object.keys(errorTable) as ErrorCode[]

describe('the table of errors', () => {
  for (const code of codes) {
    test(`[C3] ${code} has a status, a sentence in both languages, and makes an error of the wire`, () => {
      const { http, temporary, message } = errorTable[code]
      expect(http).toBeWithin(400, 600)
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
      expect(message).toMatch(/^[A-Z].*\.$/)
      expect(errorText(code, 'en')).toBe(message)
      expect(errorText(code, 'ru')).toMatch(/^[А-ЯЁ].*\.$/)
      expect(httpStatusOf(code)).toBe(http)
      expect(wireError(code)).toEqual({ code, message, temporary })
      expect(errorSchema.parse(wireError(code))).toEqual(wireError(code))
    })
  }

  test('[C3] what retrying mends is temporary: too much, not now, or a fault of ours', () => {
    const temporary = codes.filter((code) => errorTable[code].temporary)
    for (const code of codes) if (errorTable[code].http >= 500) expect(temporary).toContain(code)
    expect(temporary).toContain('rate_limited')
    expect(temporary).not.toContain('validation_failed')
  })

  test('the Russian table has these codes and no others', () => {
    expect(Object.keys(errorTextsRu).toSorted()).toEqual(codes.toSorted())
  })

  test('[C3] a refusal may say more precisely what to do, and when', () => {
    expect(wireError('rate_limited', { retryMs: 2_000, message: 'Wait two seconds.' })).toEqual({
      code: 'rate_limited',
      message: 'Wait two seconds.',
      temporary: true,
      retryMs: 2_000,
    })
    expect(wireError('validation_failed', { field: 'data.body' })).toMatchObject({ field: 'data.body' })
  })

  test('[C3] an error of the wire knows no other codes and no negative waits', () => {
    expect(errorSchema.safeParse({ ...wireError('internal'), code: 'oops' }).success).toBe(false)
    expect(errorSchema.safeParse(wireError('overloaded', { retryMs: -1 })).success).toBe(false)
  })
})
