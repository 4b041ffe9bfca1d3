import { describe, expect, test } from 'bun:test'
import {
  operatorEvents,
  type CannedReply,
  type ChatSession,
  type Message,
  type OperatorEventName,
} from '@pult/protocol'
import { cardOf, messageOf, operatorMe } from '../../testing/wire-server.ts'
import { CLOSED_MAX, type OperatorState } from '../state.ts'
import type { Delivery } from './delivery.ts'
import { foldOperator, operatorFold } from './operator-fold.ts'
import { previewOperator, replaceOperator } from './operator-snapshot.ts'

const at = '2026-11-22T12:00:00.000Z'
const empty = {
  connection: { name: 'live', sinceMs: 0 },
  cursor: null,
  clockOffsetMs: 0,
  limits: null,
  me: operatorMe,
  sessions: new Map(),
  closed: new Map(),
  departed: new Map(),
  operators: new Map(),
  groups: new Map(),
  channels: new Map(),
  cannedReplies: null,
  messages: new Map(),
  notes: new Map(),
  histories: new Map(),
  typing: new Map(),
  outbox: [],
} as unknown as OperatorState

/** A view with a card of ours (with messages), one in Help, and everybody else. */
const spoken = cardOf('ses_1', {
  lastMessage: messageOf('msg_2', { authorType: 'OPERATOR', authorId: 'opr_1' }),
  lastOperatorMessage: messageOf('msg_2', { authorType: 'OPERATOR', authorId: 'opr_1' }),
})
const inHelp = cardOf('ses_2', { operatorId: null, botStatus: 'HELP' })
const view: OperatorState = {
  ...replaceOperator(empty, [
    { sessions: [spoken], operators: [operatorMe] },
    { help: [inHelp], groups: [{ id: 'grp_1', name: 'Продажи', rev: 1 }] },
    { channels: [{ id: 'chn_1', name: 'Сайт', rev: 1 }] },
  ]),
  messages: new Map([
    [
      'ses_1',
      [messageOf('msg_1'), messageOf('msg_2', { authorType: 'OPERATOR', authorId: 'opr_1' })] as Message[],
    ],
  ]),
  notes: new Map([['ses_1', []]]),
}

function after(
  name: OperatorEventName,
  data: unknown,
  state: OperatorState = view,
  seq: number | null = 50,
): OperatorState {
  const event: Delivery = { name, data, seq, at, replayed: false }
  return foldOperator(state, [event], 1_000)
}
const card = (state: OperatorState, id = 'ses_1'): ChatSession | undefined => state.sessions.get(id)
const list = (state: OperatorState): readonly Message[] => state.messages.get('ses_1') ?? []

