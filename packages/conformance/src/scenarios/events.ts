import type { ChatSession, Client, Message } from '@pult/protocol'
import { equal, isPresent, isTrue } from '../expect.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** The additions, with which a whole cabinet can be built on events alone. */
const additions: readonly Scenario[] = [
  scenario(
    'Additions',
    'chatSessionUpdated brings the whole card after tags, spam and priority changed',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const anna = people[0].stream
      const { sessionId } = await talk(pult, channel)
      await anna.next('chatSessionAdded', of(sessionId))
      await anna.ask('setTags', { sessionId, tags: ['refund', 'urgent'] })
      equal('tags', (await anna.next('chatSessionUpdated', ({ tags }) => tags.length > 0)).data.tags, [
        'refund',
        'urgent',
      ])
      await anna.ask('markSpam', { sessionId, spam: true })
      await anna.next('chatSessionUpdated', ({ markedAsSpam }) => markedAsSpam)
      await anna.ask('setPriority', { sessionId, priority: -3 })
      const { data } = await anna.next('chatSessionUpdated', ({ priority }) => priority === -3)
      equal(
        'what was set before',
        [data.id, data.tags, data.markedAsSpam],
        [sessionId, ['refund', 'urgent'], true],
      )
    },
  ),
  scenario('Additions', 'chatSessionUpdated brings the client’s page, name and ban', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const anna = people[0].stream
    const { sessionId, stream, client } = await talk(pult, channel)
    await anna.next('chatSessionAdded', of(sessionId))
    await stream.ask('setPage', {
      url: 'https://example.com/prices',
      title: 'Prices',
      referer: 'https://example.org/',
    })
    const visited = await anna.next('chatSessionUpdated', ({ page }) => page !== null)
    equal(
      'the page',
      [visited.data.page, visited.data.referer],
      [{ url: 'https://example.com/prices', title: 'Prices' }, 'https://example.org/'],
    )
    const { clientId } = client
    await anna.ask('updateClient', { clientId, name: 'Maria' })
    await anna.next('chatSessionUpdated', ({ name }) => name === 'Maria')
    await anna.ask('banClient', { clientId, banned: true, reason: 'abuse' })
    await anna.next('chatSessionUpdated', ({ clientBanned }) => clientBanned === true)
    await stream.refused('sendMessage', { body: 'Hello?' }, 'client_banned')
  }),
  scenario('Additions', 'a fresh read of a card is the card that was told last', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('setTags', { sessionId, tags: ['a'] })
    const { data, seq } = await anna.stream.next('chatSessionUpdated', ({ tags }) => tags.length === 1)
    const { body } = await pult.as('OPERATOR', anna.token).get(`/api/v1/sessions/${sessionId}`)
    equal('the card', body, data)
    equal('rev is the number of its last change', data.rev, seq)
  }),
  scenario('Additions', 'chatNoteCreated brings a note to everybody concerned', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId, client } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await boris.stream.ask('watchSession', { sessionId, watch: true })
    const { noteId } = await anna.stream.ask('addNote', { sessionId, body: 'Calls back at five' })
    for (const { stream } of [anna, boris]) {
      const { data } = await stream.next('chatNoteCreated', ({ id }) => id === noteId)
      equal(
        'the note',
        [data.body, data.authorId, data.chatId],
        ['Calls back at five', anna.id, client.chatId],
      )
    }
  }),
  scenario(
    'Additions',
    'chatSessionRated brings the score and the comment, to the client the score',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const anna = people[0].stream
      const { sessionId, stream } = await talk(pult, channel)
      await anna.next('chatSessionAdded', of(sessionId))
      await stream.ask('rateSession', { sessionId, score: 5, comment: 'Quick!' })
      const { data } = await anna.next('chatSessionRated', of(sessionId))
      equal('the rating', [data.score, data.comment], [5, 'Quick!'])
      equal('the client’s view', (await stream.next('chatSessionRated', of(sessionId))).data, {
        sessionId,
        score: 5,
      })
    },
  ),
  scenario(
    'Additions',
    'operatorStatusChanged brings a status and its cause to every operator',
    async (pult) => {
      const { people } = await desk(pult, {
        people: [{ status: 'OFFLINE' }, { status: 'OFFLINE', groupIds: [] }],
      })
      const [anna, boris] = people
      await anna.stream.ask('setStatus', { status: 'AWAY' })
      const own = await boris.stream.next('operatorStatusChanged', ({ operatorId }) => operatorId === anna.id)
      equal('what and why', [own.data.status, own.data.cause], ['AWAY', 'SELF'])
      await pult.admin.ask('setOperatorStatus', { operatorId: anna.id, status: 'ONLINE' })
      const set = await anna.stream.next(
        'operatorStatusChanged',
        ({ operatorId, status }) => operatorId === anna.id && status === 'ONLINE',
      )
      equal('why', set.data.cause, 'SUPERVISOR')
    },
  ),
  scenario(
    'Additions',
    'operatorUpdated, groupUpdated and channelUpdated bring settings to every operator',
    async (pult) => {
      const boris = await person(pult, { status: 'OFFLINE' })
      const { stream } = boris
      const group = await pult.group({ timerFirstAnswer: 60 })
      const made = await stream.next('groupUpdated', ({ id }) => id === group.groupId)
      equal('the group', [made.data.name, made.data.timerFirstAnswer], [group.name, 60])
      const channel = await pult.channel({ groupId: group.groupId })
      equal(
        'the channel’s key',
        (await stream.next('channelUpdated', ({ id }) => id === channel.channelId)).data.channelKey,
        channel.channelKey,
      )
      const account = await pult.operator({ skills: ['refunds'] })
      equal(
        'the operator’s skills',
        (await stream.next('operatorUpdated', ({ id }) => id === account.operatorId)).data.skills,
        ['refunds'],
      )
      isTrue('no secret is told', !JSON.stringify(stream.frames).includes(channel.channelSecret))
      isTrue('no password is told', !JSON.stringify(stream.frames).includes(account.password))
    },
  ),
  scenario(
    'Additions',
    'chatMessageDeleted leaves the message in its place, without its words',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const { sessionId, stream, messageId } = await talk(pult, channel, 'A secret')
      await people[0].stream.next('chatSessionAdded', of(sessionId))
      await stream.ask('deleteMessage', { messageId })
      const { data } = await people[0].stream.next('chatMessageDeleted', (one) => one.messageId === messageId)
      const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}/messages`)
      const message = (body as { items: Message[] }).items.find(({ id }) => id === messageId)
      equal(
        'the message',
        [message?.body, message?.attachments, message?.deletedAt],
        ['', [], data.deletedAt],
      )
    },
  ),
  scenario(
    'Additions',
    'chatSessionClosed says TIMER when the client was silent for the group’s closeAfter',
    async (pult) => {
      const { channel, people } = await desk(pult, { group: { closeAfter: 1 }, people: [{}] })
      const anna = people[0].stream
      const { sessionId, stream } = await talk(pult, channel)
      await anna.next('chatSessionAdded', of(sessionId))
      await anna.ask('sendMessage', { sessionId, body: 'Anything else?' })
      const { data } = await anna.next('chatSessionClosed', of(sessionId))
      equal('by whom', data.closedBy, 'TIMER')
      await stream.next('chatSessionClosed', of(sessionId))
    },
  ),
]

/** W1: what one does not know is passed over. */
const unknowns: readonly Scenario[] = [
  scenario('W1', 'the long poll’s cursor moves over what was for others', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ groupIds: [], status: 'OFFLINE' }] })
    const [anna] = people
    await pult.fence(anna.stream)
    const caller = pult.as('OPERATOR', anna.token)
    const { cursor } = anna.stream
    const { sessionId } = await talk(pult, channel, 'Not for Anna')
    const { body } = await caller.get(`/api/v1/events?after=${encodeURIComponent(cursor)}&waitMs=0`)
    const { next, items, mode } = body as { next: string; items: unknown[]; mode: string }
    equal('the mode', mode, 'resumed')
    isTrue('it moved', Number(next.split(':')[1]) > Number(cursor.split(':')[1]))
    isTrue('nothing of the session was told', !JSON.stringify(items).includes(sessionId))
  }),
  scenario('W1', 'the documents describe answers as open to new fields', async (pult) => {
    const { body } = await pult.http.get('/api/v1/openapi.json')
    const { components } = body as {
      components?: { schemas?: Record<string, { additionalProperties?: unknown }> }
    }
    const card = Object.entries(components?.schemas ?? {}).find(([name]) => name === 'ChatSession')?.[1]
    isPresent('the schema of the card', card)
    isTrue('the card may have more fields', card.additionalProperties !== false)
  }),
  scenario('W1', 'the documents name every event of the contract', async (pult) => {
    const { text } = await pult.http.get('/api/v1/asyncapi.json')
    for (const name of [
      'chatSessionStarted',
      'operatorNotFound',
      'chatSessionAdded',
      'chatMessageCreated',
      'chatMessageEdited',
      'chatMessageRead',
      'chatSessionDeleted',
      'chatSessionSwitchedFromBotToOperator',
      'sessionClosedByClient',
      'operatorBlocked',
      'chatUserExists',
      'typing',
      'operatorLoggedOut',
      'clientOnline',
      'clientOffline',
    ])
      isTrue(`${name} is described`, text.includes(`"${name}"`))
  }),
]

/** Where a card comes from: the client behind it. */
const clients: readonly Scenario[] = [
  scenario(
    'Values',
    'previousOperator of a client’s next session is whoever served it last',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const { sessionId, stream } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await stream.ask('closeSession', {})
      const next = await stream.ask('sendMessage', { body: 'Me again' })
      const { data } = await anna.stream.next('chatSessionStarted', of(next.sessionId))
      equal('previousOperator', data.previousOperator, { id: anna.id, name: anna.account.name })
    },
  ),
  scenario('Values', 'clientOnlineAt says since when the client is there', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const { sessionId } = await talk(pult, channel)
    const { data } = await people[0].stream.next('chatSessionAdded', of(sessionId))
    isPresent('clientOnlineAt', data.clientOnlineAt)
    equal('clientOfflineAt', data.clientOfflineAt, null)
  }),
  scenario(
    'Values',
    'the name on the card is the client’s, and the chat is the same for each of its sessions',
    async (pult) => {
      const { channel } = await desk(pult)
      const { sessionId, client } = await talk(pult, channel)
      const card = (await pult.admin.get(`/api/v1/sessions/${sessionId}`)).body as ChatSession
      const known = (await pult.admin.get(`/api/v1/clients/${client.clientId}`)).body as Client
      equal('the name and the chat', [card.name, card.chatId], [known.name, known.chatId])
    },
  ),
]

export const eventScenarios: readonly Scenario[] = [...additions, ...unknowns, ...clients]
