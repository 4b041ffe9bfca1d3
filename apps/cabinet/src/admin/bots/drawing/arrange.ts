/**
 * Places for cards that nobody has placed, after Sugiyama: columns from left to right, as few crossings as some rounds of sorting find, and each card about
 * as high as what leads to it and what it leads to. What is long goes on below. The same scenario always gets the same drawing.
 */
import { BAND_GAP, bandsOf, isChain } from './bands.ts'
import type { Card } from './card.ts'
import { CARD_WIDTH, GRID, snapped, type Places, type Point } from './geometry.ts'
import { layersOf, type Layers, type Piece, type Slot } from './layers.ts'

/** Between columns, for arrows to bend; between cards of one column. Both are of the grid. */
const GAP_ACROSS = 5 * GRID
const GAP_DOWN = 2 * GRID
/** From the left of one column to that of the next. */
const ACROSS = CARD_WIDTH + GAP_ACROSS
/** Rounds of sorting, and of moving up and down: more change nothing that one sees. */
const SORTS = 6
const MOVES = 8

/** @param begin the ways in, the most usual first */
export function arranged(cards: readonly Card[], begin: readonly string[]): Places {
  const layers = layersOf(cards, begin)
  sort(layers)
  const tops = heights(layers)
  const bands = bandsOf(layers, tops, ACROSS)
  const places = new Map<string, Point>()
  let first = 0
  let below = 0
  for (const count of bands) {
    const slots = layers.columns.slice(first, first + count)
    // What everything begins with stands alone at the left; the bands after the first stand under what it leads to.
    const x = first === 0 ? 0 : ACROSS
    const band = slots.flatMap((column, index) =>
      column.flatMap((slot) =>
        slot.id === null
          ? []
          : [{ slot, id: slot.id, at: snapped({ x: x + index * ACROSS, y: tops.get(slot)! }) }],
      ),
    )
    const top = Math.min(...band.map(({ at }) => at.y))
    for (const { id, at } of band) places.set(id, { x: at.x, y: at.y - top + below })
    const bottom = Math.max(...band.map(({ slot, at }) => at.y - top + slot.height))
    below += Math.ceil((bottom + BAND_GAP) / GRID) * GRID
    first += count
  }
  return places
}

/** Each column by where its arrows come from, then each by where they go, over and over; the best order of all is kept. */
function sort({ columns, pieces }: Layers): void {
  const into = grouped(pieces, ({ to }) => to)
  const outOf = grouped(pieces, ({ from }) => from)
  let best = columns.map((slots) => [...slots])
  let fewest = crossings(columns, outOf)
  for (let round = 0; round < SORTS && fewest > 0; round += 1) {
    for (const onward of [true, false]) {
      const indexes = columns.map((_, index) => index)
      for (const index of onward ? indexes : indexes.toReversed()) {
        const beside = columns[onward ? index - 1 : index + 1]
        if (beside === undefined) continue
        const at = new Map(beside.map((slot, order) => [slot, order]))
        const middle = (slot: Slot, order: number): number => {
          const ends = onward
            ? (into.get(slot) ?? []).map((piece) => at.get(piece.from)! + share(piece.leaves, piece.from))
            : (outOf.get(slot) ?? []).map((piece) => at.get(piece.to)!)
          return ends.length === 0 ? order : ends.reduce((sum, end) => sum + end, 0) / ends.length
        }
        const keyed = columns[index]!.map((slot, order) => ({ slot, order, key: middle(slot, order) }))
        keyed.sort((one, other) => one.key - other.key || one.order - other.order)
        columns[index]!.splice(0, keyed.length, ...keyed.map(({ slot }) => slot))
      }
    }
    const now = crossings(columns, outOf)
    if (now < fewest) {
      fewest = now
      best = columns.map((slots) => [...slots])
    }
  }
  for (const [index, slots] of best.entries()) columns[index]!.splice(0, slots.length, ...slots)
}

/** How far down its slot an arrow leaves, below one: of two arrows from one card the upper counts as coming from further above. */
function share(leaves: number, { height }: Slot): number {
  return leaves / (height + 1)
}

function crossings(columns: readonly Slot[][], outOf: ReadonlyMap<Slot, readonly Piece[]>): number {
  let count = 0
  for (const [index, slots] of columns.entries()) {
    const at = new Map((columns[index + 1] ?? []).map((slot, order) => [slot, order]))
    const ends = slots.flatMap((slot) =>
      (outOf.get(slot) ?? [])
        .toSorted((one, other) => one.leaves - other.leaves)
        .map(({ to }) => at.get(to)!),
    )
    for (const [first, end] of ends.entries())
      for (let second = first + 1; second < ends.length; second += 1) if (ends[second]! < end) count += 1
  }
  return count
}

/**
 * How high each slot stands: as near to straight arrows as its neighbours in the column let it. In a long chain a card with one exit stands level with what it leads to:
 * a step down for each of thirty cards would be a staircase.
 */
function heights({ columns, pieces }: Layers): ReadonlyMap<Slot, number> {
  const into = grouped(pieces, ({ to }) => to)
  const outOf = grouped(pieces, ({ from }) => from)
  const tops = new Map<Slot, number>()
  for (const slots of columns)
    for (const [slot, top] of apart(
      slots,
      slots.map(() => 0),
    ))
      tops.set(slot, top)
  const isLevel = isChain({ columns, pieces })
  const drop = ({ from, leaves, arrives }: Piece): number =>
    isLevel && outOf.get(from)!.length === 1 ? 0 : leaves - arrives
  const wanted = (slot: Slot, onward: boolean): number => {
    const ends = onward
      ? (into.get(slot) ?? []).map((piece) => tops.get(piece.from)! + drop(piece))
      : (outOf.get(slot) ?? []).map((piece) => tops.get(piece.to)! - drop(piece))
    return ends.length === 0 ? tops.get(slot)! : ends.reduce((sum, end) => sum + end, 0) / ends.length
  }
  for (let move = 0; move < MOVES; move += 1) {
    // The last is onward: what leads to a card says more about its place than what it leads to.
    const onward = move % 2 === 1
    for (const slots of onward ? columns : columns.toReversed())
      for (const [slot, top] of apart(
        slots,
        slots.map((one) => wanted(one, onward)),
      ))
        tops.set(slot, top)
  }
  return tops
}

/**
 * Tops that come as near as can be (least squares) to the wanted ones without two slots touching, their order kept: isotonic regression, by pooling
 * neighbours that want past each other.
 */
function apart(slots: readonly Slot[], wanted: readonly number[]): readonly (readonly [Slot, number])[] {
  const pools: { sum: number; count: number }[] = []
  const below: number[] = []
  let under = 0
  for (const [index, { height }] of slots.entries()) {
    below.push(under)
    let pool = { sum: wanted[index]! - under, count: 1 }
    under += height + GAP_DOWN
    for (let last = pools.at(-1); last !== undefined && last.sum / last.count > pool.sum / pool.count;) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count }
      pools.pop()
      last = pools.at(-1)
    }
    pools.push(pool)
  }
  const bases = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
  return slots.map((slot, index) => [slot, bases[index]! + below[index]!])
}

function grouped(pieces: readonly Piece[], by: (piece: Piece) => Slot): ReadonlyMap<Slot, readonly Piece[]> {
  const groups = new Map<Slot, Piece[]>()
  for (const piece of pieces) {
    const group = groups.get(by(piece))
    if (group === undefined) groups.set(by(piece), [piece])
    else group.push(piece)
  }
  return groups
}