const cases: { readonly [Name in OperatorEventName]: () => void } = {
  chatSessionStarted: () => {
    const help = cardOf('ses_3', { operatorId: null, botStatus: 'HELP' })
    expect(card(after('chatSessionStarted', help), 'ses_3')).toBe(help)
    const withBot = cardOf('ses_3', { operatorId: null, botStatus: 'BOT' })
    expect(after('chatSessionStarted', withBot)).toBe(view)
  },
  chatSessionAdded: () => {
    const mine = cardOf('ses_2', { rev: 50 })
    expect(card(after('chatSessionAdded', mine), 'ses_2')).toBe(mine)
  },
  chatSessionUpdated: () => {
    const tagged = cardOf('ses_1', { tags: ['vip'] })
    expect(card(after('chatSessionUpdated', tagged))).toBe(tagged)
    const taken = after('chatSessionUpdated', cardOf('ses_2', { operatorId: 'opr_2' }))
    expect(taken.sessions.has('ses_2')).toBe(false)
    expect(taken.departed.get('ses_2')).toMatchObject({ reason: 'TAKEN', card: { operatorId: 'opr_2' } })
    const watched = cardOf('ses_2', { operatorId: 'opr_2', watcherIds: ['opr_1'] })
    expect(card(after('chatSessionUpdated', watched), 'ses_2')).toBe(watched)
    const elsewhere = cardOf('ses_2', { operatorId: null, botStatus: 'HELP', groupId: 'grp_2' })
    expect(after('chatSessionUpdated', elsewhere).sessions.has('ses_2')).toBe(false)
  },
  chatSessionSwitchedFromBotToOperator: () => {
    const switched = cardOf('ses_3', { operatorId: null, botStatus: 'HELP' })
    expect(card(after('chatSessionSwitchedFromBotToOperator', switched), 'ses_3')).toBe(switched)
  },
  chatSessionDeleted: () => {
    const next = after('chatSessionDeleted', { sessionId: 'ses_1' })
    expect(next.sessions.has('ses_1')).toBe(false)
    expect(next.departed.get('ses_1')).toEqual({ card: spoken, reason: 'DELETED' })
    const back = after('chatSessionAdded', cardOf('ses_1'), next)
    expect(back.departed.has('ses_1')).toBe(false)
  },
  chatSessionClosed: () => {
    const next = after('chatSessionClosed', { sessionId: 'ses_1', closedAt: at })
    expect(next.sessions.has('ses_1')).toBe(false)
    expect(next.closed.get('ses_1')).toMatchObject({ status: 'CLOSED', closedAt: at, rev: 50 })
  },
  sessionClosedByClient: () => {
    const next = after('sessionClosedByClient', { sessionId: 'ses_2', chatId: 'c', closedAt: at })
    expect(next.closed.get('ses_2')).toMatchObject({ status: 'CLOSED', closedAt: at })
  },
  operatorNotFound: () => {
    const data = {
      sessionId: 'ses_1',
      chatId: 'c',
      botStatus: 'HELP',
      operatorType: 'OPERATOR',
      status: 'ACTIVE',
    }
    const help = { botStatus: 'HELP', operatorId: null, operatorAssignedAt: null, rev: 50 }
    expect(card(after('operatorNotFound', data))).toMatchObject(help)
    const lost = after('chatSessionDeleted', { sessionId: 'ses_1' })
    expect(card(after('operatorNotFound', data, lost))).toMatchObject(help)
    expect(after('operatorNotFound', { ...data, sessionId: 'ses_9' })).toBe(view)
  },
  chatMessageCreated: () => {
    const asked = after('chatMessageCreated', messageOf('msg_3', { key: 'k' }))
    expect(card(asked)?.lastMessage).not.toHaveProperty('key')
    expect(card(asked)).toMatchObject({
      lastMessage: { id: 'msg_3' },
      lastOperatorMessage: { id: 'msg_2' },
      firstClientMessageAfterLastOperatorMessage: { id: 'msg_3' },
      unreadClientMessageCount: 1,
      unreadClientMessageExists: true,
      lastMessageCreatedAt: '2026-11-22T10:00:02.000Z',
      rev: 50,
    })
    expect(list(asked).map(({ id }) => id as string)).toEqual(['msg_1', 'msg_2', 'msg_3'])
    const again = after('chatMessageCreated', messageOf('msg_4'), asked)
    expect(card(again)).toMatchObject({
      firstClientMessageAfterLastOperatorMessage: { id: 'msg_3' },
      unreadClientMessageCount: 2,
    })
    const answered = after('chatMessageCreated', messageOf('msg_5', { authorType: 'OPERATOR' }), again)
    expect(card(answered)).toMatchObject({
      lastOperatorMessage: { id: 'msg_5' },
      firstClientMessageAfterLastOperatorMessage: null,
      unreadClientMessageCount: 2,
    })
    const full = after(
      'chatMessageCreated',
      messageOf('msg_9'),
      after('chatSessionUpdated', cardOf('ses_1', { unreadClientMessageCount: 1_000 })),
    )
    expect(card(full)?.unreadClientMessageCount).toBe(1_000)
  },
  chatMessageEdited: () => {
    const next = after('chatMessageEdited', { messageId: 'msg_2', body: 'иначе', attachments: [] })
    const edited = { body: 'иначе', updatedAt: at, history: [{ editedAt: at, body: 'body of msg_2' }] }
    expect(card(next)).toMatchObject({ lastMessage: edited, lastOperatorMessage: edited, rev: 50 })
    expect(list(next)[1]).toMatchObject(edited)
    expect(list(next)[0]).toBe(list(view)[0])
  },
  chatMessageDeleted: () => {
    const next = after('chatMessageDeleted', { messageId: 'msg_2', sessionId: 'ses_1', deletedAt: at })
    expect(card(next)?.lastMessage).toMatchObject({ body: '', deletedAt: at, attachments: [] })
    expect(list(next)[1]).toMatchObject({ body: '', deletedAt: at })
  },
  chatMessageRead: () => {
    const next = after('chatMessageRead', { messageId: 'msg_2' })
    expect(card(next)?.lastMessage?.readAt).toBe(at)
    expect(list(next).map(({ readAt }) => readAt)).toEqual([null, at])
  },
  chatNoteCreated: () => {
    const note = {
      id: 'msg_7',
      sessionId: 'ses_1',
      chatId: 'c',
      authorId: 'opr_2',
      authorName: null,
      body: 'VIP',
      createdAt: at,
    }
    const next = after('chatNoteCreated', note)
    expect(next.notes.get('ses_1')).toEqual([note as never])
    expect(after('chatNoteCreated', note, next)).toBe(next)
    expect(after('chatNoteCreated', { ...note, sessionId: 'ses_2' })).toBe(view)
  },
  chatSessionRated: () => {
    const data = { sessionId: 'ses_1', chatId: 'c', score: 5, comment: null, ratedAt: at }
    expect(card(after('chatSessionRated', data))).toMatchObject({ score: 5, rev: 50 })
    const over = after('sessionClosedByClient', { sessionId: 'ses_1', closedAt: at })
    expect(after('chatSessionRated', data, over).closed.get('ses_1')?.score).toBe(5)
  },
  timerExpired: () => {
    expect(after('timerExpired', { sessionId: 'ses_1', timer: 'FIRST_ANSWER' })).toBe(view)
  },
  clientOnline: () => {
    const data = { clientId: 'cli_1', chatId: 'cht_ses_1', sessionId: 'ses_1', clientOnlineAt: at }
    expect(card(after('clientOnline', data))).toMatchObject({ clientOnlineAt: at, rev: 50 })
    expect(card(after('clientOnline', { ...data, sessionId: null }))?.clientOnlineAt).toBe(at)
  },
  clientOffline: () => {
    const data = { clientId: 'cli_1', chatId: 'cht_ses_1', sessionId: 'ses_1', clientOfflineAt: at }
    expect(card(after('clientOffline', data))).toMatchObject({ clientOfflineAt: at, rev: 50 })
  },
  typing: () => {
    const data = {
      sessionId: 'ses_1',
      chatId: 'c',
      authorId: 'cli_1',
      authorType: 'CLIENT',
      text: 'до',
      expiresInMs: 5_000,
    }
    const next = after('typing', data, view, null)
    expect(next.typing.get('ses_1')).toEqual({ ...data, untilMs: 6_000 } as never)
    expect(after('typing', { ...data, expiresInMs: 0 }, next, null).typing.size).toBe(0)
    expect(after('chatMessageCreated', messageOf('msg_3'), next).typing.size).toBe(0)
    expect(after('typing', { ...data, authorId: 'opr_1' }, view, null)).toBe(view)
    expect(after('typing', { ...data, sessionId: 'ses_9' }, view, null)).toBe(view)
  },
  operatorStatusChanged: () => {
    const next = after('operatorStatusChanged', {
      operatorId: 'opr_1',
      status: 'AWAY',
      cause: 'SELF',
      changedAt: at,
    })
    const away = { status: 'AWAY', statusCause: 'SELF', statusChangedAt: at, rev: 50 }
    expect(next.operators.get('opr_1')).toMatchObject(away)
    expect(next.me).toMatchObject(away)
  },
  operatorUpdated: () => {
    const moved = { ...operatorMe, groupIds: ['grp_2'] }
    const next = after('operatorUpdated', moved)
    expect(next.me as unknown).toBe(moved)
    expect([...next.sessions.keys()]).toEqual(['ses_1'])
    const other = after('operatorUpdated', { ...operatorMe, id: 'opr_2' })
    expect(other.me).toBe(view.me)
    expect(other.operators.size).toBe(2)
  },
  operatorBlocked: () => {
    expect(after('operatorBlocked', { operatorId: 'opr_1', blockedAt: at, reason: null }).me).toMatchObject({
      blocked: true,
      rev: 50,
    })
  },
  operatorLoggedOut: () => {
    const next = after('operatorLoggedOut', { operatorId: 'opr_1', reason: 'FORCED' })
    expect(next.operators.get('opr_1')).toMatchObject({ status: 'OFFLINE', statusCause: 'FORCED' })
  },
  chatUserExists: () => {
    expect(
      after('chatUserExists', { operatorId: 'opr_1', loggedInAt: at, clientIp: null, device: null }),
    ).toBe(view)
  },
  groupUpdated: () => {
    const next = after('groupUpdated', { id: 'grp_2', name: 'Поддержка', rev: 50 })
    expect([...next.groups.values()].map(({ name }) => name)).toEqual(['Продажи', 'Поддержка'])
  },
  channelUpdated: () => {
    const next = after('channelUpdated', { id: 'chn_1', name: 'Магазин', rev: 50 })
    expect(next.channels.get('chn_1')?.name).toBe('Магазин')
  },
  cannedReplyUpdated: () => {
    const told = { id: 'cnr_1', shortcut: 'hi', body: 'Hello!', rev: 50 }
    expect(after('cannedReplyUpdated', told)).toBe(view)
    const next = after('cannedReplyUpdated', told, { ...view, cannedReplies: new Map() })
    expect(next.cannedReplies?.get('cnr_1')?.shortcut).toBe('hi')
    // What a page brought is as new as its rev says.
    expect(after('cannedReplyUpdated', { ...told, shortcut: 'old', rev: 49 }, next)).toBe(next)
  },
  cannedReplyDeleted: () => {
    const reply = { id: 'cnr_1', shortcut: 'hi', rev: 40 } as unknown as CannedReply
    const loaded = { ...view, cannedReplies: new Map([['cnr_1', reply]]) }
    expect(after('cannedReplyDeleted', { cannedReplyId: 'cnr_1' }, loaded).cannedReplies?.size).toBe(0)
    expect(after('cannedReplyDeleted', { cannedReplyId: 'cnr_2' }, loaded)).toBe(loaded)
    expect(after('cannedReplyDeleted', { cannedReplyId: 'cnr_1' }, loaded, 30)).toBe(loaded)
    expect(after('cannedReplyDeleted', { cannedReplyId: 'cnr_1' })).toBe(view)
  },
}

