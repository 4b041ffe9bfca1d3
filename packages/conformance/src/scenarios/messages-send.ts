import { ACTIONS_MAX, BODY_CHARS_MAX, type Message } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf, conversation, nobodys } from './commands-conversation.ts'

/** A word is said: to whom it is told, and what it may not be. */
export const sendScenarios: readonly Scenario[] = [
  scenario('A7', 'an operator’s message is told to the client and to its author', async (pult) => {
    const { anna, client, sessionId, chatId } = await conversation(pult)
    const body = 'Здравствуйте! 你好 👩‍👩‍👧 — "quotes" <b>&amp;</b>\n\tsecond line'
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body })
    const { data } = await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const { createdAt: _createdAt, ...rest } = data
    const expected = {
      id: messageId,
      sessionId,
      chatId,
      clientId: client.client.clientId,
      authorId: anna.id,
      authorType: 'OPERATOR',
      authorName: anna.account.name,
      type: 'REGULAR',
      body,
      attachments: [],
      updatedAt: null,
      readAt: null,
      deletedAt: null,
    }
    equal('the message', rest, expected)
    const own = await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('what its author is told', own.data, data)
  }),

  scenario(
    'A7',
    'a client’s message is told to the operator and to its author, and counted as unread',
    async (pult) => {
      const { anna, client, sessionId, messageId: first } = await conversation(pult)
      const { messageId } = await client.stream.ask('sendMessage', { body: 'And another thing' })
      const { data } = await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
      equal('author', [data.authorType, data.authorId], ['CLIENT', client.client.clientId])
      equal(
        'what its author is told',
        (await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)).data,
        data,
      )
      const card = await cardOf(pult.admin, sessionId)
      equal('unread', [card.unreadClientMessageCount, card.unreadClientMessageExists], [2, true])
      equal('lastMessage', card.lastMessage?.id, messageId)
      equal(
        'firstClientMessageAfterLastOperatorMessage',
        card.firstClientMessageAfterLastOperatorMessage?.id,
        first,
      )
    },
  ),

  scenario(
    'Values',
    'an answer moves lastOperatorMessage and empties firstClientMessageAfterLastOperatorMessage',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Yes?' })
      const card = await cardOf(pult.admin, sessionId)
      equal('lastOperatorMessage', card.lastOperatorMessage?.id, messageId)
      equal('lastMessageCreatedAt', card.lastMessageCreatedAt, card.lastMessage?.createdAt)
      equal(
        'firstClientMessageAfterLastOperatorMessage',
        card.firstClientMessageAfterLastOperatorMessage,
        null,
      )
    },
  ),

  scenario(
    'Commands',
    'messages that are sent without waiting arrive in the order in which they were sent',
    async (pult) => {
      const { anna, client } = await conversation(pult)
      const bodies = Array.from({ length: 30 }, (_, index) => `number ${index}`)
      for (const body of bodies) client.stream.post('sendMessage', { body })
      await anna.stream.next('chatMessageCreated', ({ body }) => body === bodies.at(-1))
      const told = anna.stream.all('chatMessageCreated', ({ body }) => body.startsWith('number '))
      equal(
        'what the operator was told',
        told.map(({ data }) => data.body),
        bodies,
      )
      isTrue(
        'their ids sort by creation',
        told.every(({ data }, index) => index === 0 || data.id > told[index - 1]!.data.id),
      )
    },
  ),

  scenario('C3', 'a message has a text or an attachment', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    for (const body of ['', ' \n\t ']) {
      const byOperator = await anna.stream.refused('sendMessage', { sessionId, body }, 'validation_failed')
      const byClient = await client.stream.refused('sendMessage', { body }, 'validation_failed')
      equal('fields', [byOperator.field, byClient.field], ['data.body', 'data.body'])
    }
  }),

  scenario('Commands', 'the longest body arrives whole; one character more is refused', async (pult) => {
    const { anna, client } = await conversation(pult)
    const longest = 'ж'.repeat(BODY_CHARS_MAX)
    const { messageId } = await client.stream.ask('sendMessage', { body: longest })
    const { data } = await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    isTrue('the body is as it was sent', data.body === longest)
    const refusal = await client.stream.refused('sendMessage', { body: `${longest}ж` }, 'validation_failed')
    equal('field', refusal.field, 'data.body')
  }),

  scenario(
    'Commands',
    'who does not have the session does not write in it: session_not_yours',
    async (pult) => {
      const { people, sessionId, messageId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
      const { stream } = people[1]
      await stream.refused('sendMessage', { sessionId, body: 'May I?' }, 'session_not_yours')
      await stream.refused('typing', { sessionId }, 'session_not_yours')
      await stream.refused('markRead', { sessionId, messageId }, 'session_not_yours')
    },
  ),

  scenario('Commands', 'buttons reach the client, and a click comes back with actionId', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const actions = [
      { id: 'yes', label: 'Yes', value: '1' },
      { id: 'site', label: 'Our site', url: 'https://shop.example/' },
    ]
    const sent = await anna.stream.ask('sendMessage', { sessionId, body: 'Choose', actions })
    const { data } = await client.stream.next('chatMessageCreated', ({ id }) => id === sent.messageId)
    equal('actions', data.actions, actions)
    const clicked = await client.stream.ask('sendMessage', { body: 'Yes', actionId: 'yes' })
    const click = await anna.stream.next('chatMessageCreated', ({ id }) => id === clicked.messageId)
    equal('actionId', click.data.actionId, 'yes')
  }),

  scenario('C3', 'a button has an id and a label, and its link is a link', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const fine = { id: 'a', label: 'A' }
    const wrong: readonly [unknown, string][] = [
      [[{ ...fine, url: 'javascript:alert(1)' }], 'data.actions.0.url'],
      [[fine, { id: 'b' }], 'data.actions.1.label'],
      [[{ ...fine, id: '' }], 'data.actions.0.id'],
      [[{ ...fine, colour: 'red' }], 'data.actions.0.colour'],
      [Array.from({ length: ACTIONS_MAX + 1 }, () => fine), 'data.actions'],
    ]
    for (const [actions, field] of wrong) {
      const refusal = await anna.stream.refused(
        'sendMessage',
        { sessionId, body: 'x', actions },
        'validation_failed',
      )
      equal('field', refusal.field, field)
    }
  }),

  scenario(
    'Commands',
    'typing is a signal: the other side sees it, with no number, and the log does not keep it',
    async (pult) => {
      const { anna, client, http, sessionId, chatId } = await conversation(pult)
      const { cursor } = anna.stream
      equal('the reply', await client.stream.ask('typing', { text: 'I wanted to' }), {})
      const seen = await anna.stream.next('typing', ({ authorType }) => authorType === 'CLIENT')
      const { expiresInMs, ...rest } = seen.data
      const authorId = client.client.clientId
      equal('what is told', rest, { sessionId, chatId, authorId, authorType: 'CLIENT', text: 'I wanted to' })
      isTrue('it says how long it stands', expiresInMs > 0)
      equal('seq', seen.seq, undefined)
      await anna.stream.ask('typing', { sessionId, text: 'A draft' })
      const told = await client.stream.next('typing', ({ authorType }) => authorType === 'OPERATOR')
      equal('its author', told.data.authorId, anna.id)
      const { body } = await http.get(`/api/v1/events?after=${encodeURIComponent(cursor)}&waitMs=0`)
      const kept = (body as { items: { action: string }[] }).items.filter(({ action }) => action === 'typing')
      equal('what the log kept of it', kept, [])
    },
  ),

  scenario('Commands', 'typing without a session is accepted and told to nobody', async (pult) => {
    const client = await pult.clientStream(await pult.channel(await pult.group()))
    equal('the reply', await client.ask('typing', { text: 'Hel' }), {})
  }),
]

