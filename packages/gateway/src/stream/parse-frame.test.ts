import { expect, test } from 'bun:test'
import { commandFrameSchema, FRAME_BYTES_MAX } from '@pult/protocol'
import * as fc from 'fast-check'
import { parseFrame } from './parse-frame.ts'

const text = fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom('', 'connect', '1'))
const frameLike = fc.record(
  {
    command: fc.oneof(text, fc.jsonValue()),
    id: fc.oneof(text, fc.jsonValue()),
    key: text,
    data: fc.jsonValue(),
    more: fc.jsonValue(),
  },
  { requiredKeys: [] },
)

test('[S10] a frame is taken exactly when its schema takes it', () => {
  fc.assert(
    fc.property(frameLike, (value) => {
      const json = JSON.stringify(value)
      expect('frame' in parseFrame(json)).toBe(commandFrameSchema.safeParse(JSON.parse(json)).success)
    }),
    { numRuns: 2_000 },
  )
})

test('[S10] whatever comes is answered, never thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (any) => typeof parseFrame(any) === 'object'),
    { numRuns: 1_000 },
  )
})

test('[S10] bytes are counted, not characters', () => {
  const body = 'ж'.repeat(FRAME_BYTES_MAX / 2)
  expect(parseFrame(JSON.stringify({ command: 'x', id: '1', data: body }))).toMatchObject({
    isTooLarge: true,
  })
  expect(parseFrame(JSON.stringify({ command: 'x', id: '1', data: body.slice(200) }))).toHaveProperty('frame')
})
