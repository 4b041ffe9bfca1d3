import { equal, isPresent } from '../expect.ts'
import { desk, of, talk } from '../kit/desk.ts'
import { cookieIn } from '../kit/login-cookie.ts'
import { scenario, type Scenario } from '../scenario.ts'

/** L1: one login at a time. */
export const loginScenarios: readonly Scenario[] = [
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
    const cookie = cookieIn(first)
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
