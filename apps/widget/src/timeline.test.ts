import { describe, expect, test } from 'bun:test'
import type { VisitorOutboxItem } from '@pult/client'
import { messageSchema, type Attachment, type Message } from '@pult/protocol'
import { GROUP_PAUSE_MS_MAX, timelineOf, type MessageRow, type Row } from './timeline.ts'

const START = Date.parse('2026-11-22T10:00:00.000Z')
const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10)
const at = (afterMs: number) => new Date(START + afterMs).toISOString()

function message(id: string, afterMs: number, more: Record<string, unknown> = {}): Message {
  return messageSchema.parse({
    id,
    sessionId: 's1',
    chatId: 'h1',
    clientId: 'c1',
    authorId: 'c1',
    authorType: 'CLIENT',
    authorName: null,
    type: 'REGULAR',
    body: `body of ${id}`,
    attachments: [],
    createdAt: at(afterMs),
    ...more,
  })
}
const fromOperator = (id: string, afterMs: number, more: Record<string, unknown> = {}) =>
  message(id, afterMs, { authorType: 'OPERATOR', authorId: 'o1', authorName: 'Anna', ...more })

function pending(key: string, afterMs: number, more: Partial<VisitorOutboxItem> = {}): VisitorOutboxItem {
  return {
    key,
    data: { body: `body of ${key}` },
    createdAtMs: START + afterMs,
    state: 'queued',
    attempts: 0,
    retryAtMs: 0,
    error: null,
    ...more,
  }
}
const rowsOf = (messages: readonly Message[], outbox: readonly VisitorOutboxItem[] = []) =>
  timelineOf({ messages, outbox, dayOf })
const messagesIn = (rows: readonly Row[]) => rows.filter((row): row is MessageRow => row.kind === 'message')

const ids = (rows: readonly Row[]) => messagesIn(rows)[0]?.actions.map((action) => action.id)

describe('[M1] own messages and how far they have come', () => {
  test('a read mark covers everything before it', () => {
    const rows = rowsOf(
      [message('m1', 0), message('m2', 1, { readAt: at(9) }), message('m3', 2)],
      [pending('k4', 3), pending('k5', 4, { state: 'sent' })],
    )
    expect(messagesIn(rows).map((row) => row.mark)).toEqual(['read', 'read', 'sent', 'pending', 'sent'])
  })

  test("others' messages carry no mark, whoever has read them", () => {
    expect(messagesIn(rowsOf([fromOperator('m1', 0, { readAt: at(1) })]))[0]?.mark).toBeNull()
  })

  test('a message that has arrived is shown once, under the key it had while it waited', () => {
    const waiting = rowsOf([], [pending('k1', 0)])
    const arriving = rowsOf([message('m1', 5, { key: 'k1' })], [pending('k1', 0, { state: 'sent' })])
    expect(messagesIn(arriving)).toHaveLength(1)
    expect(messagesIn(arriving)[0]).toMatchObject({
      key: messagesIn(waiting)[0]!.key,
      id: 'm1',
      mark: 'sent',
    })
  })

  test('a refused message says so and keeps the refusal', () => {
    const error = { code: 'client_banned', message: 'This client is banned.', temporary: false } as const
    expect(messagesIn(rowsOf([], [pending('k1', 0, { state: 'failed', error })]))[0]).toMatchObject({
      mark: 'failed',
      error,
      id: null,
    })
  })
})

describe('[M2] what a message shows', () => {
  test('a deleted one shows nothing of what it was', () => {
    const [row] = messagesIn(
      rowsOf([
        fromOperator('m1', 0, {
          deletedAt: at(1),
          actions: [{ id: 'a', label: 'A' }],
          replyTo: { id: 'q', authorType: 'CLIENT', body: 'secret', attachments: [], authorName: null },
        }),
      ]),
    )
    expect(row).toMatchObject({ deleted: true, body: '', attachments: [], quote: null, actions: [] })
  })

  test('a quote is shown as it is now, and as it was where that is not known', () => {
    const quote = { id: 'q', authorType: 'CLIENT', attachments: [], authorName: null }
    const rows = messagesIn(
      rowsOf([
        fromOperator('m1', 0, {
          replyTo: { ...quote, body: 'was' },
          replyToMessage: { ...quote, body: 'is' },
        }),
        fromOperator('m2', 1, { replyTo: { ...quote, body: 'was' }, replyToMessage: null }),
      ]),
    )
    expect(rows.map((row) => row.quote?.body)).toEqual(['is', 'was'])
  })

  test('a waiting message shows what it quotes and carries', () => {
    const attachment = { id: 'f1', name: 'a.png', mimeType: 'image/png', size: 1, url: '/f1' }
    const rows = rowsOf(
      [fromOperator('m1', 0)],
      [pending('k1', 1, { data: { body: '', replyTo: 'm1', attachments: [attachment, 'f2'] } })],
    )
    const last = messagesIn(rows).at(-1)
    expect(last?.quote?.body).toBe('body of m1')
    expect(last?.attachments).toEqual([attachment as unknown as Attachment])
  })

  test('choices go once the visitor has written after them; links stay', () => {
    const actions = [
      { id: 'a', label: 'Call' },
      { id: 'b', label: 'Site', url: 'https://example.com' },
    ]
    const bot = message('m1', 0, { authorType: 'BOT', authorId: 'bot', actions })
    expect(ids(rowsOf([bot]))).toEqual(['a', 'b'])
    expect(ids(rowsOf([bot, fromOperator('m2', 1)]))).toEqual(['a', 'b'])
    expect(ids(rowsOf([bot, message('m2', 1)]))).toEqual(['b'])
    expect(ids(rowsOf([bot], [pending('k1', 1)]))).toEqual(['b'])
  })
})

describe('[M3] days and groups', () => {
  test('each day opens with its name', () => {
    const day = 24 * 3600_000
    expect(
      rowsOf([message('m1', 0), message('m2', day), message('m3', day + 1)]).map((row) => row.kind),
    ).toEqual(['day', 'message', 'day', 'message', 'message'])
  })

  test('a group is one author without a long pause; a system line parts it', () => {
    const rows = messagesIn(
      rowsOf([
        message('m1', 0),
        message('m2', 1_000),
        message('m3', 1_000 + GROUP_PAUSE_MS_MAX + 1),
        fromOperator('m4', 400_000),
        fromOperator('m5', 400_001, { authorName: 'Boris' }),
        message('m6', 400_002, { authorType: 'SYSTEM', authorId: 'system' }),
        fromOperator('m7', 400_003, { authorName: 'Boris' }),
      ]),
    )
    expect(rows.map((row) => `${row.key}${row.first ? ' first' : ''}${row.last ? ' last' : ''}`)).toEqual([
      'm1 first',
      'm2 last',
      'm3 first last',
      'm4 first last',
      'm5 first last',
      'm7 first last',
    ])
  })

  test('keys never repeat', () => {
    const rows = rowsOf([message('m1', 0), fromOperator('m2', 1)], [pending('k1', 2), pending('k2', 3)])
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
  })
})
