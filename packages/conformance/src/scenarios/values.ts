import type { ChatSession } from '@pult/protocol'
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

export const valueScenarios: readonly Scenario[] = [...holders, ...lastWords]
