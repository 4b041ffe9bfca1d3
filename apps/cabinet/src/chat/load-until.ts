import type { OperatorClient } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import type { EarlierBooks } from '../store/earlier-books.ts'
import { goesOn } from './earlier.ts'

/** What looking for a message came to. `nowhere`: the history is loaded as far as it could stand, and it does not. */
export type Sought = 'here' | 'nowhere' | 'failed'

/** More pages than anybody's chat has: an answer that never ends must not load for ever. */
const PAGES_MAX = 2_000

/** Loads earlier pages until the message is among what is loaded. The session must have been opened; when it is left, the search has failed. */
export async function loadUntil(
  client: Pick<OperatorClient, 'state' | 'onState' | 'loadOlder'>,
  sessionId: string,
  messageId: string,
): Promise<Sought> {
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    await settled(client, sessionId)
    const messages = client.state.messages.get(sessionId)
    const history = client.state.histories.get(sessionId)
    if (messages === undefined || history === undefined) return 'failed'
    if (messages.some(({ id }) => id === messageId)) return 'here'
    const oldest = messages[0]
    if (oldest === undefined && history.error !== null) return 'failed'
    // Ids sort by creation: what should stand among the loaded ones and does not, stands nowhere.
    if (history.older === null || (oldest !== undefined && oldest.id < messageId)) return 'nowhere'
    try {
      await client.loadOlder(sessionId)
    } catch {
      return 'failed'
    }
  }
  return 'failed'
}

/** A page that is on its way already must come first: a second one is not asked for beside it. */
function settled(
  client: Pick<OperatorClient, 'state' | 'onState'>,
  sessionId: string,
): Promise<void> | undefined {
  const isLoading = () => client.state.histories.get(sessionId)?.loading === true
  if (!isLoading()) return undefined
  return new Promise((resolve) => {
    const stop = client.onState(() => {
      if (isLoading()) return
      stop()
      resolve()
    })
  })
}

/** The same in what was said before the session on screen. */
export async function readUntil(books: EarlierBooks, card: ChatSession, messageId: string): Promise<Sought> {
  const book = books.of(card.id)
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const { chapters, error } = book.peek()
    const oldest = chapters[0]?.messages[0]
    if (chapters.some(({ messages }) => messages.some(({ id }) => id === messageId))) return 'here'
    if (error !== null && pages > 0) return 'failed'
    if (!goesOn(book.peek()) || (oldest !== undefined && oldest.id < messageId)) return 'nowhere'
    await books.readOn(card)
  }
  return 'failed'
}
