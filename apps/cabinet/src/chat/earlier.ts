import type { Activity, ChatSession, Message, Note } from '@pult/protocol'
import type { Told } from './days.ts'

/** A session of the chat before the one on screen, as far back as it was read. */
export interface Chapter {
  readonly card: ChatSession
  /** Each oldest first. */
  readonly messages: readonly Message[]
  readonly notes: readonly Note[]
  readonly steps: readonly Activity[]
  /** The token of the page before; null: its beginning is here. */
  readonly older: string | null
}

/**
 * What was said in a chat before the session on screen began. Read on demand and kept as it was read: these sessions are over, and no event
 * tells of them any more.
 */
export interface Earlier {
  /** Oldest first. */
  readonly chapters: readonly Chapter[]
  /** The sessions that come next on the way up, newest first; null: nobody has asked for them. */
  readonly ahead: readonly ChatSession[] | null
  /** The token of more of them. */
  readonly more: string | null
  readonly loading: boolean
  /** Why the last reading failed; null where it did not. */
  readonly error: unknown
}

export const nothingAsked: Earlier = { chapters: [], ahead: null, more: null, loading: false, error: null }

/** Whether there may be more above. */
export function goesOn({ chapters, ahead, more }: Earlier): boolean {
  return ahead === null || ahead.length > 0 || more !== null || (chapters[0]?.older ?? null) !== null
}

/**
 * A page of the client's sessions, of which those count that are of this chat and began before the one on screen. Ids sort by creation. The
 * server's order is that of the last change, so that one may come twice.
 */
export function withSessions(
  earlier: Earlier,
  shown: Pick<ChatSession, 'id' | 'chatId'>,
  page: { readonly items: readonly ChatSession[]; readonly next: string | null },
): Earlier {
  const known = new Set([
    ...earlier.chapters.map(({ card }) => card.id),
    ...(earlier.ahead ?? []).map(({ id }) => id),
  ])
  const fresh = page.items.filter(
    ({ id, chatId }) => chatId === shown.chatId && id < shown.id && !known.has(id),
  )
  const ahead = [...(earlier.ahead ?? []), ...fresh].toSorted((a, b) => (a.id < b.id ? 1 : -1))
  return { ...earlier, ahead, more: page.next }
}

/** The next session on the way up, with its newest page. */
export function withChapter(earlier: Earlier, chapter: Chapter): Earlier {
  return {
    ...earlier,
    chapters: [chapter, ...earlier.chapters],
    ahead: (earlier.ahead ?? []).filter(({ id }) => id !== chapter.card.id),
  }
}

/** One that may not be read after all. */
export function withoutSession(earlier: Earlier, sessionId: string): Earlier {
  return { ...earlier, ahead: (earlier.ahead ?? []).filter(({ id }) => id !== sessionId) }
}

/** An earlier page of the topmost chapter. */
export function withOlderPage(
  earlier: Earlier,
  page: { readonly messages: readonly Message[]; readonly older: string | null },
): Earlier {
  const [top, ...rest] = earlier.chapters
  if (top === undefined) return earlier
  const known = new Set(top.messages.map(({ id }) => id))
  const messages = [...page.messages.filter(({ id }) => !known.has(id)), ...top.messages]
  return { ...earlier, chapters: [{ ...top, messages, older: page.older }, ...rest] }
}

/** The session on screen with what came before it. */
export function toldBefore({ chapters }: Earlier, now: Told): Told {
  if (chapters.length === 0) return now
  return {
    messages: [...chapters.flatMap(({ messages }) => messages), ...now.messages],
    notes: [...chapters.flatMap(({ notes }) => notes), ...now.notes],
    steps: [...chapters.flatMap(({ steps }) => steps), ...now.steps],
    pending: now.pending,
  }
}
