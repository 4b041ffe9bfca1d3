import { afterEach, beforeEach, expect, test } from 'bun:test'
import type { WorkspaceId } from '@pult/protocol'
import { Replica } from './replica.ts'
import { dataOf } from './testing/desk.ts'
import { openShop, type Life } from './testing/life.ts'

let life: Life
beforeEach(async () => void (life = await openShop()))
afterEach(() => life.engine.stop())

const open = (): Promise<Replica> => Replica.open('wsp_test' as WorkspaceId, life.store, life.nowMs)
/** What both must agree on; presence and deadlines are the owner's alone. */
function alive({ state }: { state: Replica['state'] }): unknown {
  const { headSeq, sessions, open, help, held, operators, logins, channels, chats, clients, groups } = state
  return { headSeq, sessions, open, help, held, operators, logins, channels, chats, clients, groups }
}

test('[CL2] follows the records that it is handed: the state is the owner’s', async () => {
  const replica = await open()
  const from = life.published.length
  dataOf(await life.says('Hello'))
  dataOf(await life.says('Is anybody there?', 'k1'))
  const records = life.published.slice(from)
  expect(await replica.prepare(records)).toBe(false)
  expect(replica.apply(records, life.nowMs)).toEqual(records)
  expect(alive(replica)).toEqual(alive(life.engine))
})

test('[CL2] records that it has are passed over; a hole is never applied', async () => {
  const replica = await open()
  const from = life.published.length
  dataOf(await life.says('Hello'))
  const records = life.published.slice(from)
  replica.apply(records.slice(0, 1), life.nowMs)
  expect(replica.apply(records, life.nowMs)).toEqual(records.slice(1))
  expect(replica.apply(records, life.nowMs)).toEqual([])
  dataOf(await life.says('And now?'))
  expect(() => replica.apply(life.published.slice(-1), life.nowMs)).not.toThrow()
  dataOf(await life.says('One'))
  dataOf(await life.says('Two'))
  expect(() => replica.apply(life.published.slice(-1), life.nowMs)).toThrow('hole')
})

test('[CL2] a session that was closed before it began is brought before a record changes it', async () => {
  dataOf(await life.says('Hello'))
  const { id } = life.session.card
  const [boss] = [...life.engine.state.operators.keys()]
  const login = {
    id: 'lgn_1',
    operatorId: boss!,
    tokenHash: 'hash',
    openedAtMs: life.nowMs,
    expiresAtMs: life.nowMs + 1_000_000,
    clientIp: null,
    device: null,
    displaced: false,
  }
  dataOf(await life.system('openLogin', { login }))
  dataOf(
    await life.engine.request({
      actor: { type: 'OPERATOR', operatorId: boss!, loginId: 'lgn_1' },
      name: 'closeSession',
      data: { sessionId: id },
    } as never),
  )
  const replica = await open()
  expect(replica.state.sessions.has(id)).toBe(false)
  const message = life.published.find(({ fact }) => fact.type === 'message')!
  const changed = {
    ...message,
    seq: replica.state.headSeq + 1,
    fact: { ...message.fact, type: 'messageChanged' },
  } as typeof message
  expect(await replica.prepare([changed])).toBe(true)
  replica.apply([changed], life.nowMs)
  expect(replica.state.sessions.get(id)?.card.status).toBe('CLOSED')
})
