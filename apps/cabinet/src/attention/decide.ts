import { kinds, type Kind } from './kinds.ts'
import type { AttentionSettings } from './settings.ts'

/** Something happened that an operator may want to be called for. */
export interface Happening {
  readonly kind: Kind
  /** Null: it is about no chat. */
  readonly sessionId: string | null
  /** Whose chat it is. */
  readonly name: string
  /** What the client said, where that is it. */
  readonly text: string
}

/** What is known of the reader at that moment. */
export interface Scene {
  readonly nowMs: number
  /** Of several tabs one calls. */
  readonly isLeader: boolean
  /** Visible, and the window that the reader works in. */
  readonly isLookedAt: boolean
  readonly onScreenId: string | null
  /** Not on duty, or silence was asked for. */
  readonly isQuiet: boolean
  /** The browser lets us. */
  readonly mayNotify: boolean
  readonly settings: AttentionSettings
  /** What sounded last, and when. */
  readonly sounded: { readonly kind: Kind; readonly atMs: number } | null
}

export interface Deed {
  readonly sound: Kind | null
  readonly notice: boolean
}

/** Within this time only something more urgent sounds: a chat that comes with its first message rings once. */
export const SOUND_GAP_MS = 1_200

const nothing: Deed = { sound: null, notice: false }

/** Whether to sound, and whether to put a line on the desktop. */
export function decide(happening: Happening, scene: Scene): Deed {
  if (!scene.isLeader || scene.isQuiet) return nothing
  const kind = kindFor(happening, scene)
  if (kind === null) return nothing
  const { settings } = scene
  return {
    sound: settings.sounds[kind] && settings.volume > 0 && isHeard(kind, scene) ? kind : null,
    // Who looks at the desk has its own lines in the corner.
    notice: settings.notices && scene.mayNotify && !scene.isLookedAt,
  }
}

/** A message in the chat that one reads is a tick; that chat coming to one is no news: one has just taken it. */
function kindFor({ kind, sessionId }: Happening, scene: Scene): Kind | null {
  const isOnScreen = sessionId !== null && sessionId === scene.onScreenId && scene.isLookedAt
  if (!isOnScreen) return kind
  if (kind === 'message') return 'onScreen'
  return kind === 'newChat' || kind === 'help' ? null : kind
}

function isHeard(kind: Kind, { sounded, nowMs }: Scene): boolean {
  if (sounded === null || Math.abs(nowMs - sounded.atMs) >= SOUND_GAP_MS) return true
  return kinds.indexOf(kind) < kinds.indexOf(sounded.kind)
}
