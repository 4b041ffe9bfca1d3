import { equal, isTrue, notEqual } from '../expect.ts'
import { person } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf, conversation } from './commands-conversation.ts'

/** The end of a session, by either side, and what is not done after it. */
export const closeScenarios: readonly Scenario[] = [
  scenario(
    'Commands',
    'closeSession by the operator: chatSessionClosed with the reason; the client hears that, and no reason',
    async (pult) => {
      const { anna, client, sessionId, chatId } = await conversation(pult)
      const reason = pult.unique('solved')
      equal('the reply', await anna.stream.ask('closeSession', { sessionId, reason }), { sessionId })
      const { data } = await anna.stream.next('chatSessionClosed', (closed) => closed.sessionId === sessionId)
      const { closedAt, ...rest } = data
      equal('what the operator is told', rest, {
        sessionId,
        chatId,
        closedBy: 'OPERATOR',
        operatorId: anna.id,
        reason,
      })
      const told = await client.stream.next('chatSessionClosed')
      equal('what the client is told', told.data, { sessionId, chatId, closedAt })
      const card = await cardOf(pult.admin, sessionId)
      equal('the card', [card.status, card.closedAt], ['CLOSED', closedAt])
    },
  ),

  scenario('Commands', 'closeSession by the client: sessionClosedByClient to both', async (pult) => {
    const { anna, client, sessionId, chatId } = await conversation(pult)
    equal('the reply', await client.stream.ask('closeSession', {}), { sessionId })
    const { data } = await anna.stream.next('sessionClosedByClient')
    equal('what is told', data, { sessionId, chatId, closedAt: data.closedAt })
    equal('what the client is told', (await client.stream.next('sessionClosedByClient')).data, data)
    await client.stream.refused('closeSession', {}, 'no_session')
  }),

  scenario('Commands', 'closing twice is refused with session_closed', async (pult) => {
    const { anna, http, sessionId } = await conversation(pult)
    await anna.stream.ask('closeSession', { sessionId })
    equal(
      'field',
      (await anna.stream.refused('closeSession', { sessionId }, 'session_closed')).field,
      'data.sessionId',
    )
    await http.refused('closeSession', { sessionId }, 'session_closed')
  }),

  scenario('Commands', 'closing a colleague’s session is refused with session_not_yours', async (pult) => {
    const { people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
    await people[1].stream.refused('closeSession', { sessionId }, 'session_not_yours')
    equal('status', (await cardOf(pult.admin, sessionId)).status, 'ACTIVE')
  }),

  scenario('Commands', 'a supervisor may close a session of somebody else', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    await chief.stream.ask('closeSession', { sessionId })
    const { data } = await anna.stream.next('chatSessionClosed', (closed) => closed.sessionId === sessionId)
    equal('operatorId', data.operatorId, chief.id)
  }),

  scenario(
    'Commands',
    'nothing is done in a closed session: each command is refused with session_closed',
    async (pult) => {
      const { anna, group, sessionId, messageId } = await conversation(pult)
      const { messageId: own } = await anna.stream.ask('sendMessage', { sessionId, body: 'Hello to you' })
      await anna.stream.ask('closeSession', { sessionId })
      const commands: readonly [string, Record<string, unknown>][] = [
        ['sendMessage', { sessionId, body: 'Hello?' }],
        ['editMessage', { messageId: own, body: 'Hello!' }],
        ['deleteMessage', { messageId: own }],
        ['markRead', { sessionId, messageId }],
        ['typing', { sessionId }],
        ['takeSession', { sessionId }],
        ['transferSession', { sessionId, groupId: group.groupId }],
        ['returnToBot', { sessionId }],
        ['markSpam', { sessionId, spam: true }],
        ['addNote', { sessionId, body: 'Too late' }],
        ['setTags', { sessionId, tags: ['late'] }],
        ['setPriority', { sessionId, priority: 1 }],
        ['watchSession', { sessionId, watch: true }],
      ]
      for (const [command, data] of commands) await anna.stream.refused(command, data, 'session_closed')
      await pult.admin.refused('assignSession', { sessionId, operatorId: anna.id }, 'session_closed')
    },
  ),

  scenario(
    'Words',
    'the client’s next message after the end starts a new session in the same chat',
    async (pult) => {
      const { anna, client, sessionId, chatId } = await conversation(pult)
      await anna.stream.ask('closeSession', { sessionId })
      const next = await client.stream.ask('sendMessage', { body: 'One more question' })
      equal('chatId', next.chatId, chatId)
      notEqual('the new sessionId', next.sessionId, sessionId)
      isTrue('ids sort by creation', next.sessionId > sessionId)
      const { data: card } = await anna.stream.next('chatSessionAdded', ({ id }) => id === next.sessionId)
      equal('chatId', card.chatId, chatId)
    },
  ),
]

