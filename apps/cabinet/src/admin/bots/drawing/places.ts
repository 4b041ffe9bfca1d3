import type { Flow } from '@pult/bots/flow'
import { arranged } from './arrange.ts'
import { cardsOf, WAYS_IN, waysIn } from './card.ts'
import { CARD_WIDTH, GRID, heightOf, type Places, type Point } from './geometry.ts'

/** Between the ways in and what stands furthest to the left. */
const GAP_BEFORE = 5 * GRID
const GAP_BELOW = 2 * GRID

/**
 * Where every node stands, and the card of the ways in. Places that the scenario has are kept; a node that it has none for stands beside what leads to it, or
 * below everything; a scenario without any is arranged.
 */
export function placesOf(flow: Flow): Places {
  const cards = cardsOf(flow)
  const known = new Map<string, Point>()
  for (const { node, x, y } of flow.layout ?? [])
    if (Object.hasOwn(flow.nodes, node)) known.set(node, { x, y })
  const places = new Map<string, Point>(known.size === 0 ? arranged(allCards(flow), [WAYS_IN]) : known)
  // It has a place of its own below; arranged with the others, its arrows have room among them.
  places.delete(WAYS_IN)
  for (const card of cards) {
    if (places.has(card.id)) continue
    const before = cards.find(({ id, ports }) => places.has(id) && ports.some(({ to }) => to === card.id))
    const beside = before === undefined ? undefined : places.get(before.id)
    const at =
      beside === undefined
        ? { x: 0, y: lowest(cards, places) + GAP_BELOW }
        : { x: beside.x + CARD_WIDTH + GAP_BEFORE, y: beside.y }
    places.set(card.id, free(card, at))
  }
  const left = Math.min(...[...places.values()].map(({ x }) => x), Number.POSITIVE_INFINITY)
  const start = places.get(flow.start)
  places.set(WAYS_IN, {
    x: (Number.isFinite(left) ? left : 0) - CARD_WIDTH - GAP_BEFORE,
    y: start?.y ?? 0,
  })
  return places

  /** The first free place from there downwards. */
  function free(card: (typeof cards)[number], at: Point): Point {
    const height = heightOf(card)
    let { y } = at
    for (let isTaken = true; isTaken;) {
      isTaken = false
      for (const other of cards) {
        const place = places.get(other.id)
        if (place === undefined || Math.abs(place.x - at.x) >= CARD_WIDTH) continue
        if (place.y >= y + height || place.y + heightOf(other) <= y) continue
        y = place.y + heightOf(other) + GAP_BELOW
        isTaken = true
      }
    }
    return { x: at.x, y }
  }
}

/** Every card, the ways in first. */
export function allCards(flow: Flow): ReturnType<typeof cardsOf> {
  return [waysIn(flow), ...cardsOf(flow)]
}

function lowest(cards: ReturnType<typeof cardsOf>, places: Places): number {
  return Math.max(
    0,
    ...cards.flatMap((card) => {
      const at = places.get(card.id)
      return at === undefined ? [] : [at.y + heightOf(card)]
    }),
  )
}
