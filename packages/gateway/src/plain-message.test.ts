import { expect, test } from 'bun:test'
import { BODY_CHARS_MAX, clientCommands, ID_CHARS_MAX, operatorCommands } from '@pult/protocol'
import * as fc from 'fast-check'
import { plainMessageOf } from './plain-message.ts'

const schemas = { CLIENT: clientCommands.sendMessage.data, OPERATOR: operatorCommands.sendMessage.data }
const actors = ['CLIENT', 'OPERATOR'] as const
const id = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.constantFrom('', 'x'.repeat(ID_CHARS_MAX), 'x'.repeat(ID_CHARS_MAX + 1)),
)
const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    'я'.repeat(BODY_CHARS_MAX),
    'я'.repeat(BODY_CHARS_MAX + 1),
    '😀'.repeat(BODY_CHARS_MAX / 2),
  ),
)
const usual = {
  body: fc.oneof({ weight: 5, arbitrary: body }, fc.jsonValue()),
  sessionId: fc.oneof({ weight: 3, arbitrary: id }, fc.jsonValue()),
  seen: fc.oneof(id, fc.jsonValue()),
}
const rare = {
  replyTo: id,
  attachments: fc.constantFrom([], ['a']),
  actionId: id,
  type: fc.constantFrom('REGULAR', 'TERMINAL'),
  more: fc.jsonValue(),
  ['__proto__']: id,
}
const fields = fc.oneof(
  fc.record(usual, { requiredKeys: [] }),
  fc.record({ ...usual, ...rare }, { requiredKeys: [] }),
)
/** In any order. */
const messageLike = fc
  .tuple(fields, fc.array(fc.nat(), { minLength: 9, maxLength: 9 }))
  .map(([value, order]) =>
    Object.fromEntries(
      Object.entries(value)
        .map((entry, index) => ({ entry, place: order[index] ?? 0 }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ entry }) => entry),
    ),
  )
const anything = fc.oneof({ weight: 9, arbitrary: messageLike }, fc.jsonValue())

test('[C1] what is taken for a plain message is what its schema makes of it, field by field in the same order', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.constantFrom(...actors), anything, (actor, value) => {
      const data: unknown = JSON.parse(JSON.stringify(value))
      const plain = plainMessageOf(actor, data)
      if (plain === undefined) return
      taken += 1
      const parsed = schemas[actor].safeParse(data)
      expect(parsed.success).toBe(true)
      expect(JSON.stringify(plain)).toBe(JSON.stringify(parsed.data))
    }),
    { numRuns: 5_000 },
  )
  expect(taken).toBeGreaterThan(50)
})

test('[C1] the usual messages do not need the schema', () => {
  expect(plainMessageOf('CLIENT', { body: 'Hi' })).toEqual({ body: 'Hi' })
  expect(plainMessageOf('OPERATOR', { body: 'Hi', sessionId: 'ses_1' })).toEqual({
    sessionId: 'ses_1',
    body: 'Hi',
  })
  for (const seen of [null, 'msg_1']) {
    const data = { sessionId: 'ses_1', body: 'Hi', seen }
    expect(plainMessageOf('OPERATOR', data)).toEqual(data)
  }
})
