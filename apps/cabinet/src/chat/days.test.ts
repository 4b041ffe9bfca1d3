import { expect, test } from 'bun:test'
import type { OperatorOutboxItem } from '@pult/client'
import type { Note } from '@pult/protocol'
import { messageWith } from '../testing/cards.ts'
import { daysOf, entriesOf } from './days.ts'

const utcDay = (at: string) => at.slice(0, 10)
const item = (key: string): OperatorOutboxItem => ({
  key,
  data: { sessionId: 's1', body: 'On its way' },
  createdAtMs: 0,
  state: 'queued',
  attempts: 0,
  retryAtMs: 0,
  error: null,
})
const noteAt = (createdAt: string) =>
  ({
    id: 'n1',
    sessionId: 's1',
    chatId: 'c',
    authorId: 'me',
    authorName: 'Ann',
    body: 'x',
    createdAt,
  }) as unknown as Note

test('[M1] messages and notes stand by time and then by id, what is on its way below', () => {
  const messages = [
    messageWith({ id: 'm3', createdAt: '2026-11-22T10:02:00.000Z' }),
    messageWith({ id: 'm2', createdAt: '2026-11-22T10:00:00.000Z' }),
    messageWith({ id: 'm1', createdAt: '2026-11-22T10:00:00.000Z' }),
  ]
  const entries = entriesOf(messages, [noteAt('2026-11-22T10:01:00.000Z')], [item('k1')])
  expect(entries.map(({ id }) => id)).toEqual(['m1', 'm2', 'n1', 'm3', 'k1'])
})

test('[M1] a message that is told already is not on its way as well', () => {
  const entries = entriesOf([messageWith({ id: 'm1', key: 'k1' })], [], [item('k1'), item('k2')])
  expect(entries.map(({ id }) => id)).toEqual(['m1', 'k2'])
})

test("[M1] days are the reader's own", () => {
  const entries = entriesOf(
    [
      messageWith({ id: 'm1', createdAt: '2026-11-21T23:30:00.000Z' }),
      messageWith({ id: 'm2', createdAt: '2026-11-22T00:30:00.000Z' }),
    ],
    [],
    [],
  )
  expect(daysOf(entries, utcDay).map(({ key }) => key)).toEqual(['2026-11-21', '2026-11-22'])
  expect(daysOf(entries, () => 'one')).toHaveLength(1)
  expect(daysOf([], utcDay)).toEqual([])
})

test('[M2] a name stands over each run of one author', () => {
  const lines = daysOf(
    entriesOf(
      [
        messageWith({ id: 'm1', createdAt: '2026-11-22T10:00:00.000Z' }),
        messageWith({ id: 'm2', createdAt: '2026-11-22T10:04:59.999Z' }),
        messageWith({ id: 'm3', createdAt: '2026-11-22T10:10:00.000Z' }),
        messageWith({
          id: 'm4',
          createdAt: '2026-11-22T10:10:01.000Z',
          authorId: 'me',
          authorType: 'OPERATOR',
        }),
      ],
      [],
      [],
    ),
    utcDay,
  ).flatMap((day) => day.lines)
  expect(lines.map(({ opensRun }) => opensRun)).toEqual([true, false, true, true])
})

test('[M2] a new session of the chat is marked, the first one is not', () => {
  const lines = daysOf(
    entriesOf(
      [
        messageWith({ id: 'm1', sessionId: 's0' }),
        messageWith({ id: 'm2', sessionId: 's1', createdAt: '2026-11-22T10:00:01.000Z' }),
      ],
      [],
      [item('k1')],
    ),
    () => 'one',
  ).flatMap((day) => day.lines)
  expect(lines.map(({ opensSession }) => opensSession)).toEqual([false, true, false])
})
