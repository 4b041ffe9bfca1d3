import { expect, test } from 'bun:test'
import { MODEL_LIMITS } from './limits.ts'
import { limitsOf, modelSettingsSchema } from './settings.ts'

const endpoint = 'https://models.example.com/v1'

test('what a model works by, and what is too little for one question', () => {
  expect(limitsOf(modelSettingsSchema.parse({ endpoint, model: 'small', limits: { turns: 3 } }))).toEqual({
    ...Object.fromEntries(Object.entries(MODEL_LIMITS).map(([name, { usual }]) => [name, usual])),
    turns: 3,
  } as never)
  const field = (more: object): string | undefined =>
    modelSettingsSchema.safeParse({ endpoint, model: 'small', ...more }).error?.issues[0]?.path.join('.')
  expect(field({ limits: { turns: 3, dayTokens: undefined } })).toBeUndefined()
  expect(field({ endpoint: 'file:///etc/passwd' })).toBe('endpoint')
  expect(field({ model: ' ' })).toBe('model')
  expect(field({ key: 'a b' })).toBe('key')
  expect(field({ key: 'a\nx: y' })).toBe('key')
  expect(field({ allowedHosts: ['https://shop.example'] })).toBe('allowedHosts.0')
  expect(field({ allowedHosts: ['*.shop.example', 'магазин.рф'] })).toBeUndefined()
  expect(field({ limits: { turns: 0 } })).toBe('limits.turns')
  expect(field({ limits: { sessionTokens: 1_000 } })).toBe('limits.sessionTokens')
  expect(field({ temperature: 1 })).toBe('')
})
