import { equal, isTrue } from '../expect.ts'
import { desk, person } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { conversation, nobodys } from './commands-conversation.ts'

/** More than any desk hands one client on; a deployment that lets it happen has no limit. */
const TRANSFERS_TRIED = 100

/** `transferSession`: to a colleague by name, or to a group, where the routing decides. */
export const transferScenarios: readonly Scenario[] = [
  scenario(
    'A5',
    'transferSession to an operator: deleted there, added here with previousOperator',
    async (pult) => {
      const { anna, people, client, sessionId } = await conversation(pult, {
        people: [{}, { status: 'AWAY' }],
      })
      const boris = people[1]
      const reply = await anna.stream.ask('transferSession', { sessionId, operatorId: boris.id })
      equal('the reply', reply, { sessionId, operatorId: boris.id })
      const { data: card } = await boris.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      equal('previousOperator', card.previousOperator, { id: anna.id, name: anna.account.name })
      await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
      const told = await client.stream.next('chatSessionUpdated', ({ operator }) => operator?.id === boris.id)
      equal('what the client is told of the operator', told.data.operator, {
        id: boris.id,
        name: boris.account.name,
      })
    },
  ),

  scenario('A9', 'who has transferred a session hears nothing of it any more', async (pult) => {
    const { anna, people, client, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
    await anna.stream.ask('transferSession', { sessionId, operatorId: people[1].id })
    await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
    const { messageId } = await client.stream.ask('sendMessage', { body: 'Are you there?' })
    await people[1].stream.next('chatMessageCreated', ({ id }) => id === messageId)
    await pult.fence(anna.stream)
    anna.stream.never('chatMessageCreated', ({ id }) => id === messageId)
    anna.stream.never(
      'chatSessionUpdated',
      ({ id, operatorId }) => id === sessionId && operatorId !== anna.id,
    )
    await anna.stream.refused('sendMessage', { sessionId, body: 'Wait' }, 'session_not_yours')
  }),

  scenario(
    'Commands',
    'the note of a transfer is there for the next operator, and not for the client',
    async (pult) => {
      const { anna, people, client, sessionId } = await conversation(pult, {
        people: [{}, { status: 'AWAY' }],
      })
      const note = pult.unique('knows about the parcel')
      await anna.stream.ask('transferSession', { sessionId, operatorId: people[1].id, note })
      const { body, text } = await pult
        .as('OPERATOR', people[1].token)
        .get(`/api/v1/sessions/${sessionId}/notes`)
      isTrue(
        `the notes hold it: ${text}`,
        (body as { items: { body: string }[] }).items.some((one) => one.body === note),
      )
      const seen = await pult
        .as('CLIENT', client.client.clientToken)
        .get(`/api/v1/chats/${client.client.chatId}/messages`)
      isTrue('the client does not read it', !seen.text.includes(note))
    },
  ),

  scenario(
    'Commands',
    'transferSession to a group gives it to who is free there, under the limits of that group',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      const { group, people } = await desk(pult, {
        people: [{}],
        group: { timerFirstAnswer: 3_000, timerNextAnswers: 4_000 },
      })
      const reply = await anna.stream.ask('transferSession', { sessionId, groupId: group.groupId })
      equal('the reply', reply, { sessionId, operatorId: people[0].id })
      const { data: card } = await people[0].stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      equal('groupId', card.groupId, group.groupId)
      equal('timerFirstAnswer', card.timerFirstAnswer, 3_000)
      equal('timerNextAnswers', card.timerNextAnswers, 4_000)
    },
  ),

  scenario(
    'A3',
    'transferSession to a group where nobody is free: Help, and operatorNotFound there',
    async (pult) => {
      const { anna, sessionId } = await conversation(pult)
      const { group, people } = await desk(pult, { people: [{ status: 'AWAY' }] })
      const reply = await anna.stream.ask('transferSession', { sessionId, groupId: group.groupId })
      equal('the reply', reply, { sessionId, operatorId: null })
      const { data } = await people[0].stream.next('operatorNotFound', (lost) => lost.sessionId === sessionId)
      equal('botStatus', data.botStatus, 'HELP')
      equal('operatorType', data.operatorType, 'OPERATOR')
      equal('status', data.status, 'ACTIVE')
      await anna.stream.next('chatSessionDeleted', (lost) => lost.sessionId === sessionId)
    },
  ),

  scenario('C3', 'transferSession names either an operator or a group', async (pult) => {
    const { anna, group, sessionId } = await conversation(pult)
    const both = { sessionId, operatorId: anna.id, groupId: group.groupId }
    for (const data of [{ sessionId }, both]) {
      const refusal = await anna.stream.refused('transferSession', data, 'validation_failed')
      equal('field', refusal.field, 'data.operatorId')
    }
  }),

  scenario('Commands', 'transferSession to nobody is refused with what is missing', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const { operatorId } = await pult.operator()
    await anna.stream.refused(
      'transferSession',
      { sessionId, operatorId: nobodys('opr') },
      'operator_not_found',
    )
    await anna.stream.refused('transferSession', { sessionId, groupId: nobodys('grp') }, 'group_not_found')
    await anna.stream.refused('transferSession', { sessionId, operatorId }, 'operator_unavailable')
    await pult.fence(anna.stream)
    anna.stream.never('chatSessionDeleted')
  }),

  scenario(
    'Commands',
    'transferSession of a colleague’s session is refused with session_not_yours',
    async (pult) => {
      const { people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
      const [anna, boris] = people
      const data = { sessionId, operatorId: boris.id }
      await boris.stream.refused('transferSession', data, 'session_not_yours')
      await pult.fence(anna.stream)
      anna.stream.never('chatSessionDeleted')
    },
  ),

  scenario('Commands', 'transferSession to oneself is accepted and changes nothing', async (pult) => {
    const { anna, sessionId } = await conversation(pult)
    const reply = await anna.stream.ask('transferSession', { sessionId, operatorId: anna.id })
    equal('the reply', reply, { sessionId, operatorId: anna.id })
    await pult.fence(anna.stream)
    anna.stream.never('chatSessionDeleted')
    anna.stream.never('chatSessionAdded')
  }),

  scenario(
    'Commands',
    'a session that is handed on and on is refused with transfer_limit at some point',
    async (pult) => {
      const { people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
      for (let count = 0; count < TRANSFERS_TRIED; count += 1) {
        const [from, to] = [people[count % 2]!, people[(count + 1) % 2]!]
        const { error } = await from.stream.send('transferSession', { sessionId, operatorId: to.id })
        if (error === undefined) continue
        equal('the refusal', error.code, 'transfer_limit')
        isTrue('it took more than one transfer', count > 1)
        await from.stream.ask('closeSession', { sessionId })
        return
      }
      isTrue(`there is a limit below ${TRANSFERS_TRIED} transfers`, false)
    },
  ),

  scenario('Commands', 'a supervisor may hand on a session of somebody else', async (pult) => {
    const { anna, people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    await chief.stream.ask('transferSession', { sessionId, operatorId: people[1].id })
    await people[1].stream.next('chatSessionAdded', ({ id }) => id === sessionId)
    await anna.stream.next('chatSessionDeleted', (data) => data.sessionId === sessionId)
  }),
]
