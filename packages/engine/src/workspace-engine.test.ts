import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { OperatorCommandData } from '@pult/protocol'
import { createMemoryDisk } from '@pult/storage'
import type { Command, Outcome } from './commands.ts'
import { StorageFault, StorageFull } from './ports.ts'
import { dataOf, errorOf, START_MS } from './testing/desk.ts'
import { CLIENT, idle, Life } from './testing/life.ts'
import { FULL_RETRY_MS, INBOX_MAX } from './workspace-engine.ts'

let life: Life

beforeEach(async () => {
  life = await new Life(createMemoryDisk({ epoch: 'e1' }), START_MS).open()
  await life.system('setUp', {
    name: 'Shop',
    groupName: 'help',
    channelName: 'site',
    channelKey: 'key',
    channelSecret: 'secret',
  })
  await life.system('createFirstAdmin', { email: 'boss@shop.test', name: 'boss', passwordHash: 'hash' })
  life.order.length = 0
})

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

describe('durability', () => {
  test('[S5] nothing is answered or told before the append has returned; the reply comes first', async () => {
    const slow = new Life(life.disk, START_MS)
    const disk = Promise.withResolvers<void>()
    let isSlow = false
    await slow.open((store) => ({
      ...store,
      append: async (batch) => {
        if (isSlow) await disk.promise
        slow.order.push('appended')
        await store.append(batch)
      },
    }))
    isSlow = true
    slow.engine.dispatch(slow.message('Hello'), () => slow.order.push('answered'))
    await idle()
    expect(slow.order).toEqual([])
    disk.resolve()
    await idle()
    expect(slow.order.slice(0, 2)).toEqual(['appended', 'answered'])
    expect(slow.order.slice(2)).toContain('told message')
    await slow.engine.stop()
  })

  test('[E15] stopping waits for a slow disk without asking all the time', async () => {
    const slow = new Life(life.disk, START_MS)
    const disk = Promise.withResolvers<void>()
    let isSlow = false
    await slow.open((store) => ({
      ...store,
      append: async (batch) => {
        if (isSlow) await disk.promise
        await store.append(batch)
      },
    }))
    isSlow = true
    slow.engine.dispatch(slow.message('Hello'), () => slow.order.push('answered'))
    await idle()
    const { deferred } = slow
    const stopping = slow.engine.stop().then(() => slow.order.push('stopped'))
    await idle()
    expect(slow.deferred).toBe(deferred)
    disk.resolve()
    await stopping
    expect(slow.order.at(-1)).toBe('stopped')
    expect(slow.order).toContain('answered')
  })

  test('[S5] what comes in while the disk is busy becomes one append', async () => {
    const batches: number[] = []
    life.faults = { beforeAppend: (batch) => void batches.push(batch.records.length) }
    const outcomes = await Promise.all(['one', 'two', 'three'].map((body) => life.says(body)))
    expect(batches).toHaveLength(1)
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined])
  })

  test('[S4] what is told continues without a hole, and is what the log has', async () => {
    await life.says('Hello')
    await life.says('Hello?')
    expect(life.published.map(({ seq }) => seq)).toEqual(life.disk.log.map(({ seq }) => seq))
    expect(life.disk.log.map(({ seq }) => seq)).toEqual(life.disk.log.map((_, index) => index + 1))
  })
})

