import type { OperatorCommandInput } from '@pult/protocol'

/** Long enough to see that it was the wrong chat, short enough that nobody waits for it. */
export const UNDO_MS = 5_000
/** As many wait at once; a further one has the oldest done at once. More lines than that nobody reads. */
export const WAITING_MAX = 3

type Asked = {
  readonly [Name in 'closeSession' | 'transferSession' | 'returnToBot']: {
    readonly name: Name
    readonly data: OperatorCommandInput[Name]
  }
}['closeSession' | 'transferSession' | 'returnToBot']

/**
 * Something done to a chat that is taken back easily as long as nobody was told of it: so it waits with us first. The key makes it safe to
 * send again [S6].
 *
 *   waiting ──time is up, the page is left, the chat is wanted──► sending ──answered──► gone
 *      └──undo──► gone                                               └──no answer──► sending, the same key
 */
export interface Deed {
  readonly key: string
  readonly sessionId: string
  /** Of the client, for the line that offers to take it back. */
  readonly clientName: string
  readonly asked: Asked
  /** By our clock. */
  readonly dueAtMs: number
  readonly state: 'waiting' | 'sending'
}

/** Oldest first; at most one of a session. Replaced, never changed. */
export type DeedBook = readonly Deed[]

/** What is to be sent now, by the caller, each once. */
export interface Turned {
  readonly book: DeedBook
  readonly send: readonly Deed[]
}

/** What waits on the same chat is done first: nothing that was meant is dropped in favour of what came after it. */
export function begin(book: DeedBook, deed: Deed): Turned {
  const flushed = flush(book, deed.sessionId)
  const waiting = flushed.book.filter(({ state }) => state === 'waiting')
  const oldest = waiting.length >= WAITING_MAX ? waiting[0] : undefined
  const roomy =
    oldest === undefined ? { book: flushed.book, send: [] } : flush(flushed.book, oldest.sessionId)
  return { book: [...roomy.book, deed], send: [...flushed.send, ...roomy.send] }
}

/** The book without the deed of this key, and the deed; null when it is too late. Without a key: the newest that still waits. */
export function undo(
  book: DeedBook,
  key: string | null,
): { readonly book: DeedBook; readonly undone: Deed | null } {
  const undone =
    book.findLast((deed) => deed.state === 'waiting' && (key === null || deed.key === key)) ?? null
  return undone === null ? { book, undone } : { book: book.filter((deed) => deed !== undone), undone }
}

/** Time passed: what is due is sent. Returns the same book when nothing is. */
export function pass(book: DeedBook, nowMs: number): Turned {
  return sendThose(book, (deed) => deed.dueAtMs <= nowMs)
}

/** Sends what waits, of one session or all of it. */
export function flush(book: DeedBook, sessionId: string | null): Turned {
  return sendThose(book, (deed) => sessionId === null || deed.sessionId === sessionId)
}

/** The server has answered, one way or the other. */
export function answered(book: DeedBook, key: string): DeedBook {
  return book.filter((deed) => deed.key !== key)
}

function sendThose(book: DeedBook, which: (deed: Deed) => boolean): Turned {
  const send = book.filter((deed) => deed.state === 'waiting' && which(deed))
  if (send.length === 0) return { book, send }
  return {
    book: book.map((deed) => (send.includes(deed) ? { ...deed, state: 'sending' } : deed)),
    send,
  }
}

/** What another page has kept, or nothing: a storage that somebody else wrote into must not stop the cabinet. */
export function parseDeeds(stored: string | null): DeedBook {
  try {
    const value: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(value) ? value.filter(isDeed) : []
  } catch {
    return []
  }
}

const commands = new Set<unknown>(['closeSession', 'transferSession', 'returnToBot'])

function isDeed(value: unknown): value is Deed {
  if (typeof value !== 'object' || value === null) return false
  const deed = value as { readonly [K in keyof Deed]?: unknown }
  const asked = deed.asked as { readonly name?: unknown; readonly data?: unknown } | null | undefined
  return (
    typeof deed.key === 'string' &&
    typeof deed.sessionId === 'string' &&
    typeof deed.clientName === 'string' &&
    typeof deed.dueAtMs === 'number' &&
    typeof asked === 'object' &&
    asked !== null &&
    commands.has(asked.name) &&
    typeof asked.data === 'object'
  )
}
