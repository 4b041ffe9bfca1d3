import { equal, isPresent, isTrue } from '../expect.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf, conversation } from './commands-conversation.ts'

/** Between the bot and the people. */
export const botScenarios: readonly Scenario[] = [
  scenario('A3', 'callOperator: switched from the bot, then added to who is free', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult, { bot: 'BUILTIN' })
    equal('the reply', await client.stream.ask('callOperator', {}), { sessionId })
    const switched = await anna.stream.next(
      'chatSessionSwitchedFromBotToOperator',
      ({ id }) => id === sessionId,
    )
    const added = await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
    isTrue('the switch is told first', switched.index < added.index)
    equal('botStatus', added.data.botStatus, 'OPERATOR')
    await client.stream.next('chatSessionUpdated', ({ operator }) => operator?.id === anna.id)
  }),

  scenario(
    'Commands',
    'callOperator while people have it already is accepted and changes nothing',
    async (pult) => {
      const { anna, client, sessionId } = await conversation(pult)
      equal('the reply', await client.stream.ask('callOperator', {}), { sessionId })
      await pult.fence(anna.stream)
      anna.stream.never('chatSessionSwitchedFromBotToOperator', ({ id }) => id === sessionId)
      anna.stream.never('chatSessionAdded', ({ id }) => id === sessionId)
    },
  ),

  scenario('Commands', 'callOperator before a word was said is refused with no_session', async (pult) => {
    const { groupId } = await pult.group()
    const client = await pult.clientStream(await pult.channel({ groupId, bot: { kind: 'BUILTIN' } }))
    await client.refused('callOperator', {}, 'no_session')
    await client.refused('closeSession', {}, 'no_session')
  }),

  scenario(
    'A5',
    'returnToBot takes the session from its operator, and the bot answers again',
    async (pult) => {
      const { anna, client, sessionId } = await conversation(pult, { bot: 'BUILTIN' })
      await client.stream.ask('callOperator', {})
      await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      equal('the reply', await anna.stream.ask('returnToBot', { sessionId }), { sessionId })
      await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
      await client.stream.next(
        'chatSessionUpdated',
        ({ botStatus, operator }) => botStatus === 'BOT' && operator === null,
      )
      const { messageId } = await client.stream.ask('sendMessage', {
        body: 'Something that no bot knows: zyxw',
      })
      await client.stream.next(
        'chatMessageCreated',
        ({ authorType, id }) => authorType === 'BOT' && id > messageId,
      )
    },
  ),

  scenario(
    'Commands',
    'returnToBot of what the bot has is accepted; without a bot it is refused with no_bot',
    async (pult) => {
      const withBot = await conversation(pult, { bot: 'BUILTIN' })
      const { sessionId } = withBot
      equal('the reply', await withBot.anna.stream.ask('returnToBot', { sessionId }), { sessionId })
      const without = await conversation(pult)
      await without.anna.stream.refused('returnToBot', { sessionId: without.sessionId }, 'no_bot')
    },
  ),

  scenario(
    'Commands',
    'returnToBot of a colleague’s session is refused with session_not_yours',
    async (pult) => {
      const { people, client, sessionId } = await conversation(pult, {
        bot: 'BUILTIN',
        people: [{}, { status: 'AWAY' }],
      })
      await client.stream.ask('callOperator', {})
      await people[0].stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      await people[1].stream.refused('returnToBot', { sessionId }, 'session_not_yours')
    },
  ),

  scenario('V2', 'after a TERMINAL message the session goes to the channel’s bot', async (pult) => {
    const { anna, client, sessionId } = await conversation(pult, { bot: 'BUILTIN' })
    await client.stream.ask('callOperator', {})
    await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
    const { messageId } = await anna.stream.ask('sendMessage', {
      sessionId,
      body: 'All done.',
      type: 'TERMINAL',
    })
    const said = await anna.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    equal('type', said.data.type, 'TERMINAL')
    const lost = await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
    isTrue('the words are told before the loss', said.index < lost.index)
    await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
    const { botStatus, status, operatorId } = await cardOf(pult.admin, sessionId)
    equal(
      'who has it',
      { botStatus, status, operatorId },
      { botStatus: 'BOT', status: 'ACTIVE', operatorId: null },
    )
  }),

  scenario(
    'V2',
    'after a TERMINAL message the session is closed where the channel has no bot',
    async (pult) => {
      const { anna, client, sessionId } = await conversation(pult)
      await anna.stream.ask('sendMessage', { sessionId, body: 'Good-bye.', type: 'TERMINAL' })
      await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
      await client.stream.next('chatSessionClosed', (data) => data.sessionId === sessionId)
      equal('status', (await cardOf(pult.admin, sessionId)).status, 'CLOSED')
      await anna.stream.refused('sendMessage', { sessionId, body: 'One thing more' }, 'session_closed')
    },
  ),

  scenario(
    'Values',
    'a button of the bot comes back as the client’s message with its actionId',
    async (pult) => {
      const { client } = await conversation(pult, { bot: 'BUILTIN' })
      const { data: greeting } = await client.stream.next(
        'chatMessageCreated',
        ({ authorType, actions }) => authorType === 'BOT' && actions !== undefined,
      )
      const action = greeting.actions?.[0]
      isPresent('a button of the bot', action)
      const { messageId } = await client.stream.ask('sendMessage', {
        body: action.label,
        actionId: action.id,
      })
      const { data: click } = await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
      equal('actionId', click.actionId, action.id)
    },
  ),
]
