import { equal, isOneOf, isTrue } from '../expect.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** L2: blocking. */
export const blockingScenarios: readonly Scenario[] = [
  scenario(
    'L2',
    'a blocked operator is told by whom it is meant and why, on every connection within a second',
    async (pult) => {
      const { people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const second = await pult.operatorStream(anna.token)
      const startedMs = performance.now()
      await pult.admin.ask('blockOperator', {
        operatorId: anna.id,
        blocked: true,
        reason: 'left the company',
      })
      for (const stream of [anna.stream, second]) {
        const { data } = await stream.next('operatorBlocked')
        equal('whom and why', [data.operatorId, data.reason], [anna.id, 'left the company'])
        equal('the close code', await stream.closed, 4403)
      }
      const afterMs = performance.now() - startedMs
      // The admin's own way there and back, and a busy machine, are not the server's.
      isTrue(`it took no longer than a second or so (${Math.round(afterMs)} ms)`, afterMs < 3_000)
    },
  ),
  scenario('L2', 'every token of a blocked operator is dead, by HTTP and by socket', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    const [anna] = people
    await pult.admin.ask('blockOperator', { operatorId: anna.id, blocked: true })
    isOneOf('the status', (await pult.as('OPERATOR', anna.token).get('/api/v1/me')).status, [401, 403])
    const stream = pult.openStream('OPERATOR')
    await stream.opened
    isOneOf('the refusal', (await stream.send('connect', { token: anna.token, instance: 'b' })).error?.code, [
      'operator_blocked',
      'not_authenticated',
    ])
    isOneOf('the close code', await stream.closed, [4401, 4403])
  }),
  scenario('L2', 'a blocked operator may not sign in, and hears why', async (pult) => {
    const { email, password, operatorId } = await pult.operator()
    await pult.admin.ask('blockOperator', { operatorId, blocked: true })
    const { status, error } = await pult.http.post('/api/v1/login', { email, password })
    equal('the refusal', [status, error?.code], [403, 'operator_blocked'])
  }),
  scenario('L2', 'the sessions of a blocked operator go on to a colleague', async (pult) => {
    const { channel, group, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    const boris = await person(pult, { groupIds: [group.groupId] })
    await pult.admin.ask('blockOperator', { operatorId: anna.id, blocked: true })
    const { data } = await boris.stream.next('chatSessionAdded', of(sessionId))
    equal('previousOperator', data.previousOperator?.id, anna.id)
  }),
  scenario('L2', 'the sessions of a blocked operator fall into Help when nobody is free', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await pult.admin.ask('blockOperator', { operatorId: anna.id, blocked: true })
    await boris.stream.next('operatorNotFound', of(sessionId))
  }),
  scenario('L2', 'colleagues are told that the operator is blocked and offline', async (pult) => {
    const { people } = await desk(pult, { people: [{}, { status: 'OFFLINE' }] })
    const [anna, boris] = people
    await pult.admin.ask('blockOperator', { operatorId: anna.id, blocked: true })
    const status = await boris.stream.next(
      'operatorStatusChanged',
      (one) => one.operatorId === anna.id && one.cause === 'BLOCKED',
    )
    equal('the status', status.data.status, 'OFFLINE')
    await boris.stream.next('operatorUpdated', (one) => one.id === anna.id && one.blocked)
  }),
  scenario('L2', 'unblocking restores sign-in, and no token of before', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    const [anna] = people
    await pult.admin.ask('blockOperator', { operatorId: anna.id, blocked: true })
    await pult.admin.ask('blockOperator', { operatorId: anna.id, blocked: false })
    equal('the old token', (await pult.as('OPERATOR', anna.token).get('/api/v1/me')).status, 401)
    await pult.operatorStream(anna.account)
  }),
]