/** The two quotes of an answer. */
export const quoteScenarios: readonly Scenario[] = [
  scenario('Values', 'replyTo is the quoted message as it was, replyToMessage as it is now', async (pult) => {
    const { anna, client, http, sessionId, messageId } = await conversation(pult)
    const { messageId: answer } = await anna.stream.ask('sendMessage', {
      sessionId,
      body: 'Hello?',
      replyTo: messageId,
    })
    const { data } = await client.stream.next('chatMessageCreated', ({ id }) => id === answer)
    const { name } = await cardOf(http, sessionId)
    const quote = { id: messageId, authorType: 'CLIENT', body: 'Hello', attachments: [], authorName: name }
    equal('replyTo', data.replyTo, quote)
    equal('replyToMessage', data.replyToMessage, quote)
    await client.stream.ask('editMessage', { messageId, body: 'Hello there' })
    const { body } = await http.get(`/api/v1/sessions/${sessionId}/messages`)
    const now = (body as { items: (typeof data)[] }).items.find(({ id }) => id === answer)
    equal('replyTo.body later', now?.replyTo?.body, 'Hello')
    equal('replyToMessage.body later', now?.replyToMessage?.body, 'Hello there')
    const { lastMessage, lastOperatorMessage } = await cardOf(http, sessionId)
    for (const [name, copy] of Object.entries({ lastMessage, lastOperatorMessage })) {
      equal(`${name}.replyTo.body`, copy?.replyTo?.body, 'Hello')
      equal(`${name}.replyToMessage.body`, copy?.replyToMessage?.body, 'Hello there')
    }
  }),

  scenario('Values', 'a quoted message that is deleted later is empty in replyToMessage', async (pult) => {
    const { anna, client, http, sessionId, messageId } = await conversation(pult)
    const sent = await anna.stream.ask('sendMessage', { sessionId, body: 'Sure?', replyTo: messageId })
    await client.stream.ask('deleteMessage', { messageId })
    const { body } = await http.get(`/api/v1/sessions/${sessionId}/messages`)
    const { items } = body as { items: Message[] }
    equal('replyToMessage.body', items.find(({ id }) => id === sent.messageId)?.replyToMessage?.body, '')
  }),

  scenario('A8', 'what is of another chat cannot be quoted: message_not_found', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const { messageId: foreign } = await conversation(pult)
    for (const replyTo of [foreign, nobodys('msg')]) {
      const byOperator = await anna.stream.refused(
        'sendMessage',
        { sessionId, body: 'x', replyTo },
        'message_not_found',
      )
      const byClient = await client.stream.refused('sendMessage', { body: 'x', replyTo }, 'message_not_found')
      equal('fields', [byOperator.field, byClient.field], ['data.replyTo', 'data.replyTo'])
    }
  }),
]
