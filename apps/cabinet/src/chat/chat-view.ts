import { signal, type Signal } from '@preact/signals'
import type { Search } from './chat-search.ts'
import type { Entry } from './days.ts'
import { linesAround, newestLines, stretchOf, type LineWindow } from './line-window.ts'

/** A line of the chat and how far below the upper edge of the list it begins, in CSS pixels: what one was looking at. */
export interface Place {
  readonly lineId: string
  readonly topPx: number
}

/** How one looks at a chat. It outlives the view: who comes back finds the chat as it was left. */
export interface ChatView {
  readonly window: Signal<LineWindow>
  /** Where one was reading; null: at the end. */
  readonly place: Signal<Place | null>
  /** Before this message stands the line "new", from the moment the chat was opened until it is opened again. */
  readonly firstUnread: Signal<string | null>
  /** The message to jump to. */
  readonly wanted: Signal<Wanted | null>
  /** Where one was before the jump. */
  readonly back: Signal<Back | null>
  /** The message that was jumped to, for as long as it is lit up. */
  readonly found: Signal<string | null>
  /** Null: nothing is searched for. */
  readonly search: Signal<Search | null>
  /** The attachment in the viewer. */
  readonly picture: Signal<string | null>
  /** The message that is about to be deleted, until that is decided. */
  readonly deleting: Signal<string | null>
}

export interface Wanted {
  readonly messageId: string
  /** Offer the way back: a quote was followed. Stepping through hits of a search is its own way. */
  readonly returns: boolean
}

export interface Back {
  /** Null: one was at the end. */
  readonly place: Place | null
}

/** One view a chat, made when it is first asked for. */
export function createChatViews(): (sessionId: string) => ChatView {
  const views = new Map<string, ChatView>()
  return (sessionId) => {
    const known = views.get(sessionId)
    if (known !== undefined) return known
    const view: ChatView = {
      window: signal(newestLines),
      place: signal<Place | null>(null),
      firstUnread: signal<string | null>(null),
      wanted: signal<Wanted | null>(null),
      back: signal<Back | null>(null),
      found: signal<string | null>(null),
      search: signal<Search | null>(null),
      picture: signal<string | null>(null),
      deleting: signal<string | null>(null),
    }
    views.set(sessionId, view)
    return view
  }
}

/** Moves the window so that this line is drawn. False where it is not among the lines. */
export function reveal(view: ChatView, entries: readonly Entry[], lineId: string): boolean {
  const at = entries.findIndex(({ id }) => id === lineId)
  if (at === -1) return false
  const { from, to } = stretchOf(view.window.peek(), entries)
  if (at < from || at >= to) view.window.value = linesAround(entries, lineId) ?? newestLines
  return true
}
