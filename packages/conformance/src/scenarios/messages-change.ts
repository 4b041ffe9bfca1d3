import type { Message } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import type { Caller } from '../kit/http.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, nobodys } from './commands-conversation.ts'

/** A word is taken back or mended. */
export const editScenarios: readonly Scenario[] = [
  scenario('Commands', 'editMessage is told to both sides', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Helo' })
    equal('the reply', await anna.stream.ask('editMessage', { messageId, body: 'Hello' }), { messageId })
    const told = { messageId, body: 'Hello', attachments: [] }
    equal('what the client is told', (await client.stream.next('chatMessageEdited')).data, told)
    equal('what its author is told', (await anna.stream.next('chatMessageEdited')).data, told)
  }),

  scenario('Commands', 'a client’s edit is told to the operator', async (pult) => {
    const { anna, client, messageId } = await conversation(pult)
    await client.stream.ask('editMessage', { messageId, body: 'Hello, please' })
    const { data } = await anna.stream.next('chatMessageEdited')
    equal('what the operator is told', data, { messageId, body: 'Hello, please', attachments: [] })
  }),

  scenario(
    'Values',
    'history has one entry for each edit, oldest first, with what stood before',
    async (pult) => {
      const { client, http, sessionId, messageId } = await conversation(pult)
      await client.stream.ask('editMessage', { messageId, body: 'Hello 2' })
      await client.stream.ask('editMessage', { messageId, body: 'Hello 3' })
      const message = await messageOf(http, sessionId, messageId)
      equal('body', message.body, 'Hello 3')
      equal(
        'the earlier bodies',
        message.history?.map(({ body }) => body),
        ['Hello', 'Hello 2'],
      )
      equal('updatedAt', message.updatedAt, message.history?.at(-1)?.editedAt)
    },
  ),

  scenario(
    'A8',
    'a client sees that an operator’s message was edited, not what stood there',
    async (pult) => {
      const { anna, client, sessionId } = await conversation(pult)
      const { messageId } = await anna.stream.ask('sendMessage', {
        sessionId,
        body: 'Our discount is ninety',
      })
      await anna.stream.ask('editMessage', { messageId, body: 'Our discount is nine' })
      const message = await messageOf(pult.as('CLIENT', client.client.clientToken), sessionId, messageId)
      equal('the fields of the entry', Object.keys(message.history?.[0] ?? {}), ['editedAt'])
    },
  ),

  scenario('Commands', 'the same text again is accepted and told to nobody', async (pult) => {
    const { anna, http, client, sessionId, messageId } = await conversation(pult)
    equal('the reply', await client.stream.ask('editMessage', { messageId, body: 'Hello' }), { messageId })
    await pult.fence(anna.stream)
    anna.stream.never('chatMessageEdited')
    equal('history', (await messageOf(http, sessionId, messageId)).history, undefined)
  }),

  scenario('Commands', 'only its author edits or deletes a message: message_not_yours', async (pult) => {
    const { anna, client, sessionId, messageId } = await conversation(pult)
    const { messageId: own } = await anna.stream.ask('sendMessage', { sessionId, body: 'Mine' })
    for (const command of ['editMessage', 'deleteMessage']) {
      const body = command === 'editMessage' ? { body: 'Yours' } : {}
      await anna.stream.refused(command, { messageId, ...body }, 'message_not_yours')
      const refusal = await client.stream.refused(command, { messageId: own, ...body }, 'message_not_yours')
      equal('field', refusal.field, 'data.messageId')
    }
  }),

  scenario(
    'A9',
    'a message of a chat that one has nothing to do with is not there: message_not_found',
    async (pult) => {
      const { messageId } = await conversation(pult)
      const { anna, client } = await conversation(pult)
      for (const id of [messageId, nobodys('msg')]) {
        await anna.stream.refused('editMessage', { messageId: id, body: 'x' }, 'message_not_found')
        await anna.stream.refused('deleteMessage', { messageId: id }, 'message_not_found')
        await client.stream.refused('editMessage', { messageId: id, body: 'x' }, 'message_not_found')
        await client.stream.refused('deleteMessage', { messageId: id }, 'message_not_found')
      }
    },
  ),

  scenario('C3', 'an edit leaves a text or an attachment', async (pult) => {
    const { client, messageId } = await conversation(pult)
    const refusal = await client.stream.refused('editMessage', { messageId, body: ' ' }, 'validation_failed')
    equal('field', refusal.field, 'data.body')
  }),

  scenario(
    'Commands',
    'deleteMessage is told to both sides; the message keeps its place and loses its words',
    async (pult) => {
      const { anna, client, http, sessionId, messageId } = await conversation(pult)
      await client.stream.ask('editMessage', { messageId, body: 'My card is 4000' })
      equal('the reply', await client.stream.ask('deleteMessage', { messageId }), { messageId })
      const { data } = await anna.stream.next('chatMessageDeleted')
      equal('what the operator is told', [data.messageId, data.sessionId], [messageId, sessionId])
      equal('what the client is told', (await client.stream.next('chatMessageDeleted')).data, data)
      const message = await messageOf(http, sessionId, messageId)
      equal(
        'what is left',
        [message.body, message.deletedAt, message.history],
        ['', data.deletedAt, undefined],
      )
    },
  ),

  scenario(
    'Commands',
    'deleting again is accepted; a deleted message is edited no more: message_deleted',
    async (pult) => {
      const { anna, client, messageId } = await conversation(pult)
      await client.stream.ask('deleteMessage', { messageId })
      await anna.stream.next('chatMessageDeleted')
      equal('the reply', await client.stream.ask('deleteMessage', { messageId }), { messageId })
      await client.stream.refused('editMessage', { messageId, body: 'Back' }, 'message_deleted')
      await pult.fence(anna.stream)
      anna.stream.never('chatMessageDeleted')
    },
  ),

  scenario('Commands', 'a deleted message is not found by its words', async (pult) => {
    const { client, http, sessionId } = await conversation(pult)
    const word = `zebra${pult.label.replaceAll('-', '')}`
    const { messageId } = await client.stream.ask('sendMessage', { body: `the ${word} is loose` })
    const find = async (): Promise<number> => {
      const { body } = await http.get(`/api/v1/sessions/${sessionId}/messages?q=${word}`)
      return (body as { items: unknown[] }).items.length
    }
    equal('found before', await find(), 1)
    await client.stream.ask('deleteMessage', { messageId })
    equal('found after', await find(), 0)
  }),
]

