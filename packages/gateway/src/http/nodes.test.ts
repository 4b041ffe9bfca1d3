import { afterEach, beforeEach, expect, test } from 'bun:test'
import { reads } from '@pult/protocol'
import { exactly } from '../testing/expect-frame.ts'
import { Desk } from '../testing/desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(async () => {
  desk.expectWell()
  await desk.close()
})

test('[GD16] an admin sees the machines as they are for the own workspace', async () => {
  const { status, json, headers } = await desk.get('/nodes', desk.boss.token)
  expect(status).toBe(200)
  exactly(reads['GET /nodes'].reply, json)
  expect(json).toMatchObject({ headSeq: desk.headSeq, file: { path: '/data/main' } })
  expect(headers.get('pult-cursor')).toEndWith(`:${desk.headSeq}`)
  expect((await desk.get('/nodes?days=1', desk.boss.token)).status).toBe(422)
})

test('[GD16] nobody else: not a supervisor, an operator, a client, or who is not signed in', async () => {
  const chief = await desk.operator('chief', { role: 'supervisor' })
  const anna = await desk.operator('anna', {})
  const client = await desk.visitor()
  for (const { token } of [chief, anna, client]) expect((await desk.get('/nodes', token)).status).toBe(403)
  expect((await desk.get('/nodes')).status).toBe(401)
})

test('[GD17] /readyz says in a sentence why this node takes nobody, and takes them again by itself', async () => {
  expect((await desk.request('/readyz')).json).toEqual({ status: 'ready' })
  desk.troubles.push('This node has had no answer of its database for 4 s.')
  const { status, json } = await desk.request('/readyz')
  expect([status, json]).toEqual([
    503,
    { status: 'not ready', because: ['This node has had no answer of its database for 4 s.'] },
  ])
  expect((await desk.request('/healthz')).status).toBe(200)
  desk.troubles.length = 0
  expect((await desk.request('/readyz')).status).toBe(200)
})

test('[GD16] connections are counted by their kind, and those that end no more', async () => {
  expect(desk.main.hub.counts()).toEqual({ operators: 0, clients: 0 })
  const anna = await desk.atWork('anna')
  const { stream } = await desk.inChat()
  expect(desk.main.hub.counts()).toEqual({ operators: 1, clients: 1 })
  await stream.close()
  // Its end is noticed by the server in its own time.
  for (let round = 0; round < 200 && desk.main.hub.counts().clients > 0; round += 1) await desk.breathe()
  expect(desk.main.hub.counts()).toEqual({ operators: 1, clients: 0 })
  expect(anna.stream.closed).toBeUndefined()
})
