import { equal, isTrue } from '../expect.ts'
import { clientFence, desk, of, talk } from '../kit/desk.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** A6 and A7: what is told of a session that somebody has, and to whom. */
const tellings: readonly Scenario[] = [
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
      const { data } = await anna.stream.next('clientOffline', of(sessionId), 40_000)
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

/** A8: what a client never sees. That its views have no other fields is checked with every frame. */
const secrets: readonly Scenario[] = [
  scenario(
    'A8',
    'a note, a spam mark, tags and a priority are told to colleagues and not to the client',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const anna = people[0].stream
      const { sessionId, stream, client } = await talk(pult, channel)
      await anna.next('chatSessionAdded', of(sessionId))
      await clientFence(pult, { client, stream })
      const before = stream.frames.length
      await anna.ask('addNote', { sessionId, body: 'Difficult, be patient' })
      await anna.ask('markSpam', { sessionId, spam: true })
      await anna.ask('setTags', { sessionId, tags: ['difficult'] })
      await anna.ask('setPriority', { sessionId, priority: 5 })
      await anna.next('chatNoteCreated', of(sessionId))
      await anna.next('chatSessionUpdated', ({ priority }) => priority === 5)
      await clientFence(pult, { client, stream })
      const told = stream.frames.slice(before).map(({ action }) => action)
      equal(
        'what the client was told',
        told.filter((action) => action !== 'reply'),
        ['chatMessageCreated'],
      )
    },
  ),
  scenario('A8', 'a client sees that a message was edited, and not what stood there before', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId, client } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    const { messageId } = await anna.ask('sendMessage', { sessionId, body: 'the secret word' })
    await anna.ask('editMessage', { messageId, body: 'the word' })
    const again = await pult.clientStream(client)
    const page = await pult.as('CLIENT', client.clientToken).get(`/api/v1/chats/${client.chatId}/messages`)
    for (const text of [page.text, JSON.stringify(again.frames)]) {
      isTrue('the message is there', text.includes('the word'))
      isTrue('what stood before is not', !text.includes('the secret word'))
    }
  }),
  scenario('A8', 'a client is told nothing of another client of the same channel', async (pult) => {
    const { channel } = await desk(pult)
    const one = await talk(pult, channel)
    const other = await talk(pult, channel, 'Somebody else’s words')
    await clientFence(pult, one)
    isTrue('the other’s session is not there', !JSON.stringify(one.stream.frames).includes(other.sessionId))
    isTrue(
      'the other’s words are not there',
      !JSON.stringify(one.stream.frames).includes('Somebody else’s words'),
    )
  }),
  scenario(
    'A8',
    'a client may not read another client’s chat, and hears that there is none',
    async (pult) => {
      const { channel } = await desk(pult)
      const one = await talk(pult, channel)
      const other = await talk(pult, channel)
      const { status } = await pult
        .as('CLIENT', one.client.clientToken)
        .get(`/api/v1/chats/${other.client.chatId}/messages`)
      equal('the status', status, 404)
    },
  ),
  scenario('A8', 'a client reads no notes, no session cards, no operators and no clients', async (pult) => {
    const { channel } = await desk(pult)
    const { client, sessionId } = await talk(pult, channel)
    const caller = pult.as('CLIENT', client.clientToken)
    for (const path of [
      `/sessions/${sessionId}`,
      `/sessions/${sessionId}/notes`,
      `/clients/${client.clientId}`,
      '/operators',
      '/sessions',
      '/groups',
      '/channels',
    ]) {
      const { error } = await caller.get(`/api/v1${path}`)
      isTrue(`${path} is refused to a client`, error !== undefined)
    }
  }),
  scenario(
    'A8',
    'a client sees its operator’s name and id, and no e-mail, address or place anywhere',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      const { data } = await stream.next(
        'chatSessionUpdated',
        (one) => one.id === sessionId && one.operator !== null,
      )
      equal('the operator', data.operator, { id: anna.id, name: anna.account.name })
      await anna.stream.ask('sendMessage', { sessionId, body: 'Hello' })
      await stream.next('chatMessageCreated', ({ authorType }) => authorType === 'OPERATOR')
      const text = JSON.stringify(stream.frames)
      for (const word of [
        anna.account.email,
        '"clientIp"',
        '"coordinates"',
        '"markedAsSpam"',
        '"watcherIds"',
      ])
        isTrue(`${word} is not told to the client`, !text.includes(word))
    },
  ),
]

