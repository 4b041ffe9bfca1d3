import { equal, isTrue } from '../expect.ts'
import type { Deployment } from '../kit/deployment.ts'
import { clientFence, desk } from '../kit/desk.ts'
import type { Stream } from '../kit/stream.ts'
import { cookieIn } from '../kit/login-cookie.ts'
import { scenario, slowScenario, type Scenario } from '../scenario.ts'

/** What a socket is answered and closed with that says this first. */
export async function turnedAway(
  stream: Stream,
  connect: unknown,
): Promise<{ code: string | undefined; closed: number }> {
  await stream.opened
  const { error } = await stream.send('connect', connect)
  return { code: error?.code, closed: await stream.closed }
}

/** S1: how one says who one is. */
export const greetingScenarios: readonly Scenario[] = [
  scenario('S1', 'the server takes up the subprotocol pult.v1', async (pult) => {
    for (const flavour of ['OPERATOR', 'CLIENT'] as const) {
      const stream = pult.openStream(flavour)
      await stream.opened
      equal('the subprotocol', stream.protocol, 'pult.v1')
    }
  }),
  scenario('S1', 'a subprotocol that is not ours is closed with 4406', async (pult) => {
    const stream = pult.openStream('OPERATOR', { protocols: ['pult.v999'] })
    equal('the close code', await stream.closed, 4406)
  }),
  scenario('S1', 'a command before connect is refused with not_connected', async (pult) => {
    const stream = pult.openStream('OPERATOR')
    await stream.opened
    const error = await stream.refused('setStatus', { status: 'ONLINE' }, 'not_connected')
    equal('the field', error.field, 'command')
    await stream.refused('follow', {}, 'not_connected')
  }),
  scenario('S1', 'a second connect on a connection is refused with already_connected', async (pult) => {
    const { channel } = await desk(pult)
    const client = await pult.client(channel)
    const stream = await pult.clientStream(client)
    await stream.refused('connect', { token: client.clientToken, instance: 'again' }, 'already_connected')
    await clientFence(pult, { client, stream })
  }),
  scenario('S1', 'a token that nobody was given is refused with not_authenticated and 4401', async (pult) => {
    for (const flavour of ['OPERATOR', 'CLIENT'] as const) {
      const away = await turnedAway(pult.openStream(flavour), {
        token: 'pult_main_nonsense',
        instance: 'one',
      })
      equal('the end', away, { code: 'not_authenticated', closed: 4401 })
    }
  }),
  scenario('S1', 'no token and no cookie are refused with not_authenticated and 4401', async (pult) => {
    const away = await turnedAway(pult.openStream('OPERATOR'), { instance: 'one' })
    equal('the end', away, { code: 'not_authenticated', closed: 4401 })
  }),
  scenario('S1', 'a client’s token opens no operator’s stream, an operator’s no client’s', async (pult) => {
    const { channel, people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const { clientToken } = await pult.client(channel)
    const asOperator = await turnedAway(pult.openStream('OPERATOR'), { token: clientToken, instance: 'one' })
    equal('the client’s end', asOperator, { code: 'not_authenticated', closed: 4401 })
    const asClient = await turnedAway(pult.openStream('CLIENT'), { token: people[0].token, instance: 'one' })
    equal('the operator’s end', asClient, { code: 'not_authenticated', closed: 4401 })
  }),
  scenario('S1', 'a token that was changed by one letter opens nothing', async (pult) => {
    const { channel } = await desk(pult)
    const { clientToken } = await pult.client(channel)
    const middle = Math.floor(clientToken.length / 2)
    const other = clientToken[middle] === 'A' ? 'B' : 'A'
    const forged = clientToken.slice(0, middle) + other + clientToken.slice(middle + 1)
    const away = await turnedAway(pult.openStream('CLIENT'), { token: forged, instance: 'one' })
    equal('the end', away, { code: 'not_authenticated', closed: 4401 })
  }),
  scenario(
    'S1',
    'connect without an instance is refused by the field, and may be said again',
    async (pult) => {
      const { channel } = await desk(pult)
      const { clientToken } = await pult.client(channel)
      const stream = pult.openStream('CLIENT')
      await stream.opened
      const error = await stream.refused('connect', { token: clientToken }, 'validation_failed')
      equal('the field', error.field, 'data.instance')
      await stream.connect({ token: clientToken, instance: 'one' })
    },
  ),
  scenario('S1', 'a field of connect that is not known is refused by name', async (pult) => {
    const stream = pult.openStream('CLIENT')
    await stream.opened
    const error = await stream.refused('connect', { instance: 'one', password: 'x' }, 'validation_failed')
    equal('the field', error.field, 'data.password')
  }),
  scenario('S1', 'the login cookie opens a stream from the deployment’s own pages', async (pult) => {
    const account = await pult.operator()
    const cookie = await loginCookie(pult, account)
    const stream = pult.openStream('OPERATOR', { headers: { cookie, origin: pult.url } })
    const welcome = await stream.connect({ instance: 'browser' })
    equal('who one is', welcome.operator?.id, account.operatorId)
  }),
  scenario('S1', 'the login cookie opens nothing from another site', async (pult) => {
    const account = await pult.operator()
    const cookie = await loginCookie(pult, account)
    for (const origin of ['https://evil.example', 'null']) {
      const stream = pult.openStream('OPERATOR', { headers: { cookie, origin } })
      const isOpen = await stream.opened.then(
        () => true,
        () => false,
      )
      if (!isOpen) continue
      const away = await turnedAway(stream, { instance: 'browser' })
      equal(`the close code from ${origin}`, away.closed, 4401)
    }
  }),
  scenario('S1', 'a token in the address is no token', async (pult) => {
    const { people } = await desk(pult, { people: [{ status: 'OFFLINE' }] })
    const { status } = await pult.http.get(`/api/v1/me?token=${people[0].token}`)
    equal('the status', status, 401)
  }),
  slowScenario('S1', 'a socket that says nothing for 10 s is closed with 4007', async (pult) => {
    const stream = pult.openStream('CLIENT')
    await stream.opened
    const startedMs = performance.now()
    equal('the close code', await stream.closed, 4007)
    const afterMs = performance.now() - startedMs
    isTrue(
      `it lasted 10 s and not much more (${Math.round(afterMs)} ms)`,
      afterMs > 8_500 && afterMs < 20_000,
    )
  }),
]

async function loginCookie(pult: Deployment, account: { email: string; password: string }): Promise<string> {
  const { email, password } = account
  return cookieIn(await pult.http.post('/api/v1/login', { email, password }))
}
