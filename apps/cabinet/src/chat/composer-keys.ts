import type { Aim } from './composer.ts'

/** What a key in the field does; null is the browser's own business. */
export type ComposerDeed = 'send' | 'sendLast' | 'stop' | 'dropHelp' | 'editLast' | null

/** Which key sends: Enter, or Ctrl (⌘) + Enter, with which Enter is a new line. */
export type SendKey = 'enter' | 'mod'

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
 * a new line, so it is one there, and the button sends; so it is where the operator wants it. Ctrl or ⌘ + Enter sends everywhere, with Shift
 * as the last word.
 */
export function composerKey(
  event: Key,
  ports: {
    readonly aim: Aim
    readonly empty: boolean
    readonly replying: boolean
    /** Whether what a model was asked for stands above the field. */
    readonly helped: boolean
    readonly coarse: boolean
    readonly sendKey: SendKey
  },
): ComposerDeed {
  if (event.isComposing || event.altKey) return null
  if (event.key === 'Enter') {
    if (event.ctrlKey || event.metaKey)
      return event.shiftKey && ports.aim.name === 'answer' ? 'sendLast' : 'send'
    return event.shiftKey || ports.coarse || ports.sendKey === 'mod' ? null : 'send'
  }
  if (event.key === 'Escape' && ports.helped) return 'dropHelp'
  if (event.key === 'Escape') return ports.aim.name !== 'answer' || ports.replying ? 'stop' : null
  if (event.key === 'ArrowUp' && ports.empty && ports.aim.name === 'answer') return 'editLast'
  return null
}

export function parseSendKey(stored: string | null): SendKey {
  return stored === 'mod' ? 'mod' : 'enter'
}