/** A9: what is lost is not told any more. */
const revocations: readonly Scenario[] = [
  scenario('A9', 'after a transfer the former operator is told nothing more of the session', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('transferSession', { sessionId, operatorId: boris.id })
    const { index } = await anna.stream.next('chatSessionDeleted', of(sessionId))
    await stream.ask('sendMessage', { body: 'For Boris alone' })
    await stream.ask('typing', { text: 'and this' })
    await boris.stream.next('typing', of(sessionId))
    await boris.stream.ask('closeSession', { sessionId })
    await pult.fence(anna.stream)
    const later = anna.stream.frames
      .slice(index + 1)
      .filter(({ data }) => of(sessionId)((data ?? {}) as { id?: string; sessionId?: string }))
    equal(
      'what was told after',
      later.filter(({ action }) => action !== 'reply').map(({ action }) => action),
      [],
    )
  }),
  scenario('A9', 'who stops watching is told nothing more of the session', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId, stream } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await boris.stream.ask('watchSession', { sessionId, watch: true })
    await boris.stream.ask('watchSession', { sessionId, watch: false })
    await boris.stream.next('chatSessionDeleted', of(sessionId))
    const { messageId } = await stream.ask('sendMessage', { body: 'Unwatched' })
    await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    await pult.fence(boris.stream)
    boris.stream.never('chatMessageCreated', ({ id }) => id === messageId)
  }),
  scenario(
    'A9',
    'who leaves a group is told that its Help is gone, and nothing of it after',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      await anna.stream.next('operatorNotFound', of(sessionId))
      await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [] })
      await anna.stream.next('chatSessionDeleted', of(sessionId))
      const { messageId } = await stream.ask('sendMessage', { body: 'Is anybody left?' })
      await pult.fence(anna.stream)
      anna.stream.never('chatMessageCreated', ({ id }) => id === messageId)
      await anna.stream.refused('takeSession', { sessionId }, 'session_not_found')
    },
  ),
  scenario('A9', 'who comes into a group is told its Help', async (pult) => {
    const { channel, group, people } = await desk(pult, { people: [{ groupIds: [], status: 'AWAY' }] })
    const [anna] = people
    const { sessionId } = await talk(pult, channel)
    await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [group.groupId] })
    const { data } = await anna.stream.next('chatSessionUpdated', of(sessionId))
    equal('where it is', data.botStatus, 'HELP')
    await anna.stream.ask('takeSession', { sessionId })
  }),
  scenario(
    'A9',
    'a cursor from before the right was lost brings a snapshot without the session',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
      const [anna] = people
      const { cursor } = anna.stream
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('operatorNotFound', of(sessionId))
      await pult.admin.ask('updateOperator', { operatorId: anna.id, groupIds: [] })
      await anna.stream.next('chatSessionDeleted', of(sessionId))
      const again = await pult.operatorStream(anna.token, { cursor })
      isTrue('nothing of the session is in it', !JSON.stringify(again.frames).includes(sessionId))
    },
  ),
  scenario(
    'A9',
    'a supervisor who becomes an operator loses the Help of the groups of others',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [{ role: 'supervisor', groupIds: [], status: 'OFFLINE' }],
      })
      const [sofia] = people
      const { sessionId, stream } = await talk(pult, channel)
      await sofia.stream.next('operatorNotFound', of(sessionId))
      await pult.admin.ask('updateOperator', { operatorId: sofia.id, role: 'operator' })
      await sofia.stream.next('chatSessionDeleted', of(sessionId))
      const { messageId } = await stream.ask('sendMessage', { body: 'Hello?' })
      await pult.fence(sofia.stream)
      sofia.stream.never('chatMessageCreated', ({ id }) => id === messageId)
    },
  ),
  scenario('A9', 'what one may not see is not there for commands either', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { groupIds: [] }] })
    const [anna, boris] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await boris.stream.refused('takeSession', { sessionId }, 'session_not_found')
    await boris.stream.refused('watchSession', { sessionId, watch: true }, 'session_not_found')
    await boris.stream.refused('sendMessage', { sessionId, body: 'Hello' }, 'session_not_found')
    const { status } = await pult.as('OPERATOR', boris.token).get(`/api/v1/sessions/${sessionId}`)
    equal('the status of the read', status, 404)
  }),
]

export const audienceScenarios: readonly Scenario[] = [...tellings, ...secrets, ...revocations]
