import { beforeEach, describe, expect, test } from 'bun:test'
import type { MessageId } from '@pult/protocol'
import { UNREAD_KEPT } from './entities.ts'
import { createDesk, type Desk, type Visitor } from './testing/desk.ts'

let desk: Desk
let ivan: Visitor
let asked: MessageId

beforeEach(() => {
  desk = createDesk()
  desk.operator('anna')
  desk.operator('watcher', { status: 'AWAY' })
  ivan = desk.client('ivan')
  asked = ivan.says('Where is my parcel?')
  desk.does('watcher', 'watchSession', { sessionId: ivan.sessionId, watch: true })
  desk.forget()
})

function message(id: MessageId) {
  return desk.state.messages.get(id)!
}

describe('messages', () => {
  test('[A6] [A7] go to the operator, the watchers and the client, the author included', () => {
    ivan.says('Hello?')
    desk.says('anna', ivan, 'Hi')
    expect(desk.story()).toEqual([
      'chatMessageCreated → anna, watcher, client ivan',
      'chatMessageCreated → anna, watcher, client ivan',
    ])
  })

  test('[E2] know their author, their place and their time', () => {
    desk.tick(1_500)
    const id = desk.says('anna', ivan, 'Hi', { actions: [{ id: 'yes', label: 'Yes' }] })
    expect(message(id)).toEqual({
      id,
      sessionId: ivan.sessionId,
      chatId: ivan.chatId,
      clientId: ivan.clientId,
      authorId: desk.id('anna'),
      authorType: 'OPERATOR',
      authorName: 'anna',
      type: 'REGULAR',
      body: 'Hi',
      attachments: [],
      createdAt: '2026-11-22T12:00:01.500Z',
      updatedAt: null,
      readAt: null,
      deletedAt: null,
      actions: [{ id: 'yes', label: 'Yes' }],
    })
    expect(message(ivan.says('Yes', { actionId: 'yes' })).actionId).toBe('yes')
    expect(id > asked).toBe(true)
  })

  test('[E2] the card carries the last message, the operator’s last and the first that waits', () => {
    const hi = desk.says('anna', ivan, 'Hi')
    const one = ivan.says('One')
    const two = ivan.says('Two')
    expect(ivan.card).toMatchObject({
      lastMessage: { id: two },
      lastOperatorMessage: { id: hi },
      firstClientMessageAfterLastOperatorMessage: { id: one },
    })
  })

  test('[E2] a blank message is refused', () => {
    const { sessionId } = ivan
    expect(desk.refuses('anna', 'sendMessage', { sessionId, body: ' \n' })).toBe('validation_failed')
    expect(desk.refuses('anna', 'editMessage', { messageId: asked, body: 'x' })).toBe('message_not_yours')
    expect(ivan.refuses('editMessage', { messageId: asked, body: ' ' })).toBe('validation_failed')
  })
})

describe('quotes', () => {
  test('[E2] replyTo is the message as it was when quoted', () => {
    const answer = desk.says('anna', ivan, 'On its way', { replyTo: asked })
    expect(message(answer).replyTo).toEqual({
      id: asked,
      authorType: 'CLIENT',
      body: 'Where is my parcel?',
      attachments: [],
      authorName: ivan.card.name,
    })
    ivan.does('editMessage', { messageId: asked, body: 'Where are my parcels?' })
    expect(message(answer).replyTo!.body).toBe('Where is my parcel?')
    const later = desk.says('anna', ivan, 'All on their way', { replyTo: asked })
    expect(message(later).replyTo!.body).toBe('Where are my parcels?')
    expect(message(later).replyToMessage!.body).toBe('Where are my parcels?')
  })

  test('[E2] replyToMessage on the card is the message as it is now, the answer edited or not', () => {
    const answer = desk.says('anna', ivan, 'On its way', { replyTo: asked })
    ivan.does('editMessage', { messageId: asked, body: 'Where are my parcels?' })
    const { lastMessage, lastOperatorMessage } = ivan.card
    for (const copy of [lastMessage, lastOperatorMessage]) {
      expect(copy!.replyTo!.body).toBe('Where is my parcel?')
      expect(copy!.replyToMessage!.body).toBe('Where are my parcels?')
    }
    desk.does('anna', 'editMessage', { messageId: answer, body: 'All on their way' })
    expect(ivan.card.lastMessage).toMatchObject({
      body: 'All on their way',
      replyToMessage: { body: 'Where are my parcels?' },
    })
    ivan.does('deleteMessage', { messageId: asked })
    expect(ivan.card.lastMessage!.replyToMessage!.body).toBe('')
  })

  test('[A8] a message of another chat cannot be quoted', () => {
    const petr = desk.client('petr')
    const foreign = petr.says('My secret')
    expect(ivan.refuses('sendMessage', { body: 'Ha', replyTo: foreign })).toBe('message_not_found')
    expect(
      desk.refuses('anna', 'sendMessage', { sessionId: ivan.sessionId, body: 'Ha', replyTo: foreign }),
    ).toBe('message_not_found')
  })
})

