import type { ChatSession } from '@pult/protocol'
import { compareKeys, type SortKey } from './order.ts'

/** A card with the key that it stands by, so that a key is made once for each change of a card and not at each comparison. */
export interface Placed {
  readonly card: ChatSession
  readonly key: SortKey
}

/** A card that changed in its place both goes and comes. */
export interface Moves {
  /** The keys of those that stand in the list and leave their place. */
  readonly going: readonly SortKey[]
  readonly coming: readonly Placed[]
}

/** Moves for so many rows that a pass over the list costs no more than finding each place by itself. */
const ROWS_A_MOVE = 16

/** The list after some cards changed, came or went; the others keep their places. The list that is given stays as it was. */
export function moved(list: readonly Placed[], { going, coming }: Moves): readonly Placed[] {
  if ((going.length + coming.length) * ROWS_A_MOVE > list.length) return merged(list, going, coming)
  const next = [...list]
  for (const key of going) next.splice(placeOf(next, key), 1)
  for (const one of coming) next.splice(placeOf(next, one.key), 0, one)
  return next
}

/** How many stand before the key: where it stands, or should. */
function placeOf(list: readonly Placed[], key: SortKey): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >> 1
    const there = list[middle]
    if (there !== undefined && compareKeys(there.key, key) < 0) from = middle + 1
    else to = middle
  }
  return from
}

/** In one pass: the untouched ones keep their order, and the others are merged in. */
function merged(
  list: readonly Placed[],
  going: readonly SortKey[],
  placed: readonly Placed[],
): readonly Placed[] {
  const gone = new Set(going.map(({ id }) => id))
  const coming = placed.toSorted((a, b) => compareKeys(a.key, b.key))
  const result: Placed[] = []
  let next = 0
  for (const one of list) {
    if (gone.has(one.key.id)) continue
    for (
      let other = coming[next];
      other !== undefined && compareKeys(other.key, one.key) < 0;
      other = coming[next]
    ) {
      result.push(other)
      next += 1
    }
    result.push(one)
  }
  return [...result, ...coming.slice(next)]
}
