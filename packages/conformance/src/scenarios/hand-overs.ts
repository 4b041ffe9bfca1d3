import type { ChatSession } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** A1 and A2: who hears that a session came. */
const announcements: readonly Scenario[] = [
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

/** A3 and A4: exactly one gets it, or nobody. */
const gifts: readonly Scenario[] = [
  scenario(
    'A3',
    'one operator is told chatSessionAdded, nobody operatorNotFound, when somebody is free',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}, {}, { status: 'AWAY' }] })
      const { sessionId } = await talk(pult, channel)
      await pult.fence(...people.map(({ stream }) => stream))
      const added = people.flatMap(({ stream }) => stream.all('chatSessionAdded', of(sessionId)))
      equal('how often chatSessionAdded was told', added.length, 1)
      for (const { stream } of people) stream.never('operatorNotFound', of(sessionId))
    },
  ),
  scenario(
    'A3',
    'everybody who may take it is told operatorNotFound, nobody chatSessionAdded, when nobody is free',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [
          { status: 'AWAY' },
          { status: 'OFFLINE' },
          { role: 'supervisor', groupIds: [], status: 'OFFLINE' },
        ],
      })
      const { sessionId } = await talk(pult, channel)
      for (const { stream } of people) await stream.next('operatorNotFound', of(sessionId))
      await pult.fence(...people.map(({ stream }) => stream))
      for (const { stream } of people) {
        stream.never('chatSessionAdded', of(sessionId))
        stream.never('operatorNotFound', of(sessionId))
      }
    },
  ),
  scenario(
    'A3',
    'after the bot’s hand-over nobody free means operatorNotFound to everybody',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        bot: 'BUILTIN',
        people: [{ status: 'AWAY' }, { status: 'OFFLINE' }],
      })
      const { sessionId, stream } = await talk(pult, channel)
      await stream.ask('callOperator', {})
      for (const one of people) {
        const switched = await one.stream.next('chatSessionSwitchedFromBotToOperator', of(sessionId))
        const missing = await one.stream.next('operatorNotFound', of(sessionId))
        isTrue('the switch is told first', switched.index < missing.index)
      }
    },
  ),
  scenario('A3', 'an operator at capacity is passed over', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ capacity: 1 }] })
    const [anna] = people
    const first = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(first.sessionId))
    const second = await talk(pult, channel)
    await anna.stream.next('operatorNotFound', of(second.sessionId))
  }),
  scenario(
    'A4',
    'who takes a session from Help gets chatSessionAdded, the others chatSessionUpdated',
    async (pult) => {
      const { channel, people } = await desk(pult, {
        people: [
          { status: 'AWAY' },
          { status: 'AWAY' },
          { role: 'supervisor', groupIds: [], status: 'OFFLINE' },
        ],
      })
      const [anna, boris, sofia] = people
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('operatorNotFound', of(sessionId))
      await anna.stream.ask('takeSession', { sessionId })
      await anna.stream.next('chatSessionAdded', of(sessionId))
      for (const other of [boris, sofia]) {
        const { data } = await other.stream.next(
          'chatSessionUpdated',
          (one) => one.id === sessionId && one.operatorId !== null,
        )
        equal('whose it is', [data.operatorId, data.botStatus], [anna.id, 'OPERATOR'])
        other.stream.never('chatSessionAdded', of(sessionId))
      }
      await pult.fence(anna.stream)
      anna.stream.never('chatSessionUpdated', of(sessionId))
    },
  ),
  scenario(
    'A4',
    'a session in Help that a supervisor gives away is added to the one and updated for the others',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }, { status: 'AWAY' }] })
      const [anna, boris] = people
      const { sessionId } = await talk(pult, channel)
      await boris.stream.next('operatorNotFound', of(sessionId))
      await pult.admin.ask('assignSession', { sessionId, operatorId: anna.id })
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await boris.stream.next(
        'chatSessionUpdated',
        (one) => one.id === sessionId && one.operatorId === anna.id,
      )
    },
  ),
  scenario(
    'A4',
    'whoever becomes free is given what waits in Help, and the others hear whose it is',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }, { status: 'AWAY' }] })
      const [anna, boris] = people
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('operatorNotFound', of(sessionId))
      await anna.stream.ask('setStatus', { status: 'ONLINE' })
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await boris.stream.next(
        'chatSessionUpdated',
        (one) => one.id === sessionId && one.operatorId === anna.id,
      )
    },
  ),
  scenario('A4', 'taking what one holds already is accepted and told to nobody again', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
    const { sessionId } = await talk(pult, channel)
    const { stream } = people[0]
    await stream.next('operatorNotFound', of(sessionId))
    await stream.ask('takeSession', { sessionId })
    await stream.next('chatSessionAdded', of(sessionId))
    await stream.ask('takeSession', { sessionId })
    await pult.fence(stream)
    stream.never('chatSessionAdded', of(sessionId))
  }),
]

