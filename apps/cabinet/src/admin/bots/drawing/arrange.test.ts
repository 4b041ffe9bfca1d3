import { parseFlow, type Flow } from '@pult/bots/flow'
import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { exampleTexts } from '../example.ts'
import { arranged } from './arrange.ts'
import { inBands, laneBetween } from './bands.ts'
import { cardsOf, WAYS_IN, type Card } from './card.ts'
import { boxAround, CARD_WIDTH, GRID, heightOf, type Places } from './geometry.ts'
import { placesOf } from './places.ts'
import { inOrder } from './walk.ts'

const flowOf = (text: string): Flow => parseFlow(text).flow!
/** `a>b,c` one a line: what leads where, in the order of the exits. */
const drawn = (text: string): readonly Card[] =>
  text.split(' ').map((line) => {
    const [id = '', to = ''] = line.split('>')
    const ports = to.split(',').map((end, index) => ({
      field: `buttons.${index}.to`,
      to: end === '' ? undefined : end,
      name: { said: end },
      isNeeded: true,
    }))
    return { id, kind: 'say', lead: '', ports }
  })

function overlaps(cards: readonly Card[], places: Places): string[] {
  return cards.flatMap((one, index) =>
    cards.slice(index + 1).flatMap((other) => {
      const [a, b] = [places.get(one.id)!, places.get(other.id)!]
      const apart =
        Math.abs(a.x - b.x) >= CARD_WIDTH || a.y >= b.y + heightOf(other) || b.y >= a.y + heightOf(one)
      return apart ? [] : [`${one.id} ${other.id}`]
    }),
  )
}

test('[BE11] a scenario nobody has drawn goes from left to right, its exits from above downwards', () => {
  const places = arranged(drawn('a>b,c b>d c>d d>'), ['a'])
  const at = (id: string) => places.get(id)!
  expect([at('a').x < at('b').x, at('b').x === at('c').x, at('c').x < at('d').x]).toEqual([true, true, true])
  expect(at('b').y).toBeLessThan(at('c').y)
})

test('[BE11] an arrow that leads back turns nothing round', () => {
  const places = arranged(drawn('menu>order,end order>menu end>'), ['menu'])
  expect(places.get('menu')!.x).toBeLessThan(places.get('order')!.x)
})

test('[BE11] arrows that need not cross do not', () => {
  // Written down the wrong way round.
  const places = arranged(drawn('a>b,c c>e b>d e> d>'), ['a'])
  const y = (id: string) => places.get(id)!.y
  expect([y('b') < y('c'), y('d') < y('e')]).toEqual([true, true])
})

test('[BE11] whatever leads where, every card has its place on the grid, none lies on another, and it is the same again', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `n${index}`)
  const graph = fc
    .array(fc.array(fc.constantFrom(...ids, ''), { minLength: 1, maxLength: 4 }), {
      minLength: 12,
      maxLength: 12,
    })
    .map((exits) => drawn(exits.map((to, index) => `n${index}>${to.join(',')}`).join(' ')))
  fc.assert(
    fc.property(graph, (cards) => {
      const places = arranged(cards, ['n0'])
      expect([...places.keys()].toSorted()).toEqual(ids.toSorted())
      for (const { x, y } of places.values()) expect([x % GRID, y % GRID]).toEqual([0, 0])
      expect(overlaps(cards, places)).toEqual([])
      expect(arranged(cards, ['n0'])).toEqual(places)
    }),
    { numRuns: 60 },
  )
})

test('[BE11] what was placed stays; what came without a place stands beside what leads to it, on nothing else', () => {
  const flow = flowOf(exampleTexts.en)
  const places = placesOf(flow)
  expect(overlaps(cardsOf(flow), places)).toEqual([])
  const [start] = Object.keys(flow.nodes)
  const one = { ...flow, layout: [{ node: start!, x: 320, y: 160 }] }
  const kept = placesOf(one)
  expect(kept.get(start!)).toEqual({ x: 320, y: 160 })
  expect(overlaps(cardsOf(one), kept)).toEqual([])
  expect(kept.get(WAYS_IN)!.x).toBeLessThan(
    Math.min(...[...kept].flatMap(([id, { x }]) => (id === WAYS_IN ? [] : [x]))),
  )
})

test('[BE11] five hundred nodes are arranged, and ways that go round and round come to an end', () => {
  const many = Array.from(
    { length: 500 },
    (_, index) => `n${index}>n${(index + 1) % 500},n${(index * 7) % 500}`,
  )
  expect(arranged(drawn(many.join(' ')), ['n0']).size).toBe(500)
})

test('[BE11] a long chain goes on below, band by band, and is told in that order', () => {
  const ids = Array.from({ length: 31 }, (_, index) => `n${index}`)
  const cards = drawn(ids.map((id, index) => `${id}>${ids[index + 1] ?? ''}`).join(' '))
  const places = arranged(cards, ['n0'])
  expect(overlaps(cards, places)).toEqual([])
  const { width, height } = boxAround(cards, places)
  expect(width / height).toBeLessThan(3)
  expect(width / height).toBeGreaterThan(1)
  expect(inOrder(cards, places).map(({ id }) => id)).toEqual(ids)
  expect(inBands(cards, places).length).toBeGreaterThanOrEqual(3)
})

test('[BE11] what is short, or goes many ways at once, stays in one row', () => {
  const short = drawn('a>b b>c c>d d>e e>')
  expect(inBands(short, arranged(short, ['a']))).toHaveLength(1)
  const shop = flowOf(exampleTexts.en)
  expect(inBands(cardsOf(shop), placesOf(shop))).toHaveLength(1)
})

test('[BE11] an arrow into the next band finds the room between the two, or none where cards stand everywhere', () => {
  const cards = drawn('a> b> c>')
  const height = heightOf(cards[0]!)
  const places = new Map([
    ['a', { x: 960, y: 0 }],
    ['b', { x: 0, y: height + 96 }],
    ['c', { x: 480, y: 40 }],
  ])
  const across = { top: height, bottom: height + 96, left: 0, right: 1200 }
  // Under `c`, which reaches further down than `a`.
  expect(laneBetween(cards, places, across)).toBe((height + 40 + height + 96) / 2)
  expect(laneBetween(cards, places, { ...across, bottom: height + 48 })).toBeUndefined()
})
