import type { Random } from '../kernel/random.ts'
import type { Act } from '../types.ts'
import type { PeopledWorld } from './peopled-world.ts'

/** Lets something happen. Returns the sentence of the story, or undefined where nothing was possible. Its chance is the act's own. */
export type ActRun = (world: PeopledWorld, act: Act, random: Random) => string | undefined

const OPENINGS = [
  'Where is my parcel',
  'It does not work',
  'I want to pay',
  'Hello',
  'Спасибо',
  'And then',
  'What now',
]

/** Something to say, which nobody has said before. */
export function words(act: Act, random: Random): string {
  return `${random.pick(OPENINGS)} (${act.index})`
}
