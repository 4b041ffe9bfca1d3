/**
 * A key with what is held: `Mod+KeyK`, `Alt+ArrowDown`, `Mod+Shift+Enter`, `Escape`, `?`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. What is
 * named as `Key…` and the like is a place on the keyboard, so that it works in every layout; `?` alone is a sign, wherever it stands.
 */
export type Chord = string

export interface Pressed {
  readonly code: string
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Exactly what is held counts: Ctrl + Alt, which is how Windows tells AltGr, is not Alt. */
export function isPressed(chord: Chord, event: Pressed, mac: boolean): boolean {
  const { held, last } = partsOf(chord)
  const mod = mac ? event.metaKey : event.ctrlKey
  const other = mac ? event.ctrlKey : event.metaKey
  if (other || mod !== held.has('Mod') || event.altKey !== held.has('Alt')) return false
  if (last === '?') return event.key === '?' || (event.code === 'Slash' && event.shiftKey)
  return event.code === last && event.shiftKey === held.has('Shift')
}

/** The same key with nothing held: what does it where nothing is being written. Null where `Alt` is not all that is held. */
export function bareOf(chord: Chord): Chord | null {
  return chord.startsWith('Alt+Key') ? chord.slice('Alt+'.length) : null
}

const names: { readonly [code: string]: string } = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Enter: '↵',
  Slash: '/',
  Comma: ',',
}

/** As it stands on the keys: "Ctrl K", "Alt ↓", on a Mac "⌘K", "⌥↓". */
export function showChord(chord: Chord, mac: boolean): string {
  const { held, last } = partsOf(chord)
  const signs = mac ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' } : { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift' }
  const before = (['Mod', 'Alt', 'Shift'] as const).filter((one) => held.has(one)).map((one) => signs[one])
  return [...before, names[last] ?? last.replace(/^(Key|Digit)/, '')].join(mac ? '' : ' ')
}

function partsOf(chord: Chord): { readonly held: ReadonlySet<string>; readonly last: string } {
  const parts = chord.split('+')
  return { held: new Set(parts.slice(0, -1)), last: parts.at(-1) ?? '' }
}