/** A5: who loses a session. */
const losses: readonly Scenario[] = [
  scenario(
    'A5',
    'a transfer by name: chatSessionDeleted to the one, chatSessionAdded with previousOperator to the other',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
      const [anna, boris] = people
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      const { operatorId } = await anna.stream.ask('transferSession', { sessionId, operatorId: boris.id })
      equal('the answer', operatorId, boris.id)
      await anna.stream.next('chatSessionDeleted', of(sessionId))
      const { data } = await boris.stream.next('chatSessionAdded', of(sessionId))
      equal('previousOperator', data.previousOperator, { id: anna.id, name: anna.account.name })
    },
  ),
  scenario('A5', 'a transfer to another group with somebody free goes to them', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const other = await desk(pult, { people: [{}] })
    const [anna] = people
    const [boris] = other.people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('transferSession', { sessionId, groupId: other.group.groupId })
    await anna.stream.next('chatSessionDeleted', of(sessionId))
    const { data } = await boris.stream.next('chatSessionAdded', of(sessionId))
    equal('its group', data.groupId, other.group.groupId)
    equal('previousOperator', data.previousOperator?.id, anna.id)
  }),
  scenario('A5', 'a transfer to a group in which nobody is free falls into its Help', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const other = await desk(pult, { people: [{ status: 'AWAY' }] })
    const { sessionId } = await talk(pult, channel)
    await people[0].stream.next('chatSessionAdded', of(sessionId))
    const { operatorId } = await people[0].stream.ask('transferSession', {
      sessionId,
      groupId: other.group.groupId,
    })
    equal('the answer', operatorId, null)
    await people[0].stream.next('chatSessionDeleted', of(sessionId))
    await other.people[0].stream.next('operatorNotFound', of(sessionId))
  }),
  scenario('A5', 'a return to the bot takes the session from the operator', async (pult) => {
    const { channel, people } = await desk(pult, { bot: 'BUILTIN', people: [{}] })
    const [anna] = people
    const { sessionId, stream } = await talk(pult, channel)
    await stream.ask('callOperator', {})
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await anna.stream.ask('returnToBot', { sessionId })
    await anna.stream.next('chatSessionDeleted', of(sessionId))
    const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
    equal('previousOperator', (body as ChatSession).previousOperator?.id, anna.id)
    equal('who has it', (body as ChatSession).botStatus, 'BOT')
  }),
  scenario(
    'A5',
    'a supervisor’s reassignment takes the session from the one and gives it to the other',
    async (pult) => {
      const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
      const [anna, boris] = people
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      await pult.admin.ask('assignSession', { sessionId, operatorId: boris.id })
      await anna.stream.next('chatSessionDeleted', of(sessionId))
      const { data } = await boris.stream.next('chatSessionAdded', of(sessionId))
      equal('previousOperator', data.previousOperator?.name, anna.account.name)
    },
  ),
  scenario(
    'A5',
    'a session whose operator lets reassignAfter pass goes on to somebody else',
    async (pult) => {
      const { channel, group, people } = await desk(pult, { group: { reassignAfter: 1 }, people: [{}] })
      const [anna] = people
      const { sessionId } = await talk(pult, channel)
      await anna.stream.next('chatSessionAdded', of(sessionId))
      const boris = await person(pult, { groupIds: [group.groupId] })
      const { data } = await boris.stream.next('chatSessionAdded', of(sessionId))
      equal('previousOperator', data.previousOperator?.id, anna.id)
      await anna.stream.next('chatSessionDeleted', of(sessionId))
    },
  ),
]

export const handOverScenarios: readonly Scenario[] = [...announcements, ...gifts, ...losses]
