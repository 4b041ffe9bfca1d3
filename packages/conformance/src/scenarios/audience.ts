import { equal, isTrue } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** A client who is gone for so long is not only loading the next page. */
const GRACE_MS = 15_000

/** A6 and A7: what is told of a session that somebody has, and to whom. */
export const audienceScenarios: readonly Scenario[] = [
  scenario(
    'A6',
    'a client’s message is told to the operator, to the watcher, and to no other colleague',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }, { status: 'AWAY' }] })
      const [anna, boris, vera] = people
      const { sessionId, stream } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await boris.stream.ask('watchSession', { sessionId, watch: true })
      await stream.ask('sendMessage', { body: 'For those concerned' })
      for (const one of [anna, boris])
        await one.stream.next('chatMessageCreated', ({ body }) => body === 'For those concerned')
      await pult.fence(vera.stream)
      vera.stream.never('chatMessageCreated', ({ body }) => body === 'For those concerned')
    },
  ),
  scenario('A6', 'in Help a message is told to everybody who may take the session', async (pult) => {
    const { channel, people } = await desk(pult, {
      people: [
        { status: 'AWAY' },
        { status: 'OFFLINE' },
        { role: 'supervisor', groupIds: [], status: 'OFFLINE' },
      ],
    })
    const { stream } = await talk(pult, channel)
    const { messageId } = await stream.ask('sendMessage', { body: 'Hello?' })
    for (const one of people) await one.stream.next('chatMessageCreated', ({ id }) => id === messageId)
  }),
  scenario('A6', 'an operator’s message is told to the client and to the watcher', async (pult) => {
    const { channel, people } = await desk(pult, {
      people: [{}, { role: 'supervisor', groupIds: [], status: 'OFFLINE' }],
    })
    const [anna, sofia] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await sofia.stream.ask('watchSession', { sessionId, watch: true })
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Good morning' })
    await stream.next('chatMessageCreated', ({ id }) => id === messageId)
    await sofia.stream.next('chatMessageCreated', ({ id }) => id === messageId)
  }),
  scenario('A6', 'an edit is told to operator and client as chatMessageEdited', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Tuseday' })
    await anna.stream.ask('editMessage', { messageId, body: 'Tuesday' })
    for (const one of [stream, anna.stream]) {
      const { data } = await (one as typeof stream).next(
        'chatMessageEdited',
        (edit) => edit.messageId === messageId,
      )
      equal('the edit', data, { messageId, body: 'Tuesday', attachments: [] })
    }
  }),
  scenario('A6', 'a client’s own edit is told to the operator', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { stream, messageId, sessionId } = await talk(pult, channel, 'Helo')
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    await stream.ask('editMessage', { messageId, body: 'Hello' })
    const { data } = await people[0].stream.next('chatMessageEdited', (edit) => edit.messageId === messageId)
    equal('the body', data.body, 'Hello')
  }),
  scenario('A6', 'what the client has read is told to the operator as chatMessageRead', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    const { messageId } = await people[0].stream.ask('sendMessage', { sessionId, body: 'Read me' })
    await stream.ask('markRead', { messageId })
    await people[0].stream.next('chatMessageRead', (read) => read.messageId === messageId)
  }),
  scenario('A6', 'what the operator has read is told to the client', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, stream, messageId } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    await people[0].stream.ask('markRead', { sessionId, messageId })
    await stream.next('chatMessageRead', (read) => read.messageId === messageId)
  }),
  scenario('A6', 'typing of the client is told to the operator, with the words', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, stream, client } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    await stream.ask('typing', { text: 'I would like' })
    const { data, seq } = await people[0].stream.next('typing', of(sessionId))
    equal(
      'the signal',
      [data.chatId, data.authorId, data.authorType, data.text],
      [client.chatId, client.clientId, 'CLIENT', 'I would like'],
    )
    isTrue('it says how long it stands', data.expiresInMs > 0)
    equal('its number', seq, undefined)
  }),
  scenario('A6', 'typing in Help is told to everybody who may take the session', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }, { status: 'OFFLINE' }] })
    const { sessionId, stream } = await talk(pult, channel)
    for (const one of people) await one.stream.next('operatorNotFound', of(sessionId))
    await stream.ask('typing', { text: 'Is' })
    for (const one of people) await one.stream.next('typing', of(sessionId))
  }),
  scenario('A6', 'typing of the operator is told to the client, without the words', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    await people[0].stream.ask('typing', { sessionId, text: 'Well, between us' })
    const { data } = await stream.next('typing', of(sessionId))
    equal('who writes', data.authorType, 'OPERATOR')
    equal('the words', data.text, undefined)
  }),
  scenario(
    'A6',
    'the client’s closing is told to the operator and to the watcher as sessionClosedByClient',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [{}, { role: 'supervisor', groupIds: [], status: 'OFFLINE' }],
      })
      const [anna, sofia] = people
      const { sessionId, stream, client } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await sofia.stream.ask('watchSession', { sessionId, watch: true })
      await stream.ask('closeSession', {})
      for (const one of [anna, sofia]) {
        const { data } = await one.stream.next('sessionClosedByClient', of(sessionId))
        equal('the chat', data.chatId, client.chatId)
        one.stream.never('chatSessionClosed', of(sessionId))
      }
      await stream.next('sessionClosedByClient', of(sessionId))
    },
  ),
  scenario(
    'A6',
    'the operator’s closing is told to both as chatSessionClosed, with the reason for operators',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await anna.stream.ask('closeSession', { sessionId, reason: 'solved' })
      const { data } = await anna.stream.next('chatSessionClosed', of(sessionId))
      equal('by whom and why', [data.closedBy, data.operatorId, data.reason], ['OPERATOR', anna.id, 'solved'])
      await stream.next('chatSessionClosed', of(sessionId))
      anna.stream.never('sessionClosedByClient', of(sessionId))
    },
  ),
  scenario('A6', 'a client’s closing in Help is told to everybody who may take the session', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }, { status: 'OFFLINE' }] })
    const { sessionId, stream } = await talk(pult, channel)
    await stream.ask('closeSession', {})
    for (const one of people) await one.stream.next('sessionClosedByClient', of(sessionId))
  }),
  scenario(
    'A6',
    'a client who comes to an open session is told to the operator as clientOnline',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const client = await pult.client(channel)
      const { sessionId } = await pult
        .as('CLIENT', client.clientToken)
        .ask('sendMessage', { body: 'By HTTP' })
      const { data: card } = await people[0].stream.next('chatSessionAdded', of(sessionId))
      equal('clientOnlineAt before', card.clientOnlineAt, null)
      await pult.clientStream(client)
      const { data } = await people[0].stream.next('clientOnline', of(sessionId))
      equal('whom', [data.clientId, data.chatId], [client.clientId, client.chatId])
    },
  ),
  slowScenario(
    'A6',
    'a client who is gone is told to the operator as clientOffline, once, and a reload is not',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream, client } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      stream.drop()
      const back = await pult.clientStream(client)
      await pult.fence(anna.stream)
      anna.stream.never('clientOffline', of(sessionId))
      back.close()
      const { data } = await anna.stream.next('clientOffline', of(sessionId), GRACE_MS + pult.waitMs)
      equal('whom', [data.clientId, data.chatId], [client.clientId, client.chatId])
      await pult.fence(anna.stream)
      anna.stream.never('clientOffline', of(sessionId))
    },
  ),
  scenario('A6', 'a deleted message is told to both as chatMessageDeleted', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Oh no' })
    await anna.stream.ask('deleteMessage', { messageId })
    await anna.stream.next('chatMessageDeleted', (one) => one.messageId === messageId)
    await stream.next('chatMessageDeleted', (one) => one.messageId === messageId)
  }),
  scenario('A6', 'a client is told that its session has begun, and later who has it', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
    const [anna] = people
    const { sessionId, stream } = await talk(pult, channel)
    const begun = await stream.next('chatSessionStarted', of(sessionId))
    equal('whose it is', begun.data.operator, null)
    await anna.stream.ask('takeSession', { sessionId })
    const { data } = await stream.next('chatSessionUpdated', ({ operator }) => operator !== null)
    equal('whose it is then', [data.id, data.operator?.name], [sessionId, anna.account.name])
  }),
  scenario('A7', 'an operator who writes is told their own message, with its key', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    const key = pult.unique('key')
    const { messageId } = await anna.stream.ask('sendMessage', { sessionId, body: 'Mine' }, { key })
    const { data } = await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('the key', data.key, key)
    const seen = await stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('the key for the client', seen.data.key, undefined)
  }),
  scenario('A7', 'a client who writes is told its own message, with its key', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { stream } = await talk(pult, channel)
    const key = pult.unique('key')
    const { messageId } = await stream.ask('sendMessage', { body: 'Mine' }, { key })
    equal('the key', (await stream.next('chatMessageCreated', ({ id }) => id === messageId)).data.key, key)
    const seen = await people[0].stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('the key for the operator', seen.data.key, undefined)
  }),
  scenario('A7', 'the same client in two windows is told its message in both', async (pult) => {
    const { channel } = await desk(pult)
    const { stream, client } = await talk(pult, channel)
    const other = await pult.clientStream(client)
    const { messageId } = await stream.ask('sendMessage', { body: 'Everywhere' })
    await stream.next('chatMessageCreated', ({ id }) => id === messageId)
    await other.next('chatMessageCreated', ({ id }) => id === messageId)
  }),
]
