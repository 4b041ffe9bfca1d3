import { equal, isTrue } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** A1 and A2: who hears that a session came. */
export const announcementScenarios: readonly Scenario[] = [
  scenario(
    'A1',
    'every member of the group is told chatSessionStarted, whoever gets the session',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [{}, { status: 'AWAY' }, { status: 'OFFLINE' }],
      })
      const { sessionId } = await talk(pult, channel)
      for (const { stream } of people) await stream.next('chatSessionStarted', of(sessionId))
    },
  ),
  scenario(
    'A1',
    'supervisors and admins are told of a session in a group that is not theirs',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [
          { role: 'supervisor', groupIds: [], status: 'OFFLINE' },
          { role: 'admin', groupIds: [], status: 'OFFLINE' },
        ],
      })
      const { sessionId } = await talk(pult, channel)
      for (const { stream } of people) await stream.next('chatSessionStarted', of(sessionId))
    },
  ),
  scenario('A1', 'an operator of another group is told nothing of a session', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ groupIds: [] }] })
    const [boris] = people
    const { sessionId, stream } = await talk(pult, channel)
    await stream.ask('sendMessage', { body: 'Is nobody there?' })
    await pult.fence(boris.stream)
    for (const action of [
      'chatSessionStarted',
      'operatorNotFound',
      'chatSessionUpdated',
      'chatMessageCreated',
    ] as const)
      boris.stream.never(action, of(sessionId))
  }),
  scenario(
    'A1',
    'chatSessionStarted is written with event and action, and comes before its first message',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}] })
      const { sessionId } = await talk(pult, channel)
      const started = await people[0].stream.next('chatSessionStarted', of(sessionId))
      equal('event', started.event, 'chatSessionStarted')
      const said = await people[0].stream.next('chatMessageCreated', of(sessionId))
      isTrue('the session is told before its message', started.index < said.index)
      equal(
        'other events with the key event',
        people[0].stream.frames.filter(
          (one) => one.event !== undefined && one.action !== 'chatSessionStarted',
        ).length,
        0,
      )
    },
  ),
  scenario(
    'A1',
    'a session that starts with the bot is announced only to those who watch bot sessions',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        bot: 'BUILTIN',
        people: [{}, { watchesBotSessions: true }],
      })
      const [anna, boris] = people
      const { sessionId } = await talk(pult, channel)
      const { data } = await boris.stream.next('chatSessionStarted', of(sessionId))
      equal('who has it', data.botStatus, 'BOT')
      await pult.fence(anna.stream)
      anna.stream.never('chatSessionStarted', of(sessionId))
      anna.stream.never('chatMessageCreated', of(sessionId))
    },
  ),
  scenario(
    'A2',
    'when the bot hands over everybody who may take it is told so before anything else',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        bot: 'BUILTIN',
        people: [{}, { status: 'AWAY' }, { role: 'supervisor', groupIds: [], status: 'OFFLINE' }],
      })
      const { sessionId, stream } = await talk(pult, channel)
      await stream.ask('callOperator', {})
      for (const one of people) {
        const told = await one.stream.next('chatSessionSwitchedFromBotToOperator', of(sessionId))
        const first = one.stream.frames.find(({ data }) =>
          of(sessionId)(data as { id?: string; sessionId?: string }),
        )
        equal('the first that is told of the session', first?.action, told.action)
      }
      const added = await people[0].stream.next('chatSessionAdded', of(sessionId))
      equal('who got it', added.data.operatorId, people[0].id)
    },
  ),
  scenario('A2', 'the words that ask the bot for a person switch the session', async (pult) => {
    const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{}] })
    const { sessionId, stream } = await talk(pult, channel)
    await stream.ask('sendMessage', { body: 'operator, please' })
    await people[0].stream.next('chatSessionSwitchedFromBotToOperator', of(sessionId))
    await people[0].stream.next('chatSessionAdded', of(sessionId))
  }),
  scenario(
    'A2',
    'a supervisor who gives a session of the bot to an operator switches it first',
    async (pult) => {
      const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{}, { status: 'AWAY' }] })
      const [anna, boris] = people
      const { sessionId } = await talk(pult, channel)
      await pult.admin.ask('assignSession', { sessionId, operatorId: anna.id })
      const switched = await anna.stream.next('chatSessionSwitchedFromBotToOperator', of(sessionId))
      const added = await anna.stream.next('chatSessionAdded', of(sessionId))
      isTrue('the switch is told before the card', switched.index < added.index)
      await boris.stream.next('chatSessionSwitchedFromBotToOperator', of(sessionId))
    },
  ),
  scenario('A2', 'an operator of another group is not told of a switch', async (pult) => {
    const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{ groupIds: [] }] })
    const { sessionId, stream } = await talk(pult, channel)
    await stream.ask('callOperator', {})
    await pult.fence(people[0].stream)
    people[0].stream.never('chatSessionSwitchedFromBotToOperator', of(sessionId))
    people[0].stream.never('operatorNotFound', of(sessionId))
  }),
]
