import { expect, test } from 'bun:test'
import { createTurns } from './in-turn.ts'

test('[WH5] one key’s jobs run one after another in their order, whatever becomes of them; another key does not wait', async () => {
  const inTurn = createTurns()
  const done: string[] = []
  const job =
    (name: string, ms: number, fails = false) =>
    async () => {
      await Bun.sleep(ms)
      done.push(name)
      if (fails) throw new Error(name)
      return name
    }
  const all = [
    inTurn('a', job('a1', 30)),
    inTurn('a', job('a2', 1, true)),
    inTurn('a', job('a3', 1)),
    inTurn('b', job('b1', 5)),
  ]
  const results = await Promise.allSettled(all)
  expect(done).toEqual(['b1', 'a1', 'a2', 'a3'])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
})
