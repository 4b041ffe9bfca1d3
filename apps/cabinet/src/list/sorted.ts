import type { ChatSession } from '@pult/protocol'
import { compareKeys, type SortKey } from './order.ts'

/** A card with the key that it stands by, so that a key is made once for each change of a card and not at each comparison. */
export interface Placed {
  readonly card: ChatSession
  readonly key: SortKey
}

/**
 * The list after some cards changed, came or went: the untouched ones keep their order, and the touched ones are merged in. A pass over the
 * list and not a sort of it, so that five thousand rows cost what a frame can spare.
 * `touched` holds the id of everything that is in `placed` and of whatever must go.
 */
export function merged(
  list: readonly Placed[],
  touched: ReadonlySet<string>,
  placed: readonly Placed[],
): readonly Placed[] {
  const coming = placed.toSorted((a, b) => compareKeys(a.key, b.key))
  const result: Placed[] = []
  let next = 0
  for (const one of list) {
    if (touched.has(one.card.id)) continue
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
  for (; next < coming.length; next += 1) {
    const other = coming[next]
    if (other !== undefined) result.push(other)
  }
  return result
}
