import type { Card } from './card.ts'
import { headOffset, heightOf, portOffset } from './geometry.ts'

/** A place in a column: a card, or room that an arrow passes through. */
export interface Slot {
  /** Null: an arrow's room. */
  readonly id: string | null
  readonly height: number
}
/** A piece of an arrow, from one column to the next. Offsets are counted from the tops of the slots. */
export interface Piece {
  readonly from: Slot
  readonly leaves: number
  readonly to: Slot
  readonly arrives: number
}
export interface Layers {
  /** From left to right; in each, from the top, in the order in which a reader comes to them. */
  readonly columns: readonly Slot[][]
  readonly pieces: readonly Piece[]
}

/** Room that an arrow has among cards that it passes. */
const PASSING = 12

/** Each card one column further than what leads to it. Arrows that lead back are left out: they have to cross somewhere. */
export function layersOf(cards: readonly Card[], begin: readonly string[]): Layers {
  const byId = new Map(cards.map((card) => [card.id, card]))
  const { topological, isBack } = explored(byId, begin)
  const column = new Map<string, number>(topological.map((id) => [id, 0]))
  const ahead = (id: string) =>
    (byId.get(id)?.ports ?? []).flatMap(({ to }, index) =>
      to !== undefined && byId.has(to) && !isBack.has(`${id} ${to}`) ? [{ to, index }] : [],
    )
  for (const id of topological)
    for (const { to } of ahead(id)) column.set(to, Math.max(column.get(to)!, column.get(id)! + 1))

  const columns: Slot[][] = Array.from({ length: Math.max(-1, ...column.values()) + 1 }, () => [])
  const pieces: Piece[] = []
  const slots = new Map<string, Slot>(cards.map((card) => [card.id, { id: card.id, height: heightOf(card) }]))
  for (const id of topological) columns[column.get(id)!]!.push(slots.get(id)!)
  for (const id of topological) {
    for (const { to, index } of ahead(id)) {
      let from = slots.get(id)!
      let leaves = portOffset(byId.get(id)!, index)
      for (let at = column.get(id)! + 1; at < column.get(to)!; at += 1) {
        const passing: Slot = { id: null, height: PASSING }
        columns[at]!.push(passing)
        pieces.push({ from, leaves, to: passing, arrives: PASSING / 2 })
        from = passing
        leaves = PASSING / 2
      }
      pieces.push({ from, leaves, to: slots.get(to)!, arrives: headOffset })
    }
  }
  return { columns, pieces }
}

/** Every card, each before those that it leads to, as far as no arrow leads back. */
function explored(
  byId: ReadonlyMap<string, Card>,
  begin: readonly string[],
): { readonly topological: readonly string[]; readonly isBack: ReadonlySet<string> } {
  const isBack = backArrows(byId, begin)
  const last: string[] = []
  const seen = new Set<string>()
  const visit = (id: string): void => {
    const card = byId.get(id)
    if (card === undefined || seen.has(id)) return
    seen.add(id)
    // From the last to the first, because what is left last is told first.
    for (const { to } of card.ports.toReversed())
      if (to !== undefined && !isBack.has(`${id} ${to}`)) visit(to)
    last.push(id)
  }
  for (const id of [...begin, ...byId.keys()].toReversed()) visit(id)
  return { topological: last.toReversed(), isBack }
}

/** Arrows to a card that one has come through: found by going as a conversation does, the first way in and the first exit first. */
function backArrows(byId: ReadonlyMap<string, Card>, begin: readonly string[]): ReadonlySet<string> {
  const isBack = new Set<string>()
  const seen = new Set<string>()
  const onWay = new Set<string>()
  const visit = (id: string): void => {
    const card = byId.get(id)
    if (card === undefined || seen.has(id)) return
    seen.add(id)
    onWay.add(id)
    for (const { to } of card.ports) {
      if (to === undefined) continue
      if (onWay.has(to)) isBack.add(`${id} ${to}`)
      else visit(to)
    }
    onWay.delete(id)
  }
  for (const id of [...begin, ...byId.keys()]) visit(id)
  return isBack
}
