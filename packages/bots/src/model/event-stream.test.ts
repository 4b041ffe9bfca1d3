import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { EVENT_CHARS_MAX, NO_EVENTS, readEvents } from './event-stream.ts'

function read(pieces: readonly string[]): readonly string[] {
  let stream = NO_EVENTS
  return pieces.flatMap((piece) => {
    const step = readEvents(stream, piece)!
    stream = step.stream
    return step.events
  })
}

test('[MB9] events are the same wherever their bytes were cut', () => {
  const text = ': hi\ndata: one\n\nevent: x\r\ndata:two\r\ndata: three\r\n\r\nid: 1\rdata: four\r\rdata: five'
  const whole = read([text, '\n\n'])
  expect(whole).toEqual(['one', 'two\nthree', 'four', 'five'])
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.toSorted((one, other) => one - other), text.length]
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end))
      expect(read([...pieces, '\n\n'])).toEqual(whole)
    }),
  )
})

test('[MB9] a line or an event without an end is given up', () => {
  expect(readEvents(NO_EVENTS, 'x'.repeat(EVENT_CHARS_MAX + 1))).toBeUndefined()
  expect(readEvents(NO_EVENTS, 'data: x\n'.repeat(EVENT_CHARS_MAX / 6))).toBeUndefined()
})
