/** A long scenario goes on below, as lines of a text do: drawn in one row nobody could see enough of it at once. */
import type { Card } from './card.ts'
import { CARD_WIDTH, GRID, heightOf, type Places, type Point } from './geometry.ts'
import type { Layers, Slot } from './layers.ts'

/** Between two bands, for the arrow from the end of one to the beginning of the next. More than cards of one band are apart. */
export const BAND_GAP = 6 * GRID
/** Fewer columns are read in one row without looking about much. */
const COLUMNS_LONG = 9
/** Width by height of what one looks at: the window of the drawing on a desk, beside the test run. */
const SHAPE = 1.2

/** Arrows that may go on into the next band: of more nobody sees any longer which is which. */
const BROKEN_MAX = 2
/** Columns that are worth a band where one has to be broken late. */
const LAST_MIN = 3

/** Long, and mostly one thing after another. */
export function isChain({ columns, pieces }: Layers): boolean {
  return columns.length >= COLUMNS_LONG && pieces.length <= BROKEN_MAX * columns.length
}

/** How many columns each band has; one number: everything in one row. `tops`: of the slots, in one row. */
export function bandsOf(
  { columns, pieces }: Layers,
  tops: ReadonlyMap<Slot, number>,
  across: number,
): readonly number[] {
  const count = isChain({ columns, pieces }) ? bandCount(columns, tops, across) : 1
  if (count === 1) return [columns.length]
  const each = Math.ceil(columns.length / count)
  const at = new Map(columns.flatMap((slots, index) => slots.map((slot) => [slot, index] as const)))
  /** Into each column: of two places to break, the one that breaks fewer is better. */
  const into = columns.map(() => 0)
  for (const { to } of pieces) into[at.get(to)!]! += 1
  const bands: number[] = []
  let begin = 0
  while (columns.length - begin > each) {
    const later = Array.from(
      { length: columns.length - begin - each - LAST_MIN },
      (_, more) => each + 1 + more,
    )
    const mayEnd = (size: number): boolean =>
      begin + size < columns.length && into[begin + size]! <= BROKEN_MAX
    const near = [each, each - 1].filter(mayEnd)
    const size =
      near.length === 0
        ? later.find(mayEnd)
        : near.reduce((best, one) => (into[begin + one]! < into[begin + best]! ? one : best))
    if (size === undefined) break
    bands.push(size)
    begin += size
  }
  return [...bands, columns.length - begin]
}

/** As many bands as bring the whole nearest to the shape of a screen. A row may slope: its bands share the slope, and each needs the room of a column. */
function bandCount(
  columns: readonly (readonly Slot[])[],
  tops: ReadonlyMap<Slot, number>,
  across: number,
): number {
  const extent = (slots: readonly Slot[]): number => {
    // Arrows that pass have slots too: there may be more than a call takes arguments.
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const slot of slots) {
      top = Math.min(top, tops.get(slot)!)
      bottom = Math.max(bottom, tops.get(slot)! + slot.height)
    }
    return bottom - top
  }
  const whole = extent(columns.flat())
  const tallest = Math.max(...columns.map(extent))
  const misshapen = (count: number): number => {
    // One column more: the bands after the first stand under its second one.
    const width = (Math.ceil(columns.length / count) + 1) * across
    const height = whole + (count - 1) * (tallest + BAND_GAP)
    return Math.abs(Math.log(width / height / SHAPE))
  }
  let best = 1
  while (best < columns.length && misshapen(best + 1) < misshapen(best)) best += 1
  return best
}

/** Cards in the bands that they stand in, from above; of a drawing that one looks at, whoever made it. */
export function inBands(cards: readonly Card[], places: Places): readonly (readonly Card[])[] {
  const at = (card: Card): Point => places.get(card.id) ?? { x: 0, y: 0 }
  const bands: Card[][] = []
  let bottom = Number.NEGATIVE_INFINITY
  for (const card of cards.toSorted((one, other) => at(one).y - at(other).y)) {
    const { y } = at(card)
    if (y - bottom >= BAND_GAP) bands.push([])
    bands.at(-1)?.push(card)
    bottom = Math.max(bottom, y + heightOf(card))
  }
  return bands
}

/** Where between two heights there is most room from side to side, in the middle of it; undefined where cards stand everywhere. */
export function laneBetween(
  cards: readonly Card[],
  places: Places,
  { top, bottom, left, right }: Readonly<Record<'top' | 'bottom' | 'left' | 'right', number>>,
): number | undefined {
  const taken = cards
    .flatMap((card) => {
      const at = places.get(card.id)
      return at === undefined || at.x > right || at.x + CARD_WIDTH < left
        ? []
        : [{ from: at.y, to: at.y + heightOf(card) }]
    })
    .toSorted((one, other) => one.from - other.from)
  let best = { room: 0, middle: 0 }
  let free = top
  for (const { from, to } of [...taken, { from: bottom, to: bottom }]) {
    const end = Math.min(from, bottom)
    if (end - free > best.room) best = { room: end - free, middle: (end + free) / 2 }
    free = Math.max(free, to)
  }
  return best.room >= GRID ? best.middle : undefined
}
