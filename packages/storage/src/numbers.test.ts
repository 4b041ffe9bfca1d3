import { makeId, seqOfId } from '@pult/engine'
import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { numberIn, numberOf } from './numbers.ts'

const SEQ_MAX = 32 ** 10 - 1

test('[ST7] the number in an id is the one it was made of', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: SEQ_MAX }), (seq) => {
      const id = makeId('ses', seq, 'a1b2')
      expect(numberOf('ses', id)).toBe(seq)
      expect(numberIn('ses', id)).toBe(seqOfId(id, 'ses', 'a1b2'))
      expect(numberIn('msg', id)).toBeUndefined()
    }),
  )
})

test('[ST7] anything else has no number', () => {
  const id = makeId('msg', 77, 'a1b2')
  for (const text of [
    '',
    'msg_',
    id.slice(1),
    `${id}0`,
    id.replace('_', '-'),
    id.replace('0', 'u'),
    id.replace('0', 'ж'),
  ]) {
    expect(numberIn('msg', text)).toBeUndefined()
    expect(() => numberOf('msg', text)).toThrow('an id of the kind msg was expected')
  }
})
