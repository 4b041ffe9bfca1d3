import { expect, test } from 'bun:test'
import { makeId, seqOfId, tagOf } from './ids.ts'

test('[E13] an id leads to its line of the log, in its own workspace only', () => {
  const tag = tagOf('wsp_one')
  for (const seq of [1, 31, 32, 184_237, 2 ** 49]) {
    expect(seqOfId(makeId('msg', seq, tag), 'msg', tag)).toBe(seq)
  }
  const id = makeId('msg', 7, tag)
  expect(seqOfId(id, 'ses', tag)).toBeUndefined()
  expect(seqOfId(id, 'msg', tagOf('wsp_two'))).toBeUndefined()
  expect(seqOfId(`${id}x`, 'msg', tag)).toBeUndefined()
  expect(seqOfId(id.replace('0', 'u'), 'msg', tag)).toBeUndefined()
  expect(makeId('msg', 9, tag) < makeId('msg', 10, tag)).toBe(true)
  expect(makeId('msg', 2 ** 49 - 1, tag) < makeId('msg', 2 ** 49, tag)).toBe(true)
})