describe('[F1] every event has its rule, and every rule its case', () => {
  const names = Object.keys(operatorEvents).toSorted()
  test('none is forgotten', () => {
    expect(Object.keys(operatorFold).toSorted()).toEqual(names)
    expect(Object.keys(cases).toSorted()).toEqual(names)
  })
  for (const [name, check] of Object.entries(cases)) test(name, check)
})

test('[W1] an unknown event changes nothing, whatever its name', () => {
  for (const name of ['somethingNew', 'constructor', '__proto__', 'toString'])
    expect(foldOperator(view, [{ name, data: {}, seq: 60, at, replayed: false }], 0)).toBe(view)
})

test('[F2] a fold leaves the state that it began with as it was', () => {
  const before = structuredClone(view)
  for (const name of ['ses_1', 'ses_2']) after('chatSessionDeleted', { sessionId: name })
  after('chatMessageCreated', messageOf('msg_3'))
  expect(view).toEqual(before)
})

test('[F2] many events folded at once are the same as one after another', () => {
  const events: Delivery[] = [
    { name: 'chatMessageCreated', data: messageOf('msg_3'), seq: 51, at, replayed: true },
    { name: 'chatSessionAdded', data: cardOf('ses_2'), seq: 52, at, replayed: true },
    { name: 'chatMessageRead', data: { messageId: 'msg_2' }, seq: 53, at, replayed: true },
    { name: 'chatSessionDeleted', data: { sessionId: 'ses_1' }, seq: 54, at, replayed: true },
  ]
  const apart = events.reduce((state, event) => foldOperator(state, [event], 0), view)
  expect(foldOperator(view, events, 0)).toEqual(apart)
})