describe('edits', () => {
  test('[A6] are told to the same people and keep what stood before', () => {
    const id = desk.says('anna', ivan, 'Tomorow')
    desk.forget()
    desk.tick(1_000)
    desk.does('anna', 'editMessage', { messageId: id, body: 'Tomorrow' })
    desk.tick(1_000)
    desk.does('anna', 'editMessage', { messageId: id, body: 'Today' })
    expect(desk.story()).toEqual([
      'chatMessageEdited → anna, watcher, client ivan',
      'chatMessageEdited → anna, watcher, client ivan',
    ])
    expect(message(id)).toMatchObject({
      body: 'Today',
      updatedAt: '2026-11-22T12:00:02.000Z',
      history: [
        { editedAt: '2026-11-22T12:00:01.000Z', body: 'Tomorow' },
        { editedAt: '2026-11-22T12:00:02.000Z', body: 'Tomorrow' },
      ],
    })
    expect(ivan.card.lastMessage!.body).toBe('Today')
  })

  test('[E2] the same text again changes nothing', () => {
    ivan.does('editMessage', { messageId: asked, body: 'Where is my parcel?' })
    expect(desk.story()).toEqual([])
  })

  test('[E2] a message that was read and then edited stays read', () => {
    const id = desk.says('anna', ivan, 'Tomorow')
    ivan.does('markRead', { messageId: id })
    const readAt = ivan.card.lastMessage!.readAt
    expect(readAt).toBe('2026-11-22T12:00:00.000Z')
    desk.does('anna', 'editMessage', { messageId: id, body: 'Tomorrow' })
    expect(ivan.card.lastMessage).toMatchObject({ body: 'Tomorrow', readAt })
    desk.does('anna', 'deleteMessage', { messageId: id })
    expect(ivan.card.lastMessage).toMatchObject({ body: '', readAt })
  })

  test('[E2] only its author changes a message, and nobody a deleted one', () => {
    const id = desk.says('anna', ivan, 'Hi')
    expect(desk.refuses('watcher', 'editMessage', { messageId: id, body: 'Bye' })).toBe('message_not_yours')
    expect(desk.refuses('boss', 'deleteMessage', { messageId: id })).toBe('message_not_yours')
    expect(ivan.refuses('editMessage', { messageId: id, body: 'Bye' })).toBe('message_not_yours')
    desk.does('anna', 'deleteMessage', { messageId: id })
    expect(desk.refuses('anna', 'editMessage', { messageId: id, body: 'Bye' })).toBe('message_deleted')
    desk.group('sales')
    desk.operator('stranger', { groups: ['sales'] })
    expect(desk.refuses('stranger', 'editMessage', { messageId: id, body: 'x' })).toBe('message_not_found')
    const petr = desk.client('petr')
    petr.says('Hello')
    expect(petr.refuses('editMessage', { messageId: asked, body: 'x' })).toBe('message_not_found')
  })

  test('[E2] a deleted message keeps its place and loses its words; deleting again changes nothing', () => {
    ivan.does('deleteMessage', { messageId: asked })
    ivan.does('deleteMessage', { messageId: asked })
    expect(desk.story()).toEqual(['chatMessageDeleted → anna, watcher, client ivan'])
    expect(message(asked)).toMatchObject({ body: '', attachments: [], deletedAt: '2026-11-22T12:00:00.000Z' })
    expect(message(asked)).not.toHaveProperty('history')
    expect(ivan.card.lastMessage!.body).toBe('')
  })
})