/** What the client thinks of it. */
export const rateScenarios: readonly Scenario[] = [
  scenario(
    'Commands',
    'rateSession: the operator is told score and comment, the client the score',
    async (pult) => {
      const { anna, client, sessionId, chatId } = await conversation(pult)
      const comment = pult.unique('very kind')
      equal('the reply', await client.stream.ask('rateSession', { sessionId, score: 4, comment }), {
        sessionId,
      })
      const { data } = await anna.stream.next('chatSessionRated')
      equal('what is told', data, { sessionId, chatId, score: 4, comment, ratedAt: data.ratedAt })
      equal('what the client is told', (await client.stream.next('chatSessionRated')).data, {
        sessionId,
        score: 4,
      })
      equal('score', (await cardOf(pult.admin, sessionId)).score, 4)
    },
  ),

  scenario('Commands', 'a session may be rated after its end, and the last word counts', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    await anna.stream.ask('closeSession', { sessionId })
    await client.stream.ask('rateSession', { sessionId, score: 2 })
    await client.stream.ask('rateSession', { sessionId, score: 5 })
    equal('score', (await cardOf(pult.admin, sessionId)).score, 5)
  }),

  scenario('C3', 'a score is a whole number from 1 to 5', async (pult) => {
    const { client, sessionId } = await conversation(pult)
    for (const score of [0, 6, 2.5, '5', null]) {
      const refusal = await client.stream.refused('rateSession', { sessionId, score }, 'validation_failed')
      equal('field', refusal.field, 'data.score')
    }
  }),

  scenario('A8', 'a client cannot rate what is somebody else’s: session_not_found', async (pult) => {
    const { sessionId } = await conversation(pult)
    const stranger = await conversation(pult)
    await stranger.client.stream.refused('rateSession', { sessionId, score: 1 }, 'session_not_found')
    equal('score', (await cardOf(pult.admin, sessionId)).score, null)
  }),
]

/** Where the client is. */
export const pageScenarios: readonly Scenario[] = [
  scenario('Commands', 'setPage shows on the card', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult)
    const at = { url: 'https://shop.example/cart', title: 'Cart', referer: 'https://search.example/' }
    equal('the reply', await client.stream.ask('setPage', at), {})
    const { data: card } = await anna.stream.next(
      'chatSessionUpdated',
      (one) => one.id === sessionId && one.page !== null,
    )
    equal('page', card.page, { url: at.url, title: at.title })
    equal('referer', card.referer, at.referer)
  }),

  scenario(
    'Commands',
    'the page that was open before the first word is on the new session’s card',
    async (pult) => {
      const { groupId } = await pult.group()
      const client = await pult.clientStream(await pult.channel({ groupId }))
      await client.ask('setPage', {
        url: 'https://shop.example/',
        title: 'Shop',
        referer: 'https://ads.example/',
      })
      const { sessionId } = await client.ask('sendMessage', { body: 'Hello' })
      const { page: shown, referer } = await cardOf(pult.admin, sessionId)
      equal('page', shown, { url: 'https://shop.example/', title: 'Shop' })
      equal('referer', referer, 'https://ads.example/')
    },
  ),
]
