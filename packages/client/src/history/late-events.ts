import type { Delivery } from '../fold/delivery.ts'
import { foldMessages, type Messages } from '../fold/messages.ts'

/** Events that came while a page was on its way. More than this and the page is read again rather than mended. */
export const LATE_EVENTS_MAX = 1_000

/** Created, edited, deleted, read: whatever is told of a message by itself. */
export function concernsMessages(event: Delivery): boolean {
  return event.name.startsWith('chatMessage')
}

/**
 * A page as it stands now: what was told after the page was cut is folded into it. Where it is not known when that was (`cut` -1),
 * everything late is folded in, which is right for all but an edit that was edited again before the page was cut.
 */
export function upToDate(page: Messages, late: readonly Delivery[], cut: number): Messages {
  // What concerns messages has its place in the order; signals do not.
  return late.reduce((list, event) => (event.seq! > cut ? foldMessages(list, event) : list), page)
}
