import { describe, expect, test } from 'bun:test'
import { clientEvents, type ClientEventName, type Message } from '@pult/protocol'
import { clientSession, messageOf } from '../../testing/wire-server.ts'
import type { VisitorState } from '../state.ts'
import type { Delivery } from './delivery.ts'
import { foldVisitor, replaceVisitor, visitorFold } from './visitor-fold.ts'

const at = '2026-11-22T12:00:00.000Z'
const empty = {
  connection: { name: 'live', sinceMs: 0 },
  cursor: null,
  clockOffsetMs: 0,
  limits: null,
  client: null,
  session: null,
  messages: [],
  history: { loading: false, older: null, error: null },
  typing: null,
  outbox: [],
  unread: 0,
} as VisitorState
const answer = (id: string) => messageOf(id, { authorType: 'OPERATOR', authorId: 'opr_1' })
const view = replaceVisitor(empty, [
  { session: clientSession, messages: [messageOf('msg_1')], older: 'before', last: false },
  { messages: [answer('msg_2')], last: true },
])

function after(name: ClientEventName, data: unknown, state = view, seq: number | null = 50): VisitorState {
  const event: Delivery = { name, data, seq, at, replayed: false }
  return foldVisitor(state, [event], 1_000)
}
const ids = (list: readonly Message[]) => list.map(({ id }) => id as string)

test('[S2] a snapshot in parts is one list, with the token of what is before it', () => {
  expect(ids(view.messages)).toEqual(['msg_1', 'msg_2'])
  expect(view.history.older).toBe('before')
  expect(view.unread).toBe(1)
  expect(view.session).toBe(clientSession)
})

test('[F2] a message that a page read meanwhile has already stays as the page has it', () => {
  const read = { ...view, messages: [messageOf('msg_1', { readAt: at })] }
  expect(after('chatMessageCreated', messageOf('msg_1'), read).messages).toEqual(read.messages)
})

test('[F2] an edit that a page brought already, with a later one, is not taken twice, though clients are not told what stood there', () => {
  const later = '2026-11-22T12:00:01.000Z'
  const history = [{ editedAt: at }, { editedAt: later }]
  // The page was cut when the log stood at 51, and the event is the fiftieth.
  const read = {
    ...view,
    messages: [messageOf('msg_1', { body: 'third', history, updatedAt: later })],
    history: { ...view.history, seq: 51 },
  }
  const edit = { messageId: 'msg_1', body: 'second', attachments: [] }
  expect(after('chatMessageEdited', edit, read).messages).toEqual(read.messages)
})

test('[F2] edits of one moment are all taken, behind a page that was read before them too', () => {
  for (const history of [view.history, { ...view.history, seq: 49 }]) {
    const state = ['second', 'third', 'fourth'].reduce(
      (next, body, index) =>
        after('chatMessageEdited', { messageId: 'msg_1', body, attachments: [] }, next, 50 + index),
      { ...view, history },
    )
    expect(state.messages[0]).toMatchObject({ body: 'fourth', history: [{}, {}, {}] })
  }
})

const cases: { readonly [Name in ClientEventName]: () => void } = {
  chatSessionStarted: () => {
    const next = { ...clientSession, id: 'ses_2' }
    expect(after('chatSessionStarted', next).session).toBe(next as never)
  },
  chatSessionUpdated: () => {
    const next = { ...clientSession, botStatus: 'OPERATOR', operator: { id: 'opr_1', name: 'Анна' } }
    expect(after('chatSessionUpdated', next).session).toBe(next as never)
  },
  chatSessionClosed: () => {
    const next = after('chatSessionClosed', { sessionId: 'ses_1', chatId: 'c', closedAt: at })
    expect(next.session).toMatchObject({ status: 'CLOSED', closedAt: at, rev: 50 })
    expect(after('chatSessionClosed', { sessionId: 'ses_9', closedAt: at })).toBe(view)
  },
  sessionClosedByClient: () => {
    expect(after('sessionClosedByClient', { sessionId: 'ses_1', closedAt: at }).session?.status).toBe(
      'CLOSED',
    )
  },
  chatMessageCreated: () => {
    const next = after('chatMessageCreated', answer('msg_3'))
    expect(ids(next.messages)).toEqual(['msg_1', 'msg_2', 'msg_3'])
    expect(next.unread).toBe(2)
    expect(ids(after('chatMessageCreated', answer('msg_3'), next).messages)).toHaveLength(3)
  },
  chatMessageEdited: () => {
    const next = after('chatMessageEdited', { messageId: 'msg_2', body: 'иначе', attachments: [] })
    expect(next.messages[1]).toMatchObject({ body: 'иначе', updatedAt: at })
    expect(next.messages[1]?.history).toEqual([{ editedAt: at }])
  },
  chatMessageDeleted: () => {
    const next = after('chatMessageDeleted', { messageId: 'msg_2', sessionId: 'ses_1', deletedAt: at })
    expect(next.messages[1]).toMatchObject({ body: '', deletedAt: at })
    expect(next.unread).toBe(0)
  },
  chatMessageRead: () => {
    const byUs = after('chatMessageRead', { messageId: 'msg_2' })
    expect(byUs.unread).toBe(0)
    expect(byUs.messages[0]?.readAt).toBeNull()
    const byThem = after('chatMessageRead', { messageId: 'msg_1' })
    expect(byThem.messages.map(({ readAt }) => readAt)).toEqual([at, null])
    expect(byThem.unread).toBe(1)
    // As the server has it: a mark reaches back to the beginning of its session.
    const two = { ...view, messages: [messageOf('msg_0', { sessionId: 'ses_0' }), ...view.messages] }
    const inSecond = after('chatMessageRead', { messageId: 'msg_1' }, two)
    expect(inSecond.messages.map(({ readAt }) => readAt)).toEqual([null, at, null])
  },
  chatSessionRated: () => {
    expect(after('chatSessionRated', { sessionId: 'ses_1', score: 4 }).session).toMatchObject({
      score: 4,
      rev: 50,
    })
  },
  typing: () => {
    const data = {
      sessionId: 'ses_1',
      chatId: 'c',
      authorId: 'opr_1',
      authorType: 'OPERATOR',
      expiresInMs: 5_000,
    }
    const next = after('typing', data, view, null)
    expect(next.typing?.untilMs).toBe(6_000)
    expect(after('chatMessageCreated', answer('msg_3'), next).typing).toBeNull()
    expect(after('typing', { ...data, authorType: 'CLIENT' }, view, null)).toBe(view)
  },
}

describe('[F1] every event has its rule, and every rule its case', () => {
  const names = Object.keys(clientEvents).toSorted()
  test('none is forgotten', () => {
    expect(Object.keys(visitorFold).toSorted()).toEqual(names)
    expect(Object.keys(cases).toSorted()).toEqual(names)
  })
  for (const [name, check] of Object.entries(cases)) test(name, check)
})
