import { PAGE_ITEMS_MAX, type ChatSession, type Message } from '@pult/protocol'
import { PultError, type OperatorClient } from '@pult/client'
import { withChapter, withOlderPage, withoutSession, withSessions, type Earlier } from './earlier.ts'

/** As many as a year of a regular client has, for one request. */
const PAGE_SESSIONS = 50
/** Two screens of messages: they are there before they are reached, and a session is mostly shorter. */
const PAGE_MESSAGES = 50

type History = Pick<
  OperatorClient['history'],
  'sessions' | 'sessionMessages' | 'sessionNotes' | 'sessionActivities'
>
type Shown = Pick<ChatSession, 'id' | 'chatId' | 'clientId'>

/** Finds out which sessions were before. Rejects with the refusal. */
export async function readSessions(history: History, shown: Shown, earlier: Earlier): Promise<Earlier> {
  // Without a client there is nobody who could have been here before.
  if (shown.clientId === null) return { ...earlier, ahead: [], more: null }
  const page = await history.sessions({
    clientId: shown.clientId,
    limit: PAGE_SESSIONS,
    ...(earlier.more === null ? {} : { after: earlier.more }),
  })
  return withSessions(earlier, shown, page)
}

/** One page further up: of the session that one is in, else of the one before it. Rejects with the refusal. */
export async function readOn(history: History, shown: Shown, before: Earlier): Promise<Earlier> {
  let earlier = before
  while (earlier.ahead === null || (earlier.ahead.length === 0 && earlier.more !== null))
    earlier = await readSessions(history, shown, earlier)
  const top = earlier.chapters[0]
  if (top !== undefined && top.older !== null) {
    const page = await history.sessionMessages(top.card.id, { limit: PAGE_MESSAGES, after: top.older })
    return withOlderPage(earlier, oldestFirst(page))
  }
  const next = earlier.ahead[0]
  if (next === undefined) return earlier
  // Without its steps or notes a session can be read all the same.
  const [page, steps, notes] = await Promise.all([
    history.sessionMessages(next.id, { limit: PAGE_MESSAGES }).catch(gone),
    history.sessionActivities(next.id, { limit: PAGE_ITEMS_MAX }).catch(() => ({ items: [] })),
    history.sessionNotes(next.id, { limit: PAGE_ITEMS_MAX }).catch(() => ({ items: [] })),
  ])
  if (page === null) return withoutSession(earlier, next.id)
  return withChapter(earlier, {
    card: next,
    ...oldestFirst(page),
    steps: steps.items.toReversed(),
    notes: notes.items.toReversed(),
  })
}

function oldestFirst(page: { readonly items: readonly Message[]; readonly next: string | null }) {
  return { messages: page.items.toReversed(), older: page.next }
}

/** What may not be read is passed over; anything else is told. */
function gone(error: unknown): null {
  if (error instanceof PultError && error.code === 'session_not_found') return null
  throw error
}