test('[F3] what has left is remembered only so far', () => {
  let state = view
  for (let index = 0; index < CLOSED_MAX + 10; index += 1) {
    state = after('chatSessionAdded', cardOf(`ses_x${index}`), state)
    state = after('chatSessionClosed', { sessionId: `ses_x${index}`, closedAt: at }, state)
  }
  expect(state.closed.size).toBe(CLOSED_MAX)
  expect(state.closed.has(`ses_x${CLOSED_MAX + 9}`)).toBe(true)
})

/** The operator's last message, a line of the system's, and an answer: the line in the middle is not on the card. */
const answered: OperatorState = {
  ...view,
  sessions: new Map([
    ...view.sessions,
    ['ses_1', { ...spoken, lastMessage: messageOf('msg_4') } as ChatSession],
  ]),
}
const line = messageOf('msg_3', { authorType: 'SYSTEM', authorId: 'system' })

test('[F4] a read mark that names a message of an opened list reaches the card, whatever is on it', () => {
  const opened = new Map([['ses_1', [...list(view), line]]])
  const next = after('chatMessageRead', { messageId: 'msg_3' }, { ...answered, messages: opened })
  expect(card(next)?.lastOperatorMessage).toMatchObject({ id: 'msg_2', readAt: at })
  expect(card(next)?.lastMessage).toMatchObject({ id: 'msg_4', readAt: null })
  expect(card(next)?.rev).toBe(50)
})

test('[F4] an event that names a message of which there is no copy changes nothing: its session is not known', () => {
  const closed = { ...answered, messages: new Map() }
  expect(after('chatMessageRead', { messageId: 'msg_3' }, closed)).toBe(closed)
  expect(after('chatMessageEdited', { messageId: 'msg_3', body: 'x', attachments: [] }, closed)).toBe(closed)
})

