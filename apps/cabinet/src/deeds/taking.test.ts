import { afterEach, beforeEach, expect, test } from 'bun:test'
import { createOperatorClient, type OperatorClient } from '@pult/client'
import { startWireServer, until, type WireServer } from '../../../../packages/client/testing/wire-server.ts'
import { createTaking } from './taking.ts'

let server: WireServer
let client: OperatorClient

beforeEach(async () => {
  server = startWireServer()
  client = createOperatorClient({ url: server.url, token: 'secret' })
  client.connect()
  await until('live', () => client.state.connection.name === 'live')
})
afterEach(async () => {
  client.close()
  await server.stop()
})

const heard = () => server.heard.filter(({ command }) => command === 'takeSession').length

test('[O6] a chat that is being taken is one until the answer, and is asked for once', async () => {
  const taking = createTaking(client)
  server.swallow('takeSession')
  const first = taking.take('ses_2')
  const again = taking.take('ses_2')
  expect([...taking.ids.value]).toEqual(['ses_2'])
  await until('it is heard', () => heard() === 1)
  server.answer('takeSession')
  await Promise.all([first, again])
  expect([...taking.ids.value]).toEqual([])
})

test('[O6] a refusal ends it too, and reaches whoever asked', async () => {
  const taking = createTaking(client)
  server.refuse('takeSession', { code: 'session_held', message: 'Somebody has it.', temporary: false })
  const refused = await taking.take('ses_2').catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'session_held' })
  expect(taking.ids.value.size).toBe(0)
})
