import { chatCommands } from './chat-commands.ts'
import type { Chord } from './chord.ts'
import type { Command } from './command.ts'
import { deskCommands } from './desk-commands.ts'
import { goCommands } from './go-commands.ts'
import { writeCommands } from './write-commands.ts'

/** Every command, once; of two with the same key the first that makes sense is done. */
export const commands: readonly Command[] = [
  ...goCommands,
  ...chatCommands,
  ...writeCommands,
  ...deskCommands,
]

/** The keys that do what this command does; the first of them, or null. */
export function chordOf(id: string): Chord | null {
  return commands.find((command) => command.id === id)?.keys[0] ?? null
}
