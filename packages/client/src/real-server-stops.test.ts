import { afterAll, beforeAll, expect, test } from 'bun:test'
import { startRealServer, type RealServer } from '../testing/real-server.ts'
import { until } from '../testing/wire-server.ts'
import { createOperatorClient, signIn, type OperatorClient } from './index.ts'

/** Losing the stream and being thrown out, against Pult itself. */
let server: RealServer
let admin: OperatorClient
let sockets: WebSocket[] = []
const opened: OperatorClient[] = []

/** A socket that the test can cut, as a tunnel would. */
class CutSocket extends WebSocket {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols)
    sockets.push(this)
  }
}

beforeAll(async () => {
  server = await startRealServer()
  const { token } = await signIn(server)
  admin = open(createOperatorClient({ url: server.url, token, socket: CutSocket, random: () => 0 }))
  await isLive(admin)
  await admin.command('setStatus', { status: 'ONLINE' })
}, 20_000)

afterAll(async () => {
  for (const client of opened) client.close()
  await server.stop()
})

function open(client: OperatorClient): OperatorClient {
  opened.push(client)
  client.connect()
  return client
}
function isLive(client: OperatorClient): Promise<void> {
  return until('live', () => client.state.connection.name === 'live')
}

test('[S3] a cut connection is live again within two seconds, without a snapshot', async () => {
  const { me } = admin.state
  sockets.at(-1)?.close(4999)
  await until('the loss', () => admin.state.connection.name === 'waiting')
  await until('live', () => admin.state.connection.name === 'live', 2_000)
  expect(admin.state.me).toEqual(me)
})

test('[L1] another sign-in wins; «use here» wins it back', async () => {
  const stopped = new Promise((resolve) => admin.onStopped(resolve))
  const second = open(createOperatorClient({ url: server.url, token: (await signIn(server)).token }))
  await isLive(second)
  expect(await stopped).toMatchObject({ name: 'loggedInElsewhere', event: { name: 'chatUserExists' } })
  admin.takeOver()
  await isLive(admin)
  await until('the other is out', () => second.state.connection.name === 'stopped')
})

test('[L2] a blocked operator is thrown out and told why; the others see it', async () => {
  const [group] = admin.state.groups.values()
  const igor = { email: 'igor@example.com', password: 'another password' }
  const { operatorId } = await admin.command('createOperator', {
    ...igor,
    name: 'Игорь',
    role: 'operator',
    groupIds: [group!.id],
  })
  const other = open(
    createOperatorClient({ url: server.url, token: (await signIn({ url: server.url, ...igor })).token }),
  )
  await isLive(other)
  const stopped = new Promise((resolve) => other.onStopped(resolve))
  await admin.command('blockOperator', { operatorId, blocked: true, reason: 'проверка' })
  expect(await stopped).toMatchObject({
    name: 'operatorBlocked',
    event: { name: 'operatorBlocked', data: { operatorId, reason: 'проверка' } },
  })
  await until('the others see it', () => admin.state.operators.get(operatorId)?.blocked === true)
})
