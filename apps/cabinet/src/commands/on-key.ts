import { bareOf, isPressed, type Pressed } from './chord.ts'
import type { Command } from './command.ts'

/** What has the keyboard at the moment. */
export interface Focus {
  /** A field, or a list of choices that letters move in: letters alone are its own. */
  readonly writing: boolean
  /** Nothing stands in that field, so that there is nothing in it to undo. */
  readonly empty: boolean
}

/** The first command that the key is for, of those that make sense now. */
export function commandFor<C extends Pick<Command, 'keys' | 'where'>>(
  commands: readonly C[],
  pressed: Pressed,
  focus: Focus,
  mac: boolean,
  makesSense: (command: C) => boolean,
): C | null {
  return (
    commands.find(
      (command) => command.where !== 'field' && isFor(command, pressed, focus, mac) && makesSense(command),
    ) ?? null
  )
}

function isFor(
  { keys, where }: Pick<Command, 'keys' | 'where'>,
  pressed: Pressed,
  focus: Focus,
  mac: boolean,
): boolean {
  if (where === 'idle' && focus.writing && !focus.empty) return false
  return keys.some((chord) => {
    if (chord === '?') return !focus.writing && isPressed(chord, pressed, mac)
    if (isPressed(chord, pressed, mac)) return true
    const bare = bareOf(chord)
    return bare !== null && !focus.writing && isPressed(bare, pressed, mac)
  })
}

/** Of the element that has the focus. */
export function focusOf(element: Element | null): Focus {
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement)
    return { writing: !isSwitch(element), empty: element.value === '' }
  const writing =
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable) ||
    element?.closest('[role=menu], [role=listbox]') !== null
  return { writing: element !== null && writing, empty: true }
}

function isSwitch(element: HTMLElement): boolean {
  return (
    element instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'range'].includes(element.type)
  )
}
