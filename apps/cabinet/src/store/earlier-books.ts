import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { OperatorClient } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import { nothingAsked, type Earlier } from '../chat/earlier.ts'
import { OPENED_MAX } from './opened-books.ts'

/** What came before the chats that one looks at. */
export interface EarlierBooks {
  readonly of: (sessionId: string) => ReadonlySignal<Earlier>
  /** Finds out whether there was anything before. Does nothing where that is known or being asked. */
  readonly look: (card: ChatSession) => Promise<void>
  /** Reads one page further up; what fails stands in the book, and is tried again by the next call. */
  readonly readOn: (card: ChatSession) => Promise<void>
}

/** As many books are kept as histories: who comes back finds the chat as it was left, and memory stays bounded. */
export function createEarlierBooks(client: Pick<OperatorClient, 'history'>): EarlierBooks {
  const books = new Map<string, Signal<Earlier>>()

  function bookOf(sessionId: string): Signal<Earlier> {
    const book = books.get(sessionId) ?? signal(nothingAsked)
    // The newest last.
    books.delete(sessionId)
    books.set(sessionId, book)
    const [oldest] = books.keys()
    if (books.size > OPENED_MAX && oldest !== undefined) books.delete(oldest)
    return book
  }
  async function read(card: ChatSession, how: 'readSessions' | 'readOn'): Promise<void> {
    const book = bookOf(card.id)
    const before = book.peek()
    if (before.loading) return
    book.value = { ...before, loading: true, error: null }
    try {
      // Of the few who read so far back: it is loaded when it is wanted.
      const reading = await import('../chat/read-earlier.ts')
      const next = await reading[how](client.history, card, before)
      book.value = { ...next, loading: false, error: null }
    } catch (error) {
      book.value = { ...before, loading: false, error }
    }
  }
  return {
    of: bookOf,
    async look(card) {
      if (bookOf(card.id).peek().ahead === null) await read(card, 'readSessions')
    },
    readOn: (card) => read(card, 'readOn'),
  }
}
