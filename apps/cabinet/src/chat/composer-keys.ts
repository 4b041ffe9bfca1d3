import type { Aim } from './composer.ts'

/** What a key in the field does; null is the browser's own business. */
export type ComposerDeed = 'send' | 'stop' | 'editLast' | null

interface Key {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly isComposing: boolean
}

/**
 * Enter sends and Shift + Enter starts a line; while an input method composes, Enter belongs to it. On a touch screen Enter is the only way to
 * a new line, so it is one there, and the button sends. Ctrl or ⌘ + Enter sends everywhere.
 */
export function composerKey(
  event: Key,
  ports: { readonly aim: Aim; readonly empty: boolean; readonly replying: boolean; readonly coarse: boolean },
): ComposerDeed {
  if (event.isComposing || event.altKey) return null
  if (event.key === 'Enter') {
    if (event.ctrlKey || event.metaKey) return 'send'
    return event.shiftKey || ports.coarse ? null : 'send'
  }
  if (event.key === 'Escape') return ports.aim.name !== 'answer' || ports.replying ? 'stop' : null
  if (event.key === 'ArrowUp' && ports.empty && ports.aim.name === 'answer') return 'editLast'
  return null
}
