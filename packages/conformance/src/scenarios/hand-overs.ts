import type { ChatSession } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

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

export const handOverScenarios: readonly Scenario[] = [...gifts, ...losses]
