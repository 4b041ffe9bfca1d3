import { expect, test } from 'bun:test'
import { DRAFTS_MAX, parseDrafts, withDraft, type Drafts } from './drafts.ts'

test('[M4] a draft is kept until it is empty', () => {
  const one = withDraft({}, 's1', 'half', 1)
  expect(one).toEqual({ s1: { text: 'half', changedAtMs: 1 } })
  expect(withDraft(one, 's1', '', 2)).toEqual({})
  expect(withDraft(one, 's1', 'half', 2)).toBe(one)
  const none: Drafts = {}
  expect(withDraft(none, 's1', '', 2)).toBe(none)
})

test('[M4] the oldest make room', () => {
  let drafts: Drafts = {}
  for (let index = 0; index <= DRAFTS_MAX; index += 1) drafts = withDraft(drafts, `s${index}`, 'x', index)
  expect(Object.keys(drafts)).toHaveLength(DRAFTS_MAX)
  expect(drafts['s0']).toBeUndefined()
  expect(drafts[`s${DRAFTS_MAX}`]).toBeDefined()
})

test('[M4] drafts survive being stored, and a broken storage is an empty one', () => {
  const drafts = withDraft({}, 's1', 'half «так»', 1)
  expect(parseDrafts(JSON.stringify(drafts))).toEqual(drafts)
  for (const broken of [null, '', '{', '[]', 'null', '{"s1":{"text":5,"changedAtMs":1}}', '{"s1":null}'])
    expect(parseDrafts(broken)).toEqual({})
})