/** Who has read what. */
export const readMarkScenarios: readonly Scenario[] = [
  scenario(
    'Commands',
    'the client’s markRead is told to the operator, and holds up to and including the message',
    async (pult) => {
      const { anna, client, http, sessionId } = await conversation(pult)
      const ids: string[] = []
      for (const body of ['One', 'Two', 'Three'])
        ids.push((await anna.stream.ask('sendMessage', { sessionId, body })).messageId)
      equal('the reply', await client.stream.ask('markRead', { messageId: ids[1]! }), {})
      equal('what is told', (await anna.stream.next('chatMessageRead')).data, { messageId: ids[1] })
      const read = await Promise.all(
        ids.map(async (id) => (await messageOf(http, sessionId, id)).readAt !== null),
      )
      equal('read', read, [true, true, false])
    },
  ),

  scenario('Commands', 'an older mark, and the same again, change nothing', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const { messageId: older } = await anna.stream.ask('sendMessage', { sessionId, body: 'One' })
    const { messageId: newer } = await anna.stream.ask('sendMessage', { sessionId, body: 'Two' })
    await client.stream.ask('markRead', { messageId: newer })
    await anna.stream.next('chatMessageRead', ({ messageId }) => messageId === newer)
    await client.stream.ask('markRead', { messageId: older })
    await client.stream.ask('markRead', { messageId: newer })
    await pult.fence(anna.stream)
    anna.stream.never('chatMessageRead')
  }),

  scenario(
    'Commands',
    'the operator’s markRead empties the unread count and is told to the client',
    async (pult) => {
      const { anna, client, sessionId, messageId } = await conversation(pult)
      equal('the reply', await anna.stream.ask('markRead', { sessionId, messageId }), {})
      const { data: card } = await anna.stream.next(
        'chatSessionUpdated',
        (one) => one.unreadClientMessageCount === 0,
      )
      equal('unreadClientMessageExists', card.unreadClientMessageExists, false)
      equal('what the client is told', (await client.stream.next('chatMessageRead')).data, { messageId })
      // The operators' event means that the client has read.
      await pult.fence(anna.stream)
      anna.stream.never('chatMessageRead')
    },
  ),

  scenario('Values', 'what came after the mark stays unread', async (pult) => {
    const { anna, client, sessionId, messageId } = await conversation(pult)
    const later = await client.stream.ask('sendMessage', { body: 'And this' })
    await anna.stream.next('chatMessageCreated', ({ id }) => id === later.messageId)
    await anna.stream.ask('markRead', { sessionId, messageId })
    const { data: card } = await anna.stream.next(
      'chatSessionUpdated',
      (one) => one.unreadClientMessageCount === 1,
    )
    equal('unreadClientMessageExists', card.unreadClientMessageExists, true)
  }),

  scenario('A8', 'a mark on what is not there, or of another chat, is message_not_found', async (pult) => {
    const { messageId: foreign } = await conversation(pult)
    const { anna, client, sessionId } = await conversation(pult)
    for (const messageId of [foreign, nobodys('msg')]) {
      const refusal = await anna.stream.refused('markRead', { sessionId, messageId }, 'message_not_found')
      equal('field', refusal.field, 'data.messageId')
      await client.stream.refused('markRead', { messageId }, 'message_not_found')
    }
  }),
]

async function messageOf(reader: Caller, sessionId: string, messageId: string): Promise<Message> {
  const { body } = await reader.get(`/api/v1/sessions/${sessionId}/messages?limit=200`)
  const { items } = body as { items: Message[] }
  const found = items.find(({ id }) => id === messageId)
  isPresent(`the message ${messageId} among ${items.length}`, found)
  isTrue('it is of the session', found.sessionId === sessionId)
  return found
}
