import { closeCodes } from '@pult/protocol'
import { equal, isOneOf } from '../expect.ts'
import { desk, person, visitor } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { cardOf, conversation, nobodys } from './commands-conversation.ts'

/** Who is there: an operator's status, by oneself and by a supervisor. */
export const statusScenarios: readonly Scenario[] = [
  scenario(
    'Commands',
    'setStatus is told to every operator with its cause, and to no client',
    async (pult) => {
      const { anna, people, client } = await conversation(pult, { people: [{}, { status: 'OFFLINE' }] })
      equal('the reply', await anna.stream.ask('setStatus', { status: 'AWAY' }), {})
      const { data } = await people[1].stream.next(
        'operatorStatusChanged',
        (one) => one.operatorId === anna.id && one.status === 'AWAY',
      )
      equal('cause', data.cause, 'SELF')
      const { messageId } = await client.stream.ask('sendMessage', { body: 'Hello' })
      await client.stream.next('chatMessageCreated', ({ id }) => id === messageId)
      equal(
        'told to the client',
        client.stream.frames.filter(({ action }) => action === 'operatorStatusChanged'),
        [],
      )
    },
  ),

  scenario('Commands', 'the same status again is no news', async (pult) => {
    const anna = await person(pult, {})
    await anna.stream.next('operatorStatusChanged', ({ operatorId }) => operatorId === anna.id)
    await anna.stream.ask('setStatus', { status: 'ONLINE' })
    await pult.fence(anna.stream)
    anna.stream.never('operatorStatusChanged', ({ operatorId }) => operatorId === anna.id)
  }),

  scenario('C3', 'a status is ONLINE, AWAY or OFFLINE', async (pult) => {
    const anna = await person(pult, { status: 'OFFLINE' })
    for (const status of ['BUSY', 'online', null, 1])
      equal(
        'field',
        (await anna.stream.refused('setStatus', { status }, 'validation_failed')).field,
        'data.status',
      )
  }),

  scenario('A3', 'who is away is given nothing, and who comes online is given what waits', async (pult) => {
    const { people, channel } = await desk(pult, { people: [{ status: 'AWAY' }] })
    const anna = people[0]
    const client = await visitor(pult, channel)
    const { sessionId } = await client.stream.ask('sendMessage', { body: 'Anybody?' })
    await anna.stream.next('operatorNotFound', (lost) => lost.sessionId === sessionId)
    await anna.stream.ask('setStatus', { status: 'ONLINE' })
    await anna.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
  }),

  scenario(
    'Commands',
    'setOperatorStatus by a supervisor is told with the cause SUPERVISOR',
    async (pult) => {
      const anna = await person(pult, {})
      const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
      await chief.stream.ask('setOperatorStatus', { operatorId: anna.id, status: 'AWAY' })
      const { data } = await anna.stream.next(
        'operatorStatusChanged',
        (one) => one.operatorId === anna.id && one.status === 'AWAY',
      )
      equal('cause', data.cause, 'SUPERVISOR')
    },
  ),

  scenario('Commands', 'a supervisor has no power over an admin', async (pult) => {
    const boss = await pult.operator({ role: 'admin' })
    const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
    const { operatorId } = boss
    const refusal = await chief.stream.refused(
      'setOperatorStatus',
      { operatorId, status: 'OFFLINE' },
      'not_allowed',
    )
    equal('field', refusal.field, 'data.operatorId')
    await chief.stream.refused('logOutOperator', { operatorId }, 'not_allowed')
  }),

  scenario('Commands', 'what is done to nobody is refused with operator_not_found', async (pult) => {
    const operatorId = nobodys('opr')
    await pult.admin.refused('setOperatorStatus', { operatorId, status: 'ONLINE' }, 'operator_not_found')
    await pult.admin.refused('logOutOperator', { operatorId }, 'operator_not_found')
    await pult.admin.refused('blockOperator', { operatorId, blocked: true }, 'operator_not_found')
    await pult.admin.refused('updateOperator', { operatorId, name: 'Nobody' }, 'operator_not_found')
  }),
]

/** Shown the door. */
export const doorScenarios: readonly Scenario[] = [
  scenario(
    'L3',
    'logOutOperator: told, closed with 4410, the token dead, the session handed on',
    async (pult) => {
      const { anna, people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
      const chief = await person(pult, { role: 'supervisor', status: 'OFFLINE' })
      await chief.stream.ask('logOutOperator', { operatorId: anna.id })
      const { data } = await anna.stream.next('operatorLoggedOut')
      equal('what is told', data, { operatorId: anna.id, reason: 'FORCED' })
      equal('the close code', await anna.stream.closed, closeCodes.loggedOut)
      const { error } = await pult.as('OPERATOR', anna.token).get('/api/v1/me')
      isOneOf('the answer to the dead token', error?.code, ['not_authenticated', 'logged_out'])
      await people[1].stream.next('operatorNotFound', (lost) => lost.sessionId === sessionId)
      equal('operatorId', (await cardOf(pult.admin, sessionId)).operatorId, null)
    },
  ),

  scenario(
    'L2',
    'blockOperator: every token dead, sign-in refused, the session handed on to a colleague',
    async (pult) => {
      const { anna, people, sessionId } = await conversation(pult, { people: [{}, { status: 'AWAY' }] })
      const boris = people[1]
      await boris.stream.ask('setStatus', { status: 'ONLINE' })
      await pult.admin.ask('blockOperator', {
        operatorId: anna.id,
        blocked: true,
        reason: 'left the company',
      })
      const { data } = await anna.stream.next('operatorBlocked')
      equal('reason', data.reason, 'left the company')
      equal('the close code', await anna.stream.closed, closeCodes.operatorBlocked)
      isOneOf(
        'the status for the dead token',
        (await pult.as('OPERATOR', anna.token).get('/api/v1/me')).status,
        [401, 403],
      )
      const again = await pult.http.post('/api/v1/login', {
        email: anna.account.email,
        password: anna.account.password,
      })
      equal('the answer to signing in', again.error?.code, 'operator_blocked')
      const { data: card } = await boris.stream.next('chatSessionAdded', ({ id }) => id === sessionId)
      equal('previousOperator', card.previousOperator?.id, anna.id)
    },
  ),

  scenario('L2', 'unblocking restores sign-in', async (pult) => {
    const account = await pult.operator()
    const { operatorId } = account
    await pult.admin.ask('blockOperator', { operatorId, blocked: true })
    // The same again changes nothing.
    await pult.admin.ask('blockOperator', { operatorId, blocked: true })
    await pult.admin.ask('blockOperator', { operatorId, blocked: false })
    equal('status', (await pult.as('OPERATOR', await pult.signIn(account)).get('/api/v1/me')).status, 200)
  }),

  scenario('L2', 'a wrong password of a blocked operator tells nothing of the block', async (pult) => {
    const { operatorId, email } = await pult.operator()
    await pult.admin.ask('blockOperator', { operatorId, blocked: true, reason: 'a secret reason' })
    const { error } = await pult.http.post('/api/v1/login', { email, password: 'not the password' })
    equal('the answer', error?.code, 'wrong_credentials')
  }),
]
