import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Command } from './commands.ts'
import { LeaseLost, StorageAway, StorageFault, StorageFull, type WorkspaceStore } from './ports.ts'
import { dataOf, errorOf, START_MS } from './testing/desk.ts'
import { idle, Life, openShop } from './testing/life.ts'
import { AWAY_RETRY_MS, FULL_RETRY_MS } from './workspace-engine.ts'

let life: Life
beforeEach(async () => void (life = await openShop()))
afterEach(() => life.engine.stop())

describe('another node owns the workspace', () => {
  test('[CL5] nobody of the turn or behind it was served, nobody hears of it, and nothing is tried again', async () => {
    await life.says('Hello')
    const told = life.published.length
    let asked = 0
    life.faults = {
      beforeAppend: () => {
        asked += 1
        throw new LeaseLost('another node')
      },
    }
    const first = life.says('One', 'k1')
    const behind = new Promise((resolve) =>
      setImmediate(() => void life.says('Two').then(resolve)),
    ) as Promise<Awaited<typeof first>>
    for (const outcome of await Promise.all([first, behind])) expect(errorOf(outcome)).toBe('shutting_down')
    life.faults = {}
    expect(errorOf(await life.says('Three'))).toBe('shutting_down')
    await life.pass(24 * 3_600_000)
    expect([asked, life.leasesLost, life.published.length]).toEqual([1, 1, told])
    expect([life.fatal, life.bugs]).toEqual([[], []])
    await life.engine.stop()
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

describe('a database that is away', () => {
  let isAway = false
  beforeEach(() => void (isAway = false))
  const check = (): void => {
    if (isAway) throw new StorageAway('no answer')
  }
  const away = (store: WorkspaceStore): WorkspaceStore => ({
    ...store,
    append: (batch) => {
      check()
      return store.append(batch)
    },
    checkpoint: (nowMs) => {
      check()
      return store.checkpoint(nowMs)
    },
  })

  test('[G10] the turn and whoever comes are refused for now; what was told before is there when it is back', async () => {
    const next = await new Life(life.disk, START_MS).open(away)
    await next.says('Hello')
    const { headSeq } = next.engine.state
    isAway = true
    const refused = { code: 'overloaded', temporary: true, retryMs: AWAY_RETRY_MS }
    const outcomes = await Promise.all([next.says('One'), next.says('Two')])
    expect(outcomes.map(({ error }) => error)).toMatchObject([refused, refused])
    // The state is ahead of what is durable until it is loaded again: nobody may see it.
    let seen = 0
    next.engine.cut((state) => (seen = state.headSeq))
    expect(seen).toBe(0)
    const third = next.says('Three')
    await next.pass(AWAY_RETRY_MS)
    expect((await third).error).toMatchObject(refused)
    isAway = false
    await next.pass(AWAY_RETRY_MS)
    expect(seen).toBe(headSeq)
    dataOf(await next.says('Four'))
    expect([next.fatal, next.bugs]).toEqual([[], []])
    const bodies = next.published.flatMap(({ fact }) => (fact.type === 'message' ? [fact.message.body] : []))
    expect(bodies).toEqual(expect.arrayContaining(['Hello', 'Four']))
    expect(bodies).not.toContain('One')
    await next.engine.stop()
  })

  test('[G4] [E26] what was written though its answer was lost is told, once and before what comes next', async () => {
    let isLost = false
    const next = await new Life(life.disk, START_MS).open((store) => ({
      ...store,
      append(batch) {
        const done = store.append(batch)
        if (isLost) throw new StorageAway('no answer')
        return done
      },
    }))
    await next.says('Hello')
    isLost = true
    expect((await next.says('One', 'k1')).error).toMatchObject({ code: 'overloaded', temporary: true })
    isLost = false
    // The pause after a turn that failed.
    await next.pass(AWAY_RETRY_MS)
    dataOf(await next.says('Two'))
    dataOf(await next.says('One', 'k1'))
    const seqs = next.published.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index))
    expect(seqs.at(-1)).toBe(next.engine.state.headSeq)
    const bodies = next.published.flatMap(({ fact }) => (fact.type === 'message' ? [fact.message.body] : []))
    expect(bodies.filter((body) => body === 'One' || body === 'Two')).toEqual(['One', 'Two'])
    await next.engine.stop()
  })

  test('[G10] one that is stopped meanwhile stops, and reports nothing', async () => {
    const next = await new Life(life.disk, START_MS).open(away)
    isAway = true
    await next.says('Hello')
    const stopped = next.engine.stop()
    await next.pass(AWAY_RETRY_MS)
    await stopped
    expect([next.fatal, next.bugs]).toEqual([[], []])
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
