import { computed, effect, untracked, type ReadonlySignal } from '@preact/signals'
import type { OperatorClient } from '@pult/client'
import { closedBooks, onScreen, onSessions, type Books } from './opened-books.ts'
import type { StateSignals } from './state-signals.ts'

/**
 * Loads the history of the chat on screen: when it is chosen, when the connection is back after a failure, and when the chat itself
 * comes back, since nobody told us what was said in it meanwhile [A9].
 */
export function followSelection(ports: {
  readonly client: OperatorClient
  readonly state: StateSignals
  readonly selectedId: ReadonlySignal<string | null>
}): () => void {
  const { client, state, selectedId } = ports
  // Of its own, so that the effect runs when the connection turns and not at every change: a failing load must not call itself.
  const live = computed(() => state.connection.value.name === 'live')
  let books: Books = closedBooks
  let wasLive = false
  return effect(() => {
    const sessionId = selectedId.value
    const sessions = state.sessions.value
    if (!live.value) {
      wasLive = false
      return
    }
    untracked(() => {
      const known = onSessions(books, (id) => sessions.has(id))
      const next = sessionId === null ? known : onScreen(known, sessionId)
      for (const id of books.opened) if (!next.opened.includes(id)) client.leaveSession(id)
      books = next
      if (sessionId === null) return
      // Once for each connection: a refusal stands in the state's history, where the chat shows it with a button.
      const cameBack = !wasLive && (state.histories.value.get(sessionId)?.error ?? null) !== null
      wasLive = true
      if (!known.opened.includes(sessionId) || cameBack) client.openSession(sessionId).catch(() => undefined)
    })
  })
}