describe('reading', () => {
  test('[A6] the client reads up to a message: told once, older marks say nothing', () => {
    const one = desk.says('anna', ivan, 'One')
    const two = desk.says('anna', ivan, 'Two')
    desk.forget()
    ivan.does('markRead', { messageId: two })
    ivan.does('markRead', { messageId: one })
    ivan.does('markRead', { messageId: two })
    expect(desk.story()).toEqual(['chatMessageRead → anna, watcher, client ivan'])
    expect(ivan.card.lastMessage!.readAt).toBe('2026-11-22T12:00:00.000Z')
    expect(ivan.card.firstClientMessageAfterLastOperatorMessage).toBeNull()
  })

  test('[A6] a mark on a message that the card has no copy of comes with the card, when it changes it', () => {
    desk.says('anna', ivan, 'One')
    ivan.says('Two')
    const three = ivan.says('Three')
    const four = ivan.says('Four')
    ivan.says('Five')
    desk.forget()
    ivan.does('markRead', { messageId: three })
    expect(desk.story()).toEqual([
      'chatMessageRead → anna, watcher, client ivan',
      'chatSessionUpdated → anna, watcher',
    ])
    expect(ivan.card.lastOperatorMessage!.readAt).toBe('2026-11-22T12:00:00.000Z')
    desk.forget()
    ivan.does('markRead', { messageId: four })
    expect(desk.story()).toEqual(['chatMessageRead → anna, watcher, client ivan'])
  })

  test('[E2] the operator reads up to a message: the client is told, the count falls', () => {
    const two = ivan.says('Two')
    ivan.says('Three')
    expect(ivan.card).toMatchObject({ unreadClientMessageCount: 3, unreadClientMessageExists: true })
    desk.forget()
    desk.does('anna', 'markRead', { sessionId: ivan.sessionId, messageId: two })
    expect(desk.story()).toEqual(['chatMessageRead → client ivan', 'chatSessionUpdated → anna, watcher'])
    expect(ivan.card.unreadClientMessageCount).toBe(1)
    desk.does('anna', 'markRead', { sessionId: ivan.sessionId, messageId: ivan.card.lastMessage!.id })
    expect(ivan.card).toMatchObject({ unreadClientMessageCount: 0, unreadClientMessageExists: false })
    desk.forget()
    desk.does('anna', 'markRead', { sessionId: ivan.sessionId, messageId: two })
    expect(desk.story()).toEqual([])
  })

  test('[E2] a mark is kept also on a message that is behind all that is remembered as unread', () => {
    for (let count = 0; count < UNREAD_KEPT + 5; count += 1) ivan.says(`Number ${count}`)
    const unread = ivan.card.unreadClientMessageCount
    desk.forget()
    desk.does('anna', 'markRead', { sessionId: ivan.sessionId, messageId: asked })
    expect(desk.story()).toEqual(['chatMessageRead → client ivan', 'chatSessionUpdated → anna, watcher'])
    expect(desk.log.find(({ fact }) => fact.type === 'messagesRead')!.fact).toMatchObject({ upTo: asked })
    expect(ivan.card.unreadClientMessageCount).toBe(unread)
  })

  test('[E2] only who has the session reads for the operators', () => {
    const mark = { sessionId: ivan.sessionId, messageId: asked }
    expect(desk.refuses('watcher', 'markRead', mark)).toBe('session_not_yours')
    const petr = desk.client('petr')
    const foreign = petr.says('Hello')
    expect(desk.refuses('anna', 'markRead', { ...mark, messageId: foreign })).toBe('message_not_found')
    expect(ivan.refuses('markRead', { messageId: foreign })).toBe('message_not_found')
  })
})

describe('typing', () => {
  test('[A6] [A8] the client’s words reach the operators, the operator’s do not reach the client', () => {
    ivan.does('typing', { text: 'Where is' })
    desk.does('anna', 'typing', { sessionId: ivan.sessionId, text: 'On its' })
    expect(desk.signalled()).toEqual(['Where is → anna, watcher', 'On its → watcher', 'typing → client ivan'])
    expect(desk.log.at(-1)!.fact.type).not.toBe('typing' as 'note')
    expect(desk.story()).toEqual([])
  })

  test('[A6] who types is not told so, though watching the own session', () => {
    desk.does('anna', 'watchSession', { sessionId: ivan.sessionId, watch: true })
    desk.does('anna', 'typing', { sessionId: ivan.sessionId, text: 'On its' })
    expect(desk.signalled()).toEqual(['On its → watcher', 'typing → client ivan'])
  })

  test('[E2] who has not got the session types to nobody', () => {
    expect(desk.refuses('watcher', 'typing', { sessionId: ivan.sessionId })).toBe('session_not_yours')
  })

  test('[E2] a client without a session types to nobody', () => {
    ivan.does('closeSession', {})
    ivan.does('typing', { text: 'Hm' })
    expect(desk.signalled()).toEqual([])
  })
})

describe('[C2] writing over somebody', () => {
  test('[C2] what was missed comes back and nothing is sent', () => {
    const more = ivan.says('Forget it')
    const outcome = desk.asks('anna', 'sendMessage', {
      sessionId: ivan.sessionId,
      body: 'On its way',
      seen: asked,
    })
    expect(outcome.error).toMatchObject({ code: 'stale', field: 'data.seen' })
    expect(outcome.error!.missed!.map((missed) => (missed as { id: string }).id)).toEqual([more])
    expect(ivan.card.lastMessage!.id).toBe(more)
  })

  test('[C2] an empty screen has missed everything, a full one nothing; one’s own words are no news', () => {
    const { sessionId } = ivan
    const mine = desk.says('anna', ivan, 'Hi', { seen: asked })
    expect(desk.refuses('anna', 'sendMessage', { sessionId, body: 'x', seen: null })).toBe('stale')
    desk.says('anna', ivan, 'Again', { seen: asked })
    desk.says('anna', ivan, 'And again', { seen: mine })
    desk.says('anna', ivan, 'Without looking')
  })
})
