import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Outcome } from './commands.ts'
import { START_MS } from './testing/desk.ts'
import { idle, Life, openShop } from './testing/life.ts'
import { INBOX_MAX } from './workspace-engine.ts'

let life: Life
beforeEach(async () => void (life = await openShop()))
afterEach(() => life.engine.stop())

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
