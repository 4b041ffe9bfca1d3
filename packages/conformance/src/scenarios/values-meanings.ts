import type { ChatSession, Message } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** What the other words of the card and of a message mean. */
export const meaningScenarios: readonly Scenario[] = [
  scenario('Values', 'the card says its channel, its messenger and its chat', async (pult) => {
    const { group, people } = await desk(pult, { people: [{}] })
    const channel = await pult.channel({ groupId: group.groupId, messengerType: 'API' })
    const { sessionId, client } = await talk(pult, channel)
    const { data } = await people[0].stream.next('chatSessionStarted', of(sessionId))
    equal('channel', data.channel, channel.channelId)
    equal('messengerType', data.messengerType, 'API')
    equal('chatId', data.chatId, client.chatId)
    equal('clientId', data.clientId, client.clientId)
    equal('groupId', data.groupId, group.groupId)
  }),
  scenario(
    'Values',
    'a client whom nobody vouched for has no external id, no spam mark and no ban',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const { sessionId } = await talk(pult, channel)
      const { data } = await people[0].stream.next('chatSessionStarted', of(sessionId))
      equal('the card', [data.clientExternalId, data.markedAsSpam, data.clientBanned], [null, false, false])
      isTrue('the client has a name', data.name.length > 0)
    },
  ),
  scenario('Values', 'a private address has no coordinates', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId } = await talk(pult, channel)
    const { data } = await people[0].stream.next('chatSessionStarted', of(sessionId))
    isPresent('clientIp', data.clientIp)
    const isPrivate = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/.test(data.clientIp)
    if (isPrivate) equal('coordinates', data.coordinates, null)
  }),
  scenario(
    'Values',
    'lastMessage is the message in its own shape, and lastMessageCreatedAt its time',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const { sessionId } = await talk(pult, channel, 'The newest words')
      const [anna] = people
      const { data: message } = await anna.stream.next('chatMessageCreated', of(sessionId))
      const { body } = await pult.as('OPERATOR', anna.token).get(`/api/v1/sessions/${sessionId}`)
      const card = body as ChatSession
      equal('lastMessage', card.lastMessage, message)
      equal('lastMessageCreatedAt', card.lastMessageCreatedAt, message.createdAt)
    },
  ),
  scenario(
    'Values',
    'lastOperatorMessage is the operator’s newest, whatever the client wrote after it',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const { sessionId, stream } = await talk(pult, channel)
      await people[0].stream.next('chatSessionAdded', of(sessionId))
      const { messageId } = await people[0].stream.ask('sendMessage', { sessionId, body: 'How can I help?' })
      await stream.ask('sendMessage', { body: 'Like this' })
      const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
      equal('lastOperatorMessage', (body as ChatSession).lastOperatorMessage?.id, messageId)
      equal('lastMessage', (body as ChatSession).lastMessage?.body, 'Like this')
    },
  ),
  scenario(
    'Values',
    'unreadClientMessageCount counts what the operator has not read, and reading lowers it',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream, messageId } = await talk(pult, channel)
      await stream.ask('sendMessage', { body: 'two' })
      const third = await stream.ask('sendMessage', { body: 'three' })
      const card = async (): Promise<ChatSession> =>
        (await pult.admin.get(`/api/v1/sessions/${sessionId}`)).body as ChatSession
      equal('the count before', (await card()).unreadClientMessageCount, 3)
      equal('whether any exists', (await card()).unreadClientMessageExists, true)
      await anna.stream.ask('markRead', { sessionId, messageId })
      const { data } = await anna.stream.next(
        'chatSessionUpdated',
        (one) => one.id === sessionId && one.unreadClientMessageCount === 2,
      )
      equal('whether any exists', data.unreadClientMessageExists, true)
      await anna.stream.ask('markRead', { sessionId, messageId: third.messageId })
      equal('the count after', (await card()).unreadClientMessageCount, 0)
      equal('whether any exists', (await card()).unreadClientMessageExists, false)
    },
  ),
  scenario(
    'Values',
    'history has one entry for each edit, oldest first, with the body before it',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const { sessionId } = await talk(pult, channel)
      const { stream, token } = people[0]
      await stream.next('chatSessionAdded', of(sessionId))
      const { messageId } = await stream.ask('sendMessage', { sessionId, body: 'one' })
      await stream.ask('editMessage', { messageId, body: 'two' })
      await stream.ask('editMessage', { messageId, body: 'three' })
      const { body } = await pult.as('OPERATOR', token).get(`/api/v1/sessions/${sessionId}/messages`)
      const message = (body as { items: readonly Message[] }).items.find(({ id }) => id === messageId)
      isPresent('the edited message', message)
      equal('its body', message.body, 'three')
      equal(
        'what stood before',
        message.history?.map((entry) => entry.body),
        ['one', 'two'],
      )
      isPresent('updatedAt', message.updatedAt)
    },
  ),
  scenario(
    'Values',
    'an edit of what was quoted shows in replyToMessage and not in replyTo',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const { sessionId, messageId, stream, client } = await talk(pult, channel, 'before')
      const anna = people[0].stream
      await anna.next('chatSessionAdded', of(sessionId))
      await anna.ask('sendMessage', { sessionId, body: 'About that', replyTo: messageId })
      const { data } = await stream.next('chatMessageCreated', ({ body }) => body === 'About that')
      equal(
        'the quotation',
        [data.replyTo?.id, data.replyTo?.body, data.replyTo?.authorType],
        [messageId, 'before', 'CLIENT'],
      )
      await stream.ask('editMessage', { messageId, body: 'after' })
      const { body } = await pult.admin.get(`/api/v1/chats/${client.chatId}/messages`)
      const answer = (body as { items: readonly Message[] }).items.find((one) => one.body === 'About that')
      equal('replyTo', answer?.replyTo?.body, 'before')
      equal('replyToMessage', answer?.replyToMessage?.body, 'after')
    },
  ),
  scenario('Values', 'a button comes with its message, and a click comes back as actionId', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    const anna = people[0].stream
    await anna.next('chatSessionAdded', of(sessionId))
    const actions = [
      { id: 'yes', label: 'Yes', value: '1' },
      { id: 'site', label: 'Read more', url: 'https://example.com/more' },
    ]
    await anna.ask('sendMessage', { sessionId, body: 'Shall I?', actions })
    equal(
      'the buttons',
      (await stream.next('chatMessageCreated', ({ body }) => body === 'Shall I?')).data.actions,
      actions,
    )
    await stream.ask('sendMessage', { body: 'Yes', actionId: 'yes' })
    equal(
      'the click',
      (await anna.next('chatMessageCreated', ({ body }) => body === 'Yes')).data.actionId,
      'yes',
    )
  }),
  scenario('Values', 'authorType and authorName say who wrote: client, bot, operator', async (pult) => {
    const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{}] })
    const [anna] = people
    const { sessionId, stream, client } = await talk(pult, channel)
    await stream.next('chatMessageCreated', ({ authorType }) => authorType === 'BOT')
    await stream.ask('callOperator', {})
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('sendMessage', { sessionId, body: 'It is me' })
    const { data } = await stream.next('chatMessageCreated', ({ authorType }) => authorType === 'OPERATOR')
    equal('the operator', [data.authorId, data.authorName], [anna.id, anna.account.name])
    const { data: first } = await stream.next(
      'chatMessageCreated',
      ({ authorType }) => authorType === 'CLIENT',
    )
    equal('the client', [first.authorId, first.clientId], [client.clientId, client.clientId])
  }),
  scenario('Values', 'ids sort by creation', async (pult) => {
    const { channel } = await desk(pult)
    const { stream, sessionId, messageId } = await talk(pult, channel)
    const ids = [messageId]
    for (const body of ['b', 'c', 'd', 'e']) ids.push((await stream.ask('sendMessage', { body })).messageId)
    equal('the messages, sorted', ids.toSorted(), ids)
    const second = await talk(pult, channel)
    isTrue('a later session has the greater id', second.sessionId > sessionId)
  }),
]
