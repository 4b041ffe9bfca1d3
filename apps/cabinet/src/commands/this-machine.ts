import { chordOf } from './command-table.ts'
import { showChord } from './chord.ts'

/** Whether keys are named and held as on a Mac. */
export const onMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** The keys of a command as a hint: "Alt J"; empty where it has none. */
export function hintOf(id: string): string {
  const chord = chordOf(id)
  return chord === null ? '' : showChord(chord, onMac)
}

/** The same behind words, for tooltips: "Take (Alt T)". */
export function withHint(text: string, id: string): string {
  const hint = hintOf(id)
  return hint === '' ? text : `${text} (${hint})`
}
