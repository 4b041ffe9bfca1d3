import { describe, expect, test } from 'bun:test'
import { onAbort } from './on-abort.ts'
import { createLanes, type Leave } from './lanes.ts'

const settled = async (places: readonly Promise<Leave | null>[]): Promise<number> => {
  let count = 0
  for (const place of places) void place.then((leave) => (count += leave === null ? 0 : 1))
  await Bun.sleep(0)
  return count
}

describe('lanes', () => {
  test('[OB6] a lane that does not move keeps its own places and no more; the others go on', async () => {
    const lanes = createLanes({ atOnceEach: 2, atOnce: 5, waitingMax: 100 })
    const stuck = Array.from({ length: 50 }, () => lanes.enter('stuck'))
    expect(await settled(stuck)).toBe(2)
    expect(lanes.counts('stuck')).toEqual({ inside: 2, waiting: 48 })
    for (let round = 0; round < 20; round += 1) {
      const leave = await lanes.enter('good')
      expect(leave).not.toBeNull()
      leave?.()
    }
    expect(lanes.counts('good')).toEqual({ inside: 0, waiting: 0 })
  })

  test('[OB6] free places go round the lanes, and in a lane to who came first', async () => {
    const lanes = createLanes({ atOnceEach: 1, atOnce: 1, waitingMax: 100 })
    const first = await lanes.enter('a')
    const order: string[] = []
    for (const name of ['a1', 'a2', 'b1', 'b2', 'c1']) {
      const pass = (leave: Leave | null): void => {
        order.push(name)
        leave?.()
      }
      void lanes.enter(name[0]!).then(pass)
    }
    first?.()
    await Bun.sleep(5)
    expect(order.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2'])
    expect(order.filter((name) => name.startsWith('b'))).toEqual(['b1', 'b2'])
    expect(new Set(order.slice(0, 3).map((name) => name[0]))).toEqual(new Set(['a', 'b', 'c']))
  })

  test('[OB6] too many waiting, and an abort, give null at once; a place given back twice is one place', async () => {
    const lanes = createLanes({ atOnceEach: 1, atOnce: 9, waitingMax: 1 })
    const first = await lanes.enter('a')
    const leaving = new AbortController()
    const second = lanes.enter('a', (giveUp) => onAbort(leaving.signal, giveUp))
    expect(await lanes.enter('a')).toBeNull()
    leaving.abort()
    expect(await second).toBeNull()
    expect(await lanes.enter('a', (giveUp) => onAbort(leaving.signal, giveUp))).toBeNull()
    const third = lanes.enter('a')
    const fourth = lanes.enter('a')
    expect(await fourth).toBeNull()
    first?.()
    first?.()
    expect(await third).not.toBeNull()
    expect(lanes.counts('a')).toEqual({ inside: 1, waiting: 0 })
  })
})
