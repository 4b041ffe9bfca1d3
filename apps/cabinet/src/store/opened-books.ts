/** Which histories are loaded and kept current, the newest first, and which of them belong to chats that are not with us at the moment. */
export interface Books {
  readonly opened: readonly string[]
  readonly away: ReadonlySet<string>
}

export const closedBooks: Books = { opened: [], away: new Set() }

/** Histories kept at once: going back and forth between chats is instant, and memory stays bounded. */
export const OPENED_MAX = 8

/** A chat comes on screen; whatever is too much is closed. */
export function onScreen(books: Books, sessionId: string): Books {
  if (books.opened[0] === sessionId) return books
  const opened = [sessionId, ...books.opened.filter((id) => id !== sessionId)].slice(0, OPENED_MAX)
  return { opened, away: new Set([...books.away].filter((id) => opened.includes(id))) }
}

/** The sessions changed. A book whose chat was away and is back is closed: it has a hole, and has to be loaded anew. */
export function onSessions(books: Books, isHere: (sessionId: string) => boolean): Books {
  const opened = books.opened.filter((id) => !(books.away.has(id) && isHere(id)))
  return { opened, away: new Set(opened.filter((id) => !isHere(id))) }
}
