import type { ChatSession, Operator } from '@pult/protocol'
import { equal, isOneOf, isPresent, isTrue } from '../expect.ts'
import type { Deployment } from '../kit/deployment.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** L3: signing out. */
const ending: readonly Scenario[] = [
  scenario('L3', 'signing out is told with LOGOUT, the operator is offline, then 4410', async (pult) => {
    const { people } = await desk(pult, { people: [{}, { status: 'OFFLINE' }] })
    const [anna, boris] = people
    equal('the status', (await pult.as('OPERATOR', anna.token).post('/api/v1/logout')).status, 200)
    const { data } = await anna.stream.next('operatorLoggedOut')
    equal('whom and why', data, { operatorId: anna.id, reason: 'LOGOUT' })
    equal('the close code', await anna.stream.closed, 4410)
    const told = await boris.stream.next(
      'operatorStatusChanged',
      (one) => one.operatorId === anna.id && one.status === 'OFFLINE',
    )
    equal('the cause', told.data.cause, 'LOGOUT')
    equal('the status', (await operatorOf(pult, anna.id))?.status, 'OFFLINE')
  }),
  scenario('L3', 'a supervisor who signs an operator out is told to them as FORCED', async (pult) => {
    const { people } = await desk(pult, {
      people: [{}, { role: 'supervisor', groupIds: [], status: 'OFFLINE' }],
    })
    const [anna, sofia] = people
    const second = await pult.operatorStream(anna.token)
    await sofia.stream.ask('logOutOperator', { operatorId: anna.id })
    for (const stream of [anna.stream, second]) {
      equal('the reason', (await stream.next('operatorLoggedOut')).data.reason, 'FORCED')
      equal('the close code', await stream.closed, 4410)
    }
    equal('the status', (await operatorOf(pult, anna.id))?.status, 'OFFLINE')
  }),
  scenario('L3', 'a token that was signed out is dead', async (pult) => {
    const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const caller = pult.as('OPERATOR', people[0].token)
    await caller.post('/api/v1/logout')
    equal('the status', (await caller.get('/api/v1/me')).status, 401)
    const stream = pult.openStream('OPERATOR')
    await stream.opened
    isPresent('the refusal', (await stream.send('connect', { token: people[0].token, instance: 'b' })).error)
    isOneOf('the close code', await stream.closed, [4401, 4410])
  }),
  scenario('L3', 'the sessions of who signs out go on by the routing', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    await pult.as('OPERATOR', anna.token).post('/api/v1/logout')
    await boris.stream.next('operatorNotFound', of(sessionId))
    const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
    equal('previousOperator', (body as ChatSession).previousOperator?.id, anna.id)
  }),
  scenario('L3', 'an operator may not sign another out', async (pult) => {
    const { people } = await desk(pult, { people: [{}, {}] })
    const [anna, boris] = people
    await anna.stream.refused('logOutOperator', { operatorId: boris.id }, 'not_allowed')
    await pult.fence(boris.stream)
    boris.stream.never('operatorLoggedOut')
  }),
  scenario('L3', 'who was signed out may sign in again', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    await pult.admin.ask('logOutOperator', { operatorId: people[0].id })
    await people[0].stream.closed
    await pult.operatorStream(people[0].account)
  }),
  scenario('L3', 'a new password signs the operator out everywhere', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    const [anna] = people
    await pult.admin.ask('updateOperator', { operatorId: anna.id, password: 'another one, longer' })
    equal('the reason', (await anna.stream.next('operatorLoggedOut')).data.reason, 'FORCED')
    equal('the close code', await anna.stream.closed, 4410)
    await pult.signIn({ email: anna.account.email, password: 'another one, longer' })
  }),
]

/** L4: a reload or a tunnel. */
const grace: readonly Scenario[] = [
  scenario('L4', 'a reload changes neither status nor sessions', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    anna.stream.drop()
    await anna.stream.closed
    const again = await pult.operatorStream(anna.token)
    await pult.fence(again, boris.stream)
    boris.stream.never(
      'operatorStatusChanged',
      (one) => one.operatorId === anna.id && one.status !== 'ONLINE',
    )
    boris.stream.never('operatorNotFound', of(sessionId))
    await again.ask('sendMessage', { sessionId, body: 'Where were we?' })
  }),
  scenario('L4', 'new sessions come to an operator who has been away for a moment', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    anna.stream.drop()
    await anna.stream.closed
    const { sessionId } = await talk(pult, channel)
    const { body } = await pult.admin.get(`/api/v1/sessions/${sessionId}`)
    equal('whose it is', (body as ChatSession).operatorId, anna.id)
  }),
  slowScenario('L4', 'after 10 s away new sessions stop coming, and what is in hand stays', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const before = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(before.sessionId))
    anna.stream.drop()
    await new Promise((resolve) => setTimeout(resolve, 12_000))
    const after = await talk(pult, channel)
    await boris.stream.next('operatorNotFound', of(after.sessionId))
    const { body } = await pult.admin.get(`/api/v1/sessions/${before.sessionId}`)
    equal('whose the first is', (body as ChatSession).operatorId, anna.id)
    equal('the status', (await operatorOf(pult, anna.id))?.status, 'ONLINE')
  }),
  slowScenario('L4', 'after 30 s away the operator is offline and the sessions go on', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}, { status: 'AWAY' }] })
    const [anna, boris] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    const startedMs = performance.now()
    anna.stream.drop()
    const { data } = await boris.stream.next(
      'operatorStatusChanged',
      (one) => one.operatorId === anna.id && one.status === 'OFFLINE',
      60_000,
    )
    const afterMs = performance.now() - startedMs
    equal('the cause', data.cause, 'CONNECTION_LOST')
    isTrue(
      `it lasted 30 s and not much more (${Math.round(afterMs)} ms)`,
      afterMs > 28_500 && afterMs < 45_000,
    )
    await boris.stream.next('operatorNotFound', of(sessionId))
    await pult.operatorStream(anna.token)
    const back = await boris.stream.next('operatorStatusChanged', (one) => one.operatorId === anna.id)
    equal('the status and the cause', [back.data.status, back.data.cause], ['ONLINE', 'RECONNECTED'])
    equal('the status after coming back', (await operatorOf(pult, anna.id))?.status, 'ONLINE')
  }),
]

export const absenceScenarios: readonly Scenario[] = [...ending, ...grace]

async function operatorOf(pult: Deployment, operatorId: string): Promise<Operator | undefined> {
  let after = ''
  for (;;) {
    const { body } = await pult.admin.get(`/api/v1/operators?limit=200${after}`)
    const { items, next } = body as { items: Operator[]; next: string | null }
    const found = items.find(({ id }) => id === operatorId)
    if (found !== undefined || next === null) return found
    after = `&after=${encodeURIComponent(next)}`
  }
}
