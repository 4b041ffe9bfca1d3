/** Where the keyboard's focus goes when the view changes. Pure: the shell finds the element and gives it the focus. */
import type { View } from './view.ts'

export type FocusTarget = 'field' | 'panel' | 'launcher' | 'menu' | 'menuItem' | 'cancel' | null

export interface FocusChange {
  readonly before: View
  readonly after: View
  /** The focus is within the widget; otherwise the visitor is busy elsewhere and only opening may take it. */
  readonly within: boolean
  /** There is a mouse, so most likely a keyboard of its own: a keyboard on the screen would hide what was opened. */
  readonly hovers: boolean
}

export function focusAfter({ before, after, within, hovers }: FocusChange): FocusTarget {
  if (!before.open && after.open) return hovers ? 'field' : 'panel'
  if (before.open && !after.open) return within ? 'launcher' : null
  if (!after.open || !within) return null
  if (before.composing !== after.composing && (hovers || after.composing.name !== 'writing')) return 'field'
  const was = before.over.name
  const is = after.over.name
  if (was === is) return null
  if (is === 'menu') return 'menuItem'
  if (is === 'askingToEnd' || is === 'askingToDelete') return 'cancel'
  if (is === 'nothing' && was === 'menu') return 'menu'
  if (is === 'nothing' && hovers) return 'field'
  return is === 'nothing' ? 'panel' : null
}
