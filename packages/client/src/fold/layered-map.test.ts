import { describe, expect, test } from 'bun:test'
import { chance } from '../../testing/chance.ts'
import { changedKeys, LayeredMap } from './layered-map.ts'

interface Card {
  readonly name: string
}
interface Version {
  readonly map: LayeredMap<Card>
  /** The same by the runtime's own map. */
  readonly truth: ReadonlyMap<string, Card>
}

/** Many versions, each from one before it, most from the newest: as a stream makes them, and as nobody does. */
function versions(seed: number, steps: number): readonly Version[] {
  const random = chance(seed)
  const pick = (count: number) => Math.floor(random() * count)
  const first = Array.from({ length: 50 }, (_, at) => [`k${at}`, { name: `first ${at}` }] as const)
  const all: Version[] = [{ map: new LayeredMap(first), truth: new Map(first) }]
  for (let step = 0; step < steps; step += 1) {
    const from = all.at(random() < 0.9 ? -1 : pick(all.length))
    if (from === undefined) continue
    const map = from.map.branch()
    const truth = new Map(from.truth)
    for (let change = pick(6); change >= 0; change -= 1) {
      const key = `k${pick(400)}`
      if (random() < 0.4) {
        expect(map.delete(key)).toBe(truth.delete(key))
        continue
      }
      const card = { name: `${step} ${change}` }
      map.set(key, card)
      truth.set(key, card)
    }
    all.push({ map, truth })
  }
  return all
}

for (const seed of [1, 2, 3])
  describe(`seed ${seed}`, () => {
    const all = versions(seed, 600)

    test('[F2] every version that was ever handed out is still what it was, in order, to the object', () => {
      for (const { map, truth } of all) {
        expect([...map]).toEqual([...truth])
        expect(map.size).toBe(truth.size)
        for (const [key, card] of truth) expect(map.get(key)).toBe(card)
        expect([...map.keys()]).toEqual([...truth.keys()])
        expect([...map.values()]).toEqual([...truth.values()])
      }
    })

    test('[F2] what changed between two versions is what a walk over both finds', () => {
      const random = chance(seed + 100)
      for (const [index, after] of all.entries()) {
        const other = random() < 0.5 ? index - 1 : Math.floor(random() * all.length)
        const before = all[Math.max(0, other)] ?? after
        const walked = new Set([...before.truth.keys(), ...after.truth.keys()])
        const expected = [...walked].filter((key) => before.truth.get(key) !== after.truth.get(key))
        expect([...changedKeys(before.map, after.map)].toSorted()).toEqual(expected.toSorted())
        expect([...changedKeys(before.truth, after.map)].toSorted()).toEqual(expected.toSorted())
        expect([...changedKeys(before.map, after.truth)].toSorted()).toEqual(expected.toSorted())
      }
    })
  })

test('[F2] a key that is in no version is in none of the ways to ask', () => {
  const map = new LayeredMap<Card>([['a', { name: 'A' }]]).branch()
  map.delete('a')
  const seen: string[] = []
  map.forEach((_card, key) => void seen.push(key))
  expect([map.size, map.has('a'), map.get('a'), seen]).toEqual([0, false, undefined, []])
  expect(map.delete('a')).toBe(false)
})

test('[F2] a version that has many changes and its branch differ by the branch’s own', () => {
  let map = new LayeredMap<Card>(Array.from({ length: 2_000 }, (_, at) => [`k${at}`, { name: 'x' }] as const))
  for (let at = 0; at < 1_000; at += 1) {
    const next = map.branch()
    next.set(`k${at}`, { name: 'y' })
    expect([...changedKeys(map, next)]).toEqual([`k${at}`])
    // Over a new layer, too: nothing is walked for it.
    expect(next.suspects(map)).not.toBeNull()
    map = next
  }
})
