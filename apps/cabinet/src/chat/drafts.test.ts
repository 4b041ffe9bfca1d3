import { expect, test } from 'bun:test'
import { DRAFTS_MAX, noteDraftOf, parseDrafts, strayDrafts, withDraft, type Drafts } from './drafts.ts'

test('[M4] a draft is kept until it is empty', () => {
  const one = withDraft({}, 's1', { text: 'half' }, 1)
  expect(one).toEqual({ s1: { text: 'half', changedAtMs: 1 } })
  expect(withDraft(one, 's1', { text: '' }, 2)).toEqual({})
  expect(withDraft(one, 's1', { text: 'half' }, 2)).toBe(one)
  const none: Drafts = {}
  expect(withDraft(none, 's1', { text: '' }, 2)).toBe(none)
})

test('[M4] the oldest make room', () => {
  let drafts: Drafts = {}
  for (let index = 0; index <= DRAFTS_MAX; index += 1)
    drafts = withDraft(drafts, `s${index}`, { text: 'x' }, index)
  expect(Object.keys(drafts)).toHaveLength(DRAFTS_MAX)
  expect(drafts['s0']).toBeUndefined()
  expect(drafts[`s${DRAFTS_MAX}`]).toBeDefined()
})

test('[M4] drafts survive being stored, and a broken storage is an empty one', () => {
  const drafts = withDraft({}, 's1', { text: 'half «так»', clientName: 'Гость 1' }, 1)
  expect(parseDrafts(JSON.stringify(drafts))).toEqual(drafts)
  for (const broken of [
    null,
    '',
    '{',
    '[]',
    'null',
    '{"s1":{"text":5,"changedAtMs":1}}',
    '{"s1":null}',
    '{"s1":{"text":"x","changedAtMs":1,"clientName":7}}',
  ])
    expect(parseDrafts(broken)).toEqual({})
})

test('[M4] drafts of chats that stand in no list are found, newest first, notes among them', () => {
  let drafts = withDraft({}, 's1', { text: 'in a list' }, 1)
  drafts = withDraft(drafts, 's2', { text: 'half', clientName: 'Гость 2' }, 2)
  drafts = withDraft(drafts, noteDraftOf('s3'), { text: 'for us' }, 3)
  expect(strayDrafts(drafts, (id) => id === 's1')).toEqual([
    { id: 's3 note', sessionId: 's3', isNote: true, text: 'for us', changedAtMs: 3 },
    { id: 's2', sessionId: 's2', isNote: false, text: 'half', changedAtMs: 2, clientName: 'Гость 2' },
  ])
})
