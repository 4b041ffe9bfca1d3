import { expect, test } from 'bun:test'
import { countTags, suggestTags, TAG_SUGGESTIONS_MAX } from './suggest-tags.ts'

const known = countTags([
  { tags: ['refund', 'vip'] },
  { tags: ['refund'] },
  { tags: ['delivery', 'Возврат'] },
  { tags: ['late delivery'] },
])

test('[CP5] tags are offered by what is typed: first those that begin so, then those that hold it, the usual ones first', () => {
  expect(suggestTags(known, 'de', [])).toEqual(['delivery', 'late delivery'])
  expect(suggestTags(known, ' ВОЗ', [])).toEqual(['Возврат'])
  expect(suggestTags(known, 'xyz', [])).toEqual([])
})

test('[CP5] with nothing typed the most usual ones are offered, without those that are there', () => {
  expect(suggestTags(known, '', [])[0]).toBe('refund')
  expect(suggestTags(known, '', ['refund'])).not.toContain('refund')
})

test('[CP5] no more are offered than one reads', () => {
  const many = new Map(Array.from({ length: 50 }, (_, index) => [`tag ${index}`, 1]))
  expect(suggestTags(many, 'tag', [])).toHaveLength(TAG_SUGGESTIONS_MAX)
})
