/** What was written and not sent, by session. It survives a reload, the loss of the session and its closing. */
export type Drafts = { readonly [sessionId: string]: Draft }
export interface Draft {
  readonly text: string
  readonly changedAtMs: number
  /** Whose chat it was, for when the chat itself is not to be had any more; absent where that was not known. */
  readonly clientName?: string
}

/** A browser's storage is small; the oldest drafts of sessions that are long gone go first. */
export const DRAFTS_MAX = 100

const NOTE = ' note'

/** Under which a half-written note of a session stands among the drafts. */
export function noteDraftOf(sessionId: string): string {
  return sessionId + NOTE
}

/** The drafts with this one set; an empty text removes it. Returns the same object when nothing changed. */
export function withDraft(
  drafts: Drafts,
  sessionId: string,
  { text, clientName }: Pick<Draft, 'text' | 'clientName'>,
  nowMs: number,
): Drafts {
  if ((drafts[sessionId]?.text ?? '') === text) return drafts
  const others = Object.entries(drafts).filter(([id]) => id !== sessionId)
  const draft: Draft = { text, changedAtMs: nowMs, ...(clientName === undefined ? {} : { clientName }) }
  const all = text === '' ? others : [...others, [sessionId, draft] as const]
  const kept = all.toSorted(([, a], [, b]) => b.changedAtMs - a.changedAtMs).slice(0, DRAFTS_MAX)
  return Object.fromEntries(kept)
}

/** A draft whose chat stands in no list. */
export interface StrayDraft extends Draft {
  /** Its name among the drafts. */
  readonly id: string
  readonly sessionId: string
  readonly isNote: boolean
}

/** The drafts that nobody would find by their chat, newest first: their chats have left, or are over. */
export function strayDrafts(drafts: Drafts, isInList: (sessionId: string) => boolean): StrayDraft[] {
  return Object.entries(drafts)
    .map(([id, draft]) => {
      const isNote = id.endsWith(NOTE)
      return { ...draft, id, isNote, sessionId: isNote ? id.slice(0, -NOTE.length) : id }
    })
    .filter(({ sessionId }) => !isInList(sessionId))
    .toSorted((a, b) => b.changedAtMs - a.changedAtMs)
}

/** What was kept, or nothing: a storage that somebody else wrote into must not stop the cabinet. */
export function parseDrafts(stored: string | null): Drafts {
  if (stored === null) return {}
  try {
    const value: unknown = JSON.parse(stored)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, Draft] => isDraft(entry[1])),
    )
  } catch {
    return {}
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const draft = value as { text?: unknown; changedAtMs?: unknown; clientName?: unknown }
  return (
    typeof draft.text === 'string' &&
    typeof draft.changedAtMs === 'number' &&
    (draft.clientName === undefined || typeof draft.clientName === 'string')
  )
}
