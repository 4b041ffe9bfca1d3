import type { ChatSession, Message } from '@pult/protocol'
import { equal, isPresent, isTrue, notEqual } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** V1: exactly one of the bot, Help and an operator holds an active session. */
const holders: readonly Scenario[] = [
  scenario('V1', 'a session that nobody may have now is in Help, with a person wanted', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
    const { sessionId } = await talk(pult, channel)
    const { data } = await people[0].stream.next('operatorNotFound', of(sessionId))
    equal('botStatus', data.botStatus, 'HELP')
    equal('operatorType', data.operatorType, 'OPERATOR')
    equal('status', data.status, 'ACTIVE')
    const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
    const card = body as ChatSession
    equal(
      'the card in Help',
      [card.botStatus, card.operatorId, card.operatorAssignedAt],
      ['HELP', null, null],
    )
  }),
  scenario('V1', 'a session that an operator has says OPERATOR, whose it is and since when', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId } = await talk(pult, channel)
    const { data } = await people[0].stream.next('chatSessionAdded', of(sessionId))
    equal(
      'the card',
      [data.botStatus, data.operatorType, data.operatorId],
      ['OPERATOR', 'OPERATOR', people[0].id],
    )
    isPresent('operatorAssignedAt', data.operatorAssignedAt)
  }),
  scenario('V1', 'a session that the bot has says BOT, and no operator', async (pult) => {
    const { channel } = await desk(pult, { bot: 'BUILTIN', people: [{}] })
    const { sessionId } = await talk(pult, channel)
    const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
    const card = body as ChatSession
    equal(
      'the card',
      [card.status, card.botStatus, card.operatorType, card.operatorId],
      ['ACTIVE', 'BOT', 'BOT', null],
    )
  }),
  scenario(
    'V1',
    'every card on the way from bot to Help to operator and back has one holder',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        bot: 'BUILTIN',
        people: [{ status: 'AWAY' }, { role: 'supervisor', groupIds: [], status: 'AWAY' }],
      })
      const [anna, sofia] = people
      const { sessionId, stream } = await talk(pult, channel)
      await stream.ask('callOperator', {})
      await anna.stream.next('operatorNotFound', of(sessionId))
      await sofia.stream.ask('watchSession', { sessionId, watch: true })
      await anna.stream.ask('takeSession', { sessionId })
      await anna.stream.ask('returnToBot', { sessionId })
      await pult.fence(sofia.stream)
      const cards = sofia.stream.frames
        .map(({ data }) => data as ChatSession)
        .filter((one) => one.id === sessionId)
      isTrue('several cards were told', cards.length >= 4)
      for (const { botStatus, operatorId, operatorType } of cards) {
        equal(
          `whether an operator has a session of ${String(botStatus)}`,
          operatorId !== null,
          botStatus === 'OPERATOR',
        )
        equal(
          `whose turn it is with ${String(botStatus)}`,
          operatorType,
          botStatus === 'BOT' ? 'BOT' : 'OPERATOR',
        )
      }
      equal(
        'the holders in their order',
        [...new Set(cards.map(({ botStatus }) => botStatus))],
        ['HELP', 'OPERATOR', 'BOT'],
      )
    },
  ),
  scenario(
    'V1',
    'of those who take a session at once one gets it and the others are refused',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [{ status: 'AWAY' }, { status: 'AWAY' }, { status: 'AWAY' }],
      })
      const { sessionId } = await talk(pult, channel)
      await Promise.all(people.map(({ stream }) => stream.next('operatorNotFound', of(sessionId))))
      const replies = await Promise.all(people.map(({ stream }) => stream.send('takeSession', { sessionId })))
      equal('the takers', replies.filter(({ error }) => error === undefined).length, 1)
      for (const { error } of replies)
        if (error !== undefined) equal('the refusal', error.code, 'session_held')
    },
  ),
  scenario(
    'V1',
    'a closed session stays closed; the client’s next message starts another in the same chat',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const first = await talk(pult, channel)
      await people[0].stream.next('chatSessionAdded', of(first.sessionId))
      await people[0].stream.ask('closeSession', { sessionId: first.sessionId })
      const next = await first.stream.ask('sendMessage', { body: 'One more thing' })
      notEqual('the session of the next message', next.sessionId, first.sessionId)
      equal('the chat', next.chatId, first.client.chatId)
      const { body } = await pult.admin.get(`/api/v1/sessions/${first.sessionId}`)
      equal('the status of the first', (body as ChatSession).status, 'CLOSED')
      isPresent('closedAt', (body as ChatSession).closedAt)
    },
  ),
]

/** V2: an operator's last word. */
const lastWords: readonly Scenario[] = [
  scenario(
    'V2',
    'after TERMINAL the session leaves the operator and goes to the channel’s bot',
    async (pult) => {
      const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{}] })
      const { sessionId, stream } = await talk(pult, channel)
      await stream.ask('callOperator', {})
      const [anna] = people
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await anna.stream.ask('sendMessage', { sessionId, body: 'Good-bye', type: 'TERMINAL' })
      const said = await anna.stream.next('chatMessageCreated', ({ body }) => body === 'Good-bye')
      equal('the type', said.data.type, 'TERMINAL')
      const gone = await anna.stream.next('chatSessionDeleted', of(sessionId))
      isTrue('the message is told before the session is taken', said.index < gone.index)
      const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
      equal('who has it', (body as ChatSession).botStatus, 'BOT')
      equal('its status', (body as ChatSession).status, 'ACTIVE')
    },
  ),
  scenario('V2', 'after TERMINAL the bot answers the client again', async (pult) => {
    const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    await stream.ask('callOperator', {})
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    await people[0].stream.ask('sendMessage', { sessionId, body: 'Good-bye', type: 'TERMINAL' })
    const { messageId } = await stream.ask('sendMessage', { body: 'And now?' })
    await stream.next('chatMessageCreated', (one) => one.authorType === 'BOT' && one.id > messageId)
  }),
  scenario('V2', 'after TERMINAL a session of a channel without a bot is closed', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    const [anna] = people
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('sendMessage', { sessionId, body: 'Good-bye', type: 'TERMINAL' })
    await anna.stream.next('chatSessionDeleted', of(sessionId))
    const said = await stream.next('chatMessageCreated', ({ body }) => body === 'Good-bye')
    const closed = await stream.next('chatSessionClosed', of(sessionId))
    isTrue('the client reads the last word first', said.index < closed.index)
    const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
    equal('its status', (body as ChatSession).status, 'CLOSED')
  }),
  scenario('V2', 'after TERMINAL the operator has no more to say in the session', async (pult) => {
    const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    await stream.ask('callOperator', {})
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    await people[0].stream.ask('sendMessage', { sessionId, body: 'Good-bye', type: 'TERMINAL' })
    await people[0].stream.refused('sendMessage', { sessionId, body: 'And…' }, 'session_not_yours')
  }),
  scenario('V2', 'a message without a type is REGULAR, and a client has no last word', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    const { data } = await people[0].stream.next('chatMessageCreated', of(sessionId))
    equal('the type', data.type, 'REGULAR')
    const error = await stream.refused(
      'sendMessage',
      { body: 'Good-bye', type: 'TERMINAL' },
      'validation_failed',
    )
    equal('the field', error.field, 'data.type')
  }),
]

/** What the other words of the card and of a message mean. */
const meanings: readonly Scenario[] = [
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

export const valueScenarios: readonly Scenario[] = [...holders, ...lastWords, ...meanings]
