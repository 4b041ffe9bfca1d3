import type { ChatSession, Operator } from '@pult/protocol'
import { equal, isOneOf, isPresent, isTrue } from '../expect.ts'
import type { Deployment } from '../kit/deployment.ts'
import { desk, of, person, talk } from '../kit/desk.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

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

/** L1: one login at a time. */
const single: readonly Scenario[] = [
  scenario(
    'L1',
    'a newer login wins: the older one is told who came, then closed with 4409',
    async (pult) => {
      const { people } = await desk(pult, { people: [{}] })
      const [anna] = people
      const token = await pult.signIn(anna.account)
      const { data } = await anna.stream.next('chatUserExists')
      equal('whose login', data.operatorId, anna.id)
      isPresent('since when', data.loggedInAt)
      equal('the close code', await anna.stream.closed, 4409)
      await pult.operatorStream(token)
    },
  ),
  scenario('L1', 'a displaced login does not come back by itself', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    const [anna] = people
    await pult.signIn(anna.account)
    await anna.stream.closed
    const stream = pult.openStream('OPERATOR')
    await stream.opened
    const { error } = await stream.send('connect', { token: anna.token, instance: 'back' })
    equal('the refusal', error?.code, 'logged_in_elsewhere')
    equal('the close code', await stream.closed, 4409)
    const { status } = await pult.as('OPERATOR', anna.token).get('/api/v1/me')
    equal('the status by HTTP', status, 401)
  }),
  scenario('L1', 'takeover brings a displaced login back, and displaces the newer one', async (pult) => {
    const { people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const newer = await pult.operatorStream(anna.account)
    await anna.stream.closed
    const back = await pult.operatorStream(anna.token, { takeover: true })
    await newer.next('chatUserExists')
    equal('the close code of the newer', await newer.closed, 4409)
    await pult.fence(back)
  }),
  scenario('L1', 'tabs of one browser share a login and are told the same', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const second = await pult.operatorStream(anna.token)
    const { sessionId } = await talk(pult, channel)
    for (const stream of [anna.stream, second]) await stream.next('chatSessionAdded', of(sessionId))
    anna.stream.never('chatUserExists')
    second.never('chatUserExists')
  }),
  scenario(
    'L1',
    'the same instance that connects again replaces its own old socket with 4003',
    async (pult) => {
      const account = await pult.operator()
      const token = await pult.signIn(account)
      const old = await pult.operatorStream(token, { instance: 'tab' })
      const fresh = await pult.operatorStream(token, { instance: 'tab' })
      equal('the close code of the old', await old.closed, 4003)
      old.never('chatUserExists')
      await pult.fence(fresh)
    },
  ),
  scenario(
    'L1',
    'a client’s instance that connects again replaces its own old socket, another does not',
    async (pult) => {
      const { channel } = await desk(pult)
      const client = await pult.client(channel)
      const other = await pult.clientStream(client, { instance: 'other window' })
      const old = await pult.clientStream(client, { instance: 'window' })
      const fresh = await pult.clientStream(client, { instance: 'window' })
      equal('the close code of the old', await old.closed, 4003)
      const { messageId } = await fresh.ask('sendMessage', { body: 'Hello' })
      await other.next('chatMessageCreated', ({ id }) => id === messageId)
    },
  ),
  scenario('L1', 'the same browser that signs in again keeps its tabs', async (pult) => {
    const { email, password } = await pult.operator()
    const first = await pult.http.post('/api/v1/login', { email, password })
    const stream = await pult.operatorStream((first.body as { token: string }).token)
    const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const again = await pult.http.post(
      '/api/v1/login',
      { email, password },
      { headers: { cookie, origin: pult.url } },
    )
    equal('the status', again.status, 200)
    await pult.fence(stream)
    stream.never('chatUserExists')
  }),
  scenario('L1', 'a login of one operator displaces nobody else', async (pult) => {
    const { people } = await desk(pult, { people: [{}, {}] })
    const [anna, boris] = people
    await pult.signIn(anna.account)
    await anna.stream.closed
    await pult.fence(boris.stream)
    boris.stream.never('chatUserExists')
  }),
  scenario('L1', 'a newer login keeps the sessions of the older one', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{}] })
    const [anna] = people
    const { sessionId } = await talk(pult, channel)
    await anna.stream.next('chatSessionAdded', of(sessionId))
    const newer = await pult.operatorStream(anna.account)
    await anna.stream.closed
    await newer.ask('sendMessage', { sessionId, body: 'From the other desk' })
  }),
]

/** L2: blocking. */
const blocking: readonly Scenario[] = [
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

export const loginScenarios: readonly Scenario[] = [...single, ...blocking, ...ending, ...grace]
