import { equal, isTrue } from '../expect.ts'
import { person } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf, conversation, inHelp, nobodys } from './commands-conversation.ts'

/** How a session in Help comes into somebody's hands. */
export const takeScenarios: readonly Scenario[] = [
  scenario(
    'A4',
    'takeSession gives a session in Help to its taker and tells the others who has it',
    async (pult) => {
      const { anna, people, sessionId } = await inHelp(pult, { status: 'AWAY' })
      const boris = people[1]
      equal('the reply', await anna.stream.ask('takeSession', { sessionId }), { sessionId })
      const { data: card } = await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      equal('operatorId', card.operatorId, anna.id)
      equal('botStatus', card.botStatus, 'OPERATOR')
      isTrue('the card says since when the operator has it', card.operatorAssignedAt !== null)
      await boris.stream.next(
        'chatSessionUpdated',
        ({ id, operatorId }) => id === sessionId && operatorId === anna.id,
      )
    },
  ),

  scenario(
    'Commands',
    'taking a session that one has already is accepted and changes nothing',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      equal('the reply', await anna.stream.ask('takeSession', { sessionId }), { sessionId })
      await pult.fence(anna.stream)
      anna.stream.never('chatSessionAdded', ({ id }) => id === sessionId)
      anna.stream.never('chatSessionUpdated', ({ id }) => id === sessionId)
    },
  ),

  scenario('Commands', 'taking a session that a colleague has is refused with session_held', async (pult) => {
    const { people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
    await people[1].stream.refused('takeSession', { sessionId }, 'session_held')
    await pult.as('OPERATOR', people[1].token).refused('takeSession', { sessionId }, 'session_held')
  }),

  scenario('Commands', 'taking a session that the bot has is refused with session_held', async (pult) => {
    const { anna, sessionId } = await conversation(pult, { bot: 'BUILTIN' })
    await anna.stream.refused('takeSession', { sessionId }, 'session_held')
  }),

  scenario('Commands', 'taking what does not exist is refused with session_not_found', async (pult) => {
    const { anna, http } = await conversation(pult)
    const refusal = await anna.stream.refused(
      'takeSession',
      { sessionId: nobodys('ses') },
      'session_not_found',
    )
    equal('error.field', refusal.field, 'data.sessionId')
    await http.refused('takeSession', { sessionId: nobodys('ses') }, 'session_not_found')
  }),

  scenario('V1', 'of two operators who take the same session at once exactly one has it', async (pult) => {
    const { people, sessionId } = await inHelp(pult, { status: 'AWAY' })
    const answers = await Promise.all(people.map(({ stream }) => stream.send('takeSession', { sessionId })))
    const codes = answers.map(({ error }) => error?.code ?? 'accepted').toSorted()
    equal('the two answers', codes, ['accepted', 'session_held'])
    const winner = people[answers.findIndex(({ error }) => error === undefined)]!
    const loser = people.find((one) => one !== winner)!
    await winner.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
    await pult.fence(loser.stream)
    loser.stream.never('chatSessionAdded', ({ id }) => id === sessionId)
    equal('operatorId', (await cardOf(pult.admin, sessionId)).operatorId, winner.id)
  }),

  scenario('A1', 'who is not of the group that a session went to may not take it', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const elsewhere = await pult.group()
    await anna.stream.ask('transferSession', { sessionId, groupId: elsewhere.groupId })
    await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
    await anna.stream.refused('takeSession', { sessionId }, 'session_not_yours')
  }),
]

/** A supervisor gives sessions out by name. */
export const assignScenarios: readonly Scenario[] = [
  scenario('Commands', 'assignSession gives a session in Help to the operator who is named', async (pult) => {
    const { anna, sessionId } = await inHelp(pult)
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    const reply = await chief.stream.ask('assignSession', { sessionId, operatorId: anna.id })
    equal('the reply', reply, { sessionId })
    const { data: card } = await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
    equal('operatorId', card.operatorId, anna.id)
  }),

  scenario(
    'A5',
    'assignSession from one operator to another: deleted there, added here with previousOperator',
    async (pult) => {
      const { anna, people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
      const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
      await chief.stream.ask('assignSession', { sessionId, operatorId: people[1].id })
      const { data: card } = await people[1].stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      equal('previousOperator', card.previousOperator, { id: anna.id, name: anna.account.name })
      await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
    },
  ),

  scenario('A2', 'assignSession of the bot’s session: switched first, then added', async (pult) => {
    const { anna, sessionId } = await conversation(pult, { bot: 'BUILTIN' })
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    await chief.stream.ask('assignSession', { sessionId, operatorId: anna.id })
    const switched = await anna.stream.next(
      'chatSessionSwitchedFromBotToOperator',
      ({ id }) => id === sessionId,
    )
    const added = await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
    isTrue('the switch is told before the assignment', switched.index < added.index)
  }),

  scenario('Commands', 'assignSession to its holder is accepted and changes nothing', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    equal('the reply', await pult.admin.ask('assignSession', { sessionId, operatorId: anna.id }), {
      sessionId,
    })
    await pult.fence(anna.stream)
    anna.stream.never('chatSessionDeleted')
    anna.stream.never('chatSessionAdded')
  }),

  scenario(
    'Commands',
    'assignSession to who is offline is refused with operator_unavailable, for now',
    async (pult) => {
      const { sessionId } = await conversation(pult)
      const { operatorId } = await pult.operator()
      const refusal = await pult.admin.refused(
        'assignSession',
        { sessionId, operatorId },
        'operator_unavailable',
      )
      equal('temporary', refusal.temporary, true)
      equal('field', refusal.field, 'data.operatorId')
    },
  ),

  scenario(
    'Commands',
    'assignSession to nobody, and of nothing, is refused with what is missing',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      const nobody = { sessionId, operatorId: nobodys('opr') }
      const nothing = { sessionId: nobodys('ses'), operatorId: anna.id }
      equal(
        'field',
        (await pult.admin.refused('assignSession', nobody, 'operator_not_found')).field,
        'data.operatorId',
      )
      equal(
        'field',
        (await pult.admin.refused('assignSession', nothing, 'session_not_found')).field,
        'data.sessionId',
      )
    },
  ),
]
