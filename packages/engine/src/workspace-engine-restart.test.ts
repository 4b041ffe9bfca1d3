import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { OperatorCommandData } from '@pult/protocol'
import type { Command, Outcome } from './commands.ts'
import { dataOf, errorOf, START_MS } from './testing/desk.ts'
import { CLIENT, Life, openShop } from './testing/life.ts'

let life: Life
beforeEach(async () => void (life = await openShop()))
afterEach(() => life.engine.stop())

/** Signs the admin in; returns how to give the admin's commands. */
async function boss(life: Life) {
  const [operatorId] = [...life.engine.state.operators.keys()]
  const login = {
    id: 'login',
    operatorId: operatorId!,
    tokenHash: 'hash',
    openedAtMs: life.nowMs,
    expiresAtMs: life.nowMs + 365 * 24 * 3_600_000,
    clientIp: null,
    device: null,
    displaced: false,
  }
  await life.system('openLogin', { login })
  const actor = { type: 'OPERATOR', operatorId: operatorId!, loginId: 'login' } as const
  return <N extends keyof OperatorCommandData>(name: N, data: OperatorCommandData[N]): Promise<Outcome> =>
    life.engine.request({ actor, name, data } as Command)
}

describe('a restart', () => {
  test('[S5] everything acknowledged is there, and goes on', async () => {
    const ask = await boss(life)
    await life.says('Hello', 'k1')
    await ask('createGroup', { name: 'sales' })
    const next = await life.restart()
    expect(next.engine.state.headSeq).toBe(life.engine.state.headSeq)
    expect(next.session.card).toEqual(life.session.card)
    expect([...next.engine.state.groups]).toEqual([...life.engine.state.groups])
    dataOf(await next.says('Still here'))
    expect(next.session.card.id).toBe(life.session.card.id)
    expect(next.session.card.lastMessage!.body).toBe('Still here')
    await next.engine.stop()
  })

  test('[S6] keys survive it', async () => {
    const first = dataOf(await life.says('Hello', 'k1'))
    const next = await life.restart()
    const head = next.engine.state.headSeq
    expect(dataOf(await next.says('Hello', 'k1'))).toEqual(first)
    expect(errorOf(await next.says('Something else', 'k1'))).toBe('key_reused')
    expect(next.engine.state.headSeq).toBe(head)
    await next.engine.stop()
  })

  test('[V3] deadlines survive it, those that came due meanwhile fire at once', async () => {
    await life.says('Hello')
    await life.pass(4_000)
    const next = await life.restart()
    await next.pass(5_999)
    expect(next.session.card.botStatus).toBe('BOT')
    await next.pass(1)
    expect(next.session.card.botStatus).toBe('HELP')
    await next.engine.stop()

    const later = new Life(life.disk, next.nowMs + 3_600_000)
    await later.open()
    expect(later.session.card.botStatus).toBe('HELP')
    await later.engine.stop()
  })

  test('[E9] the end of a ban survives it, with and without an open session', async () => {
    const ask = await boss(life)
    await life.says('Hello')
    const until = new Date(START_MS + 60_000).toISOString()
    await ask('banClient', { clientId: CLIENT.clientId as never, banned: true, until })
    const next = await life.restart()
    await next.pass(60_000)
    expect(next.session.card.clientBanned).toBe(false)
    expect([...next.engine.state.clients.values()][0]!.client.banned).toBe(false)
    await next.engine.stop()
  })

  test('[L4] it is nobody’s absence: who was online has the grace to come back', async () => {
    const ask = await boss(life)
    const [operatorId] = [...life.engine.state.operators.keys()]
    await life.system('operatorConnected', { operatorId: operatorId!, connectionId: 'tab' })
    await ask('setStatus', { status: 'ONLINE' })
    const statusOf = (life: Life) => life.engine.state.operators.get(operatorId!)!.operator.statusCause
    const next = await life.restart()
    await next.pass(29_999)
    expect(statusOf(next)).toBe('SELF')
    await next.pass(1)
    expect(statusOf(next)).toBe('CONNECTION_LOST')
    await next.engine.stop()
  })

  test('[E8] clients have their grace after it, and after a reload the rest of it', async () => {
    const origin = { ip: null, coordinates: null, device: null }
    const chatId = CLIENT.chatId as never
    await life.system('clientConnected', { chatId, connectionId: 'tab', origin })
    await life.says('Hello')
    const next = await life.restart()
    await next.pass(14_999)
    expect(next.session.clientOnline).toBe(true)
    await next.pass(1)
    expect(next.session.clientOnline).toBe(false)

    await next.system('clientConnected', { chatId, connectionId: 'tab', origin })
    expect(next.session.clientOnline).toBe(true)
    await next.system('clientDisconnected', { chatId, connectionId: 'tab' })
    await next.pass(10_000)
    await next.engine.request({ ...next.message(''), data: null } as unknown as Command)
    expect(next.bugs).toHaveLength(1)
    await next.pass(4_999)
    expect(next.session.clientOnline).toBe(true)
    await next.pass(1)
    expect(next.session.clientOnline).toBe(false)
    await next.engine.stop()
  })

  test('[C2] what was missed is known after it', async () => {
    const ask = await boss(life)
    const [operatorId] = [...life.engine.state.operators.keys()]
    await ask('setStatus', { status: 'ONLINE' })
    const { messageId } = dataOf(await life.says('Hello')) as { messageId: never }
    await life.says('Forget it')
    await ask('assignSession', { sessionId: life.session.card.id, operatorId: operatorId! })
    const next = await life.restart()
    const actor = { type: 'OPERATOR', operatorId: operatorId!, loginId: 'login' } as const
    const data = { sessionId: next.session.card.id, body: 'Hi', seen: messageId }
    const outcome = await next.engine.request({ actor, name: 'sendMessage', data })
    expect(outcome.error).toMatchObject({ code: 'stale', missed: [{ body: 'Forget it' }] })
    await next.engine.stop()
  })
})
