import type { Delivery } from '../fold/delivery.ts'
import { foldMessages, type Messages } from '../fold/messages.ts'
import { parseCursor } from '../link/cursor.ts'

/** Events that came while a page was on its way. More than this and the page is read again rather than mended. */
export const LATE_EVENTS_MAX = 1_000

/** Created, edited, deleted, read: whatever is told of a message by itself. */
export function concernsMessages(event: Delivery): boolean {
  return event.name.startsWith('chatMessage')
}

/**
 * A page as it stands now: what was told after the page was cut is folded into it. `cut` is the page's cursor; without one
 * everything late is folded in, which is right for all but an edit that was edited again before the page was cut.
 */
export function upToDate(page: Messages, late: readonly Delivery[], cut: string | null): Messages {
  const cutSeq = parseCursor(cut)?.seq ?? -1
  return late.filter((event) => event.seq !== null && event.seq > cutSeq).reduce(foldMessages, page)
}