describe('a full disk', () => {
  test('[G10] everybody of the turn is told storage_full, nobody else hears, and memory goes back', async () => {
    await life.says('Hello')
    const before = life.engine.state.headSeq
    const told = life.published.length
    life.faults = {
      beforeAppend: () => {
        throw new StorageFull('no room')
      },
    }
    const outcomes = await Promise.all([life.says('One'), life.says('Two')])
    for (const outcome of outcomes) {
      expect(outcome.error).toMatchObject({ code: 'storage_full', temporary: true, retryMs: FULL_RETRY_MS })
    }
    expect(life.engine.state.headSeq).toBe(before)
    expect(life.session.card.lastMessage!.body).toBe('Hello')
    expect(life.published).toHaveLength(told)
    expect([life.fatal, life.bugs]).toEqual([[], []])
  })

  test('[G10] the disk is asked again after a second, however many commands come meanwhile', async () => {
    let asked = 0
    life.faults = {
      beforeAppend: () => {
        asked += 1
        throw new StorageFull('no room')
      },
    }
    for (let tenth = 0; tenth < 25; tenth += 1) {
      expect(errorOf(await life.says('Hello'))).toBe('storage_full')
      await life.pass(100)
    }
    expect(asked).toBe(3)
    life.faults = {}
    await life.pass(FULL_RETRY_MS)
    dataOf(await life.says('Hello again'))
    expect(life.session.card.lastMessage!.body).toBe('Hello again')
  })

  test('[G10] a clock that is set back makes the refusal no longer', async () => {
    life.faults = {
      beforeAppend: () => {
        throw new StorageFull('no room')
      },
    }
    expect(errorOf(await life.says('Hello'))).toBe('storage_full')
    life.faults = {}
    life.nowMs -= 3_600_000
    dataOf(await life.says('Hello'))
  })

  test('[G10] a clock that is set back and comes to the same second again does not bring the refusal back', async () => {
    life.faults = {
      beforeAppend: () => {
        throw new StorageFull('no room')
      },
    }
    expect(errorOf(await life.says('Hello'))).toBe('storage_full')
    life.faults = {}
    life.nowMs -= 45_000
    await life.pass(45_500)
    dataOf(await life.says('Hello'))
  })

  test('[G10] a deadline that cannot be written waits and fires when there is room', async () => {
    await life.says('Hello')
    life.faults = {
      beforeAppend: () => {
        throw new StorageFull('no room')
      },
    }
    const before = life.timersSet
    await life.pass(20_000)
    expect(life.session.card.botStatus).toBe('BOT')
    // Once a second, not as fast as the processor goes.
    expect(life.timersSet - before).toBeLessThan(25)
    life.faults = {}
    await life.pass(2_000)
    expect(life.session.card.botStatus).toBe('HELP')
  })

  test('[L4] presence outlives the reload', async () => {
    const [operatorId] = [...life.engine.state.operators.keys()]
    await life.system('operatorConnected', { operatorId: operatorId!, connectionId: 'tab' })
    life.faults = {
      beforeAppend: () => {
        throw new StorageFull('no room')
      },
    }
    await life.says('Hello')
    expect(life.engine.state.presence.operators.get(operatorId!)!.ids.size).toBe(1)
  })
})

describe('a failed disk', () => {
  test('[G10] stops everything: onFatal once, nobody is left waiting, nothing is told', async () => {
    life.faults = {
      beforeAppend: () => {
        throw new StorageFault('fsync failed')
      },
    }
    const told = life.published.length
    const outcome = await life.says('Hello')
    expect(errorOf(outcome)).toBe('internal')
    expect(life.fatal).toHaveLength(1)
    expect(life.fatal[0]).toBeInstanceOf(StorageFault)
    expect(life.published).toHaveLength(told)
    expect(errorOf(await life.says('Hello?'))).toBe('shutting_down')
    await life.engine.stop()
  })

  test('[G10] commands that queued up behind the failed turn are answered too', async () => {
    const disk = Promise.withResolvers<void>()
    const slow = await new Life(life.disk, START_MS).open((store) => ({
      ...store,
      append: () => disk.promise,
    }))
    const first = slow.says('One')
    await idle()
    const second = slow.says('Two')
    disk.reject(new StorageFault('fsync failed'))
    expect([errorOf(await first), errorOf(await second)]).toEqual(['internal', 'internal'])
    await slow.engine.stop()
  })

  test('[G10] [S6] an outcome that is unknown: after a restart the same key tells', async () => {
    life.faults = {
      afterAppend: () => {
        throw new StorageFault('the answer was lost')
      },
    }
    expect(errorOf(await life.says('Hello', 'k1'))).toBe('internal')
    const next = await life.restart()
    const head = next.engine.state.headSeq
    expect(dataOf(await next.says('Hello', 'k1'))).toMatchObject({ sessionId: next.session.card.id })
    expect(next.engine.state.headSeq).toBe(head)
    await next.engine.stop()
  })
})

