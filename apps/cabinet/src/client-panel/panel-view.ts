import { effect, signal, type Signal } from '@preact/signals'
import type { Kept } from '../store/kept.ts'

/** The parts of the panel that fold, in their order. */
export const panelParts = [
  'contacts',
  'place',
  'visit',
  'session',
  'tags',
  'attributes',
  'notes',
  'past',
] as const
export type PanelPart = (typeof panelParts)[number]

/** What the panel keeps of its own: which parts the reader folded, for the next time too, and notes that are not sent yet. */
export interface PanelView {
  readonly folded: Signal<ReadonlySet<PanelPart>>
  /** The half-written note of a session; it outlives a switch to another chat, not a reload. */
  readonly noteText: (sessionId: string) => Signal<string>
  readonly stop: () => void
}

export function createPanelView(kept: Kept): PanelView {
  const folded = signal(parseFolded(kept.read('panel.folded')))
  const notes = new Map<string, Signal<string>>()
  const stop = effect(() => kept.write('panel.folded', [...folded.value].join(' ')))
  return {
    folded,
    stop,
    noteText(sessionId) {
      const known = notes.get(sessionId)
      if (known !== undefined) return known
      const made = signal('')
      notes.set(sessionId, made)
      return made
    },
  }
}

/** Names of parts that were; what is no part any more is forgotten. */
export function parseFolded(stored: string | null): ReadonlySet<PanelPart> {
  const names = (stored ?? '').split(' ')
  return new Set(panelParts.filter((part) => names.includes(part)))
}

export function toggled(folded: ReadonlySet<PanelPart>, part: PanelPart): ReadonlySet<PanelPart> {
  const next = new Set(folded)
  if (!next.delete(part)) next.add(part)
  return next
}
