import { type LogRecord, makeId } from '@pult/engine'
import { expect, setDefaultTimeout, test } from 'bun:test'
import * as fc from 'fast-check'
import { START_MS, Story } from './story.fixture.ts'
import { decodeRecord, encodeRecord } from './record-codec.ts'

// Thousands of messages, on machines that do other things as well.
setDefaultTimeout(30_000)

function written(record: LogRecord): LogRecord {
  return decodeRecord(record.seq, record.atMs, encodeRecord(record))
}

const optional = <T>(value: fc.Arbitrary<T>) => fc.oneof(fc.constant(null), fc.constant(undefined), value)
const time = fc.constantFrom('2026-11-22T10:00:00.001Z', '2026-11-22T10:00:00.000Z')

test('[ST1] a message comes back as it was, whatever is unusual about it', () => {
  const fields = fc.record({
    seqShift: fc.constantFrom(0, 1),
    tag: fc.constantFrom('a1b2', 'zzzz'),
    authorType: fc.constantFrom('CLIENT', 'OPERATOR', 'BOT', 'SYSTEM'),
    authorName: fc.oneof(fc.constant(null), fc.string()),
    chatId: fc.constantFrom(makeId('cht', 6, 'a1b2'), makeId('cht', 6, 'zzzz'), ''),
    clientId: fc.constantFrom(
      null,
      makeId('cli', 5, 'a1b2'),
      makeId('cli', 5, 'zzzz'),
      makeId('msg', 5, 'a1b2'),
      '',
    ),
    authorId: fc.constantFrom('someone', '', makeId('cli', 5, 'a1b2'), makeId('cli', 5, 'zzzz')),
    type: fc.constantFrom('REGULAR', 'TERMINAL'),
    body: fc.string({ unit: 'binary' }),
    attachments: fc.constantFrom([], [{ id: 'a', name: 'b', mimeType: 'c', size: 1, url: '' }]),
    createdAt: time,
    updatedAt: optional(time),
    readAt: optional(time),
    deletedAt: optional(time),
    key: fc.oneof(fc.constant(undefined), fc.string()),
    hash: fc.oneof(fc.constant(undefined), fc.string()),
    actionId: fc.oneof(fc.constant(undefined), fc.string()),
    tellings: fc.constantFrom(0, 1, 2),
    origin: fc.constantFrom(undefined, { author: 'a', key: 'b', hash: 'c', reply: { d: 1 } }),
  })
  fc.assert(
    fc.property(fields, ({ seqShift, tag, hash, tellings, origin, ...message }) => {
      const telling = { as: 'chatMessageCreated', to: { operators: ['o'], everyone: true } }
      const tell = Array.from({ length: tellings }, () => telling)
      const record = {
        seq: 41,
        atMs: START_MS + 1,
        fact: {
          type: 'message',
          tell,
          message: {
            id: makeId('msg', 41 + seqShift, tag),
            sessionId: makeId('ses', 7, 'a1b2'),
            ...message,
          },
          hash,
        },
        origin,
      } as unknown as LogRecord
      expect(written(record)).toEqual(JSON.parse(JSON.stringify(record)) as LogRecord)
    }),
    { numRuns: 1_000 },
  )
})

test('[ST1] a usual message takes half of its JSON, beside its text', () => {
  const story = new Story()
  const vera = story.talk('Вера')
  story.message(vera, '', { key: 'k' })
  const record = story.batch().records.at(-1)!
  expect(written(record)).toEqual(record)
  expect(encodeRecord(record).length * 2).toBeLessThan(JSON.stringify(record.fact).length)
})

test('[ST1] other facts come back as they were', () => {
  const story = new Story()
  const vera = story.talk('Вера')
  story.edit(story.message(vera, 'раз'), 'два')
  story.note(vera, 'между нами')
  for (const record of story.batch().records) expect(written(record)).toEqual(record)
})