test('an edit that a page brought already is not taken twice', () => {
  const edit = { messageId: 'msg_2', body: 'иначе', attachments: [] }
  const once = after('chatMessageEdited', edit)
  expect(list(after('chatMessageEdited', edit, once))[1]?.history).toHaveLength(1)
})

test('an edit that a page brought already is not taken twice when the page has what came after it, too', () => {
  const edit = { messageId: 'msg_2', body: 'иначе', attachments: [] }
  const later = { ...edit, body: 'совсем иначе' }
  const once = after('chatMessageEdited', edit)
  const laterAt = '2026-11-22T12:00:05.000Z'
  const page = foldOperator(
    once,
    [{ name: 'chatMessageEdited', data: later, seq: 51, at: laterAt, replayed: false }],
    1_000,
  )
  expect(list(after('chatMessageEdited', edit, page))[1]).toEqual(list(page)[1])

  const gone = after(
    'chatMessageDeleted',
    { messageId: 'msg_2', sessionId: 'ses_1', deletedAt: laterAt },
    page,
  )
  expect(list(after('chatMessageEdited', edit, gone))[1]).toEqual(list(gone)[1])
})

test('two edits within a millisecond are both taken', () => {
  const edit = { messageId: 'msg_2', body: 'иначе', attachments: [] }
  const next = after('chatMessageEdited', { ...edit, body: 'снова' }, after('chatMessageEdited', edit))
  expect(list(next)[1]).toMatchObject({ body: 'снова', history: [{}, { body: 'иначе' }] })
})

test('of two edits within a millisecond that a page brought already none is taken twice', () => {
  const first = { messageId: 'msg_2', body: 'иначе', attachments: [] }
  const both = after('chatMessageEdited', { ...first, body: 'снова' }, after('chatMessageEdited', first))
  expect(list(after('chatMessageEdited', first, both))).toEqual(list(both))
  expect(list(after('chatMessageEdited', { ...first, body: 'снова' }, both))).toEqual(list(both))
})

test('a quoted message is quoted as it is now', () => {
  const quote = {
    id: 'msg_1',
    authorType: 'CLIENT',
    body: 'body of msg_1',
    attachments: [],
    authorName: null,
  }
  const quoting = after('chatMessageCreated', messageOf('msg_3', { replyTo: quote, replyToMessage: quote }))
  const next = after('chatMessageEdited', { messageId: 'msg_1', body: 'иначе', attachments: [] }, quoting)
  const asItIs = { replyTo: { body: 'body of msg_1' }, replyToMessage: { body: 'иначе' } }
  expect(list(next)[2]).toMatchObject(asItIs)
  expect(next.sessions.get('ses_1')!.lastMessage).toMatchObject(asItIs)
  const gone = after('chatMessageDeleted', { messageId: 'msg_1', deletedAt: at }, next)
  expect(list(gone)[2]!.replyToMessage!.body).toBe('')
  expect(gone.sessions.get('ses_1')!.lastMessage!.replyToMessage!.body).toBe('')
})

test('a quoted message that stands nowhere else is quoted as it is now, too', () => {
  const quote = { id: 'msg_0', authorType: 'CLIENT', body: 'before', attachments: [], authorName: null }
  const quoting = after('chatMessageCreated', messageOf('msg_3', { replyTo: quote, replyToMessage: quote }))
  const edit = { messageId: 'msg_0', body: 'after', attachments: [] }
  const next = after('chatMessageEdited', edit, quoting)
  expect(list(next)[2]!.replyToMessage!.body).toBe('after')
  expect(next.sessions.get('ses_1')!.lastMessage!.replyToMessage!.body).toBe('after')
  const unopened = { ...quoting, messages: new Map() }
  const onCard = after('chatMessageEdited', edit, unopened)
  expect(onCard.sessions.get('ses_1')!.lastMessage!.replyToMessage!.body).toBe('after')
})

test('[F6] what came of a snapshot that was broken off, and is not in the one that came whole, has departed', () => {
  const broken = previewOperator(previewOperator(empty, [{ sessions: [spoken] }]), [{ help: [inHelp] }])
  expect([...broken.sessions.keys()]).toEqual(['ses_1', 'ses_2'])
  expect(broken.cursor).toBeNull()
  const whole = replaceOperator(broken, [{ sessions: [spoken] }])
  expect([...whole.sessions.values()]).toEqual([spoken])
  expect(whole.departed.get('ses_2')).toEqual({ card: inHelp, reason: 'AWAY' })
  for (const nothing of [undefined, null, {}, 7]) expect(previewOperator(broken, [nothing])).toBe(broken)
})