describe('a bug', () => {
  test('[V1] the turn is refused, the bug reported, the state loaded again; and life goes on', async () => {
    await life.says('Hello')
    const before = life.engine.state
    const command = { ...life.message('Hello'), data: null } as unknown as Command
    const outcome = await life.engine.request(command)
    expect(outcome.error).toMatchObject({ code: 'internal', temporary: true })
    expect(life.bugs).toHaveLength(1)
    expect(life.fatal).toEqual([])
    expect(life.engine.state).not.toBe(before)
    dataOf(await life.says('Hello again'))
  })

  test('[V1] it costs its neighbours of the same turn nothing', async () => {
    await life.says('Hello')
    const broken = { ...life.message('Broken'), data: null } as unknown as Command
    const outcomes = await Promise.all([
      life.engine.request(life.message('One')),
      life.engine.request(broken),
      life.engine.request(life.message('Two')),
    ])
    expect(outcomes.map(({ error }) => error?.code)).toEqual([undefined, 'internal', undefined])
    expect(life.fatal).toEqual([])
    const bodies = life.published.flatMap(({ fact }) => (fact.type === 'message' ? [fact.message.body] : []))
    expect(bodies).toEqual(['Hello', 'One', 'Two'])
  })

  test('[V1] in the loading too', async () => {
    await life.says('Hello')
    let isBroken = true
    const next = await new Life(life.disk, START_MS).open((store) => ({
      ...store,
      message: (id) => {
        if (isBroken) throw new TypeError('a bug in reading')
        return store.message(id)
      },
    }))
    const actor = (next.message('x') as { actor: unknown }).actor
    const edit = { actor, name: 'editMessage', data: { messageId: 'msg_x', body: 'y' } } as Command
    expect(errorOf(await next.engine.request(edit))).toBe('internal')
    expect(next.bugs).toHaveLength(1)
    isBroken = false
    expect(errorOf(await next.engine.request(edit))).toBe('message_not_found')
    await next.engine.stop()
  })
})

describe('cuts', () => {
  test('[S2] a cut sees what is durable and told, neither less nor more', async () => {
    const disk = Promise.withResolvers<void>()
    let isSlow = false
    const slow = await new Life(life.disk, START_MS).open((store) => ({
      ...store,
      append: async (batch) => {
        if (isSlow) await disk.promise
        await store.append(batch)
      },
    }))
    const cuts: { head: number; told: number }[] = []
    const cut = (): void =>
      slow.engine.cut(({ headSeq }) => cuts.push({ head: headSeq, told: slow.published.at(-1)?.seq ?? 0 }))
    const start = slow.engine.state.headSeq
    cut()
    expect(cuts).toEqual([{ head: start, told: 0 }])
    isSlow = true
    const answer = slow.says('Hello')
    cut()
    await idle()
    // Memory is ahead of the disk now: no cut may see it.
    expect(slow.engine.state.headSeq).toBeGreaterThan(start)
    expect(cuts).toHaveLength(1)
    disk.resolve()
    await answer
    await idle()
    const last = slow.disk.log.at(-1)!.seq
    expect(cuts[1]).toEqual({ head: last, told: last })
    await slow.engine.stop()
  })
})

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

describe('the inbox', () => {
  test('[E15] above its end it says overloaded at once, and after stop shutting_down', async () => {
    const answers: string[] = []
    const respond = ({ error }: Outcome): void => void answers.push(error?.code ?? 'done')
    const tick = { actor: { type: 'SYSTEM' }, name: 'tick', data: {} } as const
    for (let number = 0; number <= INBOX_MAX; number += 1) life.engine.dispatch(tick, respond)
    expect(answers).toEqual(['overloaded'])
    const stopping = life.engine.stop()
    life.engine.dispatch(tick, respond)
    expect(answers).toEqual(['overloaded', 'shutting_down'])
    await stopping
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(INBOX_MAX)
  })
})
