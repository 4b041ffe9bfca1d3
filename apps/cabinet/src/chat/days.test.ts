import { expect, test } from 'bun:test'
import type { OperatorOutboxItem } from '@pult/client'
import type { Note } from '@pult/protocol'
import { messageWith } from '../testing/cards.ts'
import { daysOf, entriesOf, type Told } from './days.ts'

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

const told = (some: Partial<Told>) => entriesOf({ messages: [], notes: [], steps: [], pending: [], ...some })

test('[M1] messages and notes stand by time and then by id, what is on its way below', () => {
  const messages = [
    messageWith({ id: 'm3', createdAt: '2026-11-22T10:02:00.000Z' }),
    messageWith({ id: 'm2', createdAt: '2026-11-22T10:00:00.000Z' }),
    messageWith({ id: 'm1', createdAt: '2026-11-22T10:00:00.000Z' }),
  ]
  const entries = told({ messages, notes: [noteAt('2026-11-22T10:01:00.000Z')], pending: [item('k1')] })
  expect(entries.map(({ id }) => id)).toEqual(['m1', 'm2', 'n1', 'm3', 'k1'])
})

test('[M1] a message that is told already is not on its way as well', () => {
  const entries = told({
    messages: [messageWith({ id: 'm1', key: 'k1' })],
    pending: [item('k1'), item('k2')],
  })
  expect(entries.map(({ id }) => id)).toEqual(['m1', 'k2'])
})

test("[M1] days are the reader's own", () => {
  const entries = told({
    messages: [
      messageWith({ id: 'm1', createdAt: '2026-11-21T23:30:00.000Z' }),
      messageWith({ id: 'm2', createdAt: '2026-11-22T00:30:00.000Z' }),
    ],
  })
  expect(daysOf(entries, utcDay).map(({ key }) => key)).toEqual(['2026-11-21', '2026-11-22'])
  expect(daysOf(entries, () => 'one')).toHaveLength(1)
  expect(daysOf([], utcDay)).toEqual([])
})

test('[M2] a name stands over each run of one author', () => {
  const lines = daysOf(
    told({
      messages: [
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
    }),
    utcDay,
  ).flatMap((day) => day.lines)
  expect(lines.map(({ opensRun }) => opensRun)).toEqual([true, false, true, true])
})

test('[M2] a new session of the chat is marked, the first one is not', () => {
  const lines = daysOf(
    told({
      messages: [
        messageWith({ id: 'm1', sessionId: 's0' }),
        messageWith({ id: 'm2', sessionId: 's1', createdAt: '2026-11-22T10:00:01.000Z' }),
      ],
      pending: [item('k1')],
    }),
    () => 'one',
  ).flatMap((day) => day.lines)
  expect(lines.map(({ opensSession }) => opensSession)).toEqual([false, true, false])
})

const stepAt = (id: string, at: string, kind = 'TAKEN') =>
  ({ id, sessionId: 's1', at, kind }) as unknown as Told['steps'][number]

test('[M17] steps between which nobody spoke are one entry; a session begins before its first message', () => {
  const first = '2026-11-22T10:00:00.000Z'
  const entries = told({
    messages: [
      messageWith({ id: 'm1', createdAt: first }),
      messageWith({ id: 'm2', createdAt: '2026-11-22T10:05:00.000Z' }),
    ],
    steps: [
      stepAt('a1', first, 'STARTED'),
      stepAt('a2', first, 'QUEUED'),
      stepAt('a3', '2026-11-22T10:01:00.000Z'),
      stepAt('a4', '2026-11-22T10:06:00.000Z'),
    ],
  })
  const read = entries.map((entry) =>
    entry.kind === 'steps' ? entry.steps.map(({ id }) => id as string) : entry.id,
  )
  expect(read).toEqual([['a1'], 'm1', ['a2', 'a3'], 'm2', ['a4']])
})

test('[M17] what is older than the oldest loaded message waits until that is loaded', () => {
  const some = {
    messages: [messageWith({ id: 'm5' })],
    notes: [noteAt('2026-11-22T09:00:00.000Z')],
    steps: [stepAt('a1', '2026-11-22T09:00:00.000Z')],
    pending: [],
  }
  expect(entriesOf(some, false).map(({ id }) => id)).toEqual(['m5'])
  expect(entriesOf(some, true)).toHaveLength(3)
})

test('[M2] a part of a chat looks as it does within the whole', () => {
  const entries = told({
    messages: [
      messageWith({ id: 'm1', createdAt: '2026-11-22T10:00:00.000Z' }),
      messageWith({ id: 'm2', createdAt: '2026-11-22T10:01:00.000Z' }),
      messageWith({ id: 'm3', createdAt: '2026-11-23T10:01:00.000Z' }),
    ],
  })
  const openings = (from: number) =>
    daysOf(entries.slice(from), utcDay, entries[from - 1])
      .flatMap(({ lines }) => lines)
      .map(({ opensRun }) => opensRun)
  expect(openings(0)).toEqual([true, false, true])
  expect(openings(1)).toEqual([false, true])
  expect(openings(2)).toEqual([true])
})
