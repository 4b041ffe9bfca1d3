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
/** Half of what a message may hold: a few of them are more than what may wait for a slow reader. */
const PAGE_CHARS = { low: 4_000, high: 14_000 }

/** Something to say, which nobody has said before. */
export function words(world: PeopledWorld, act: Act, random: Random): string {
  const sentence = `${random.pick(OPENINGS)} (${act.index})`
  if (world.setting.isWordy !== true || random.chance(0.4)) return sentence
  return `${sentence} ${'bla-'.repeat(random.between(PAGE_CHARS.low, PAGE_CHARS.high) / 4)}`
}

/** As it is told in the story. */
export function quoted(body: string): string {
  return body.length > 60 ? `"${body.slice(0, 40)}…" (${body.length} characters)` : `"${body}"`
}
