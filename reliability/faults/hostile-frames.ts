/** Frames of the golden corpus, mutated. */
import {
  clientCommandExamples,
  operatorCommandExamples,
  streamExamples,
} from '../../packages/protocol/src/examples.ts'
import { pick } from '../random.ts'
import { mutated, mutatedText, type Json } from './hostile.ts'

/** Ids that exist, by the names of the fields that they stand in. */
export type Ids = Readonly<Record<string, string>>

interface Example {
  readonly frame: { readonly command: string; readonly data?: unknown }
}

function framesOf(...books: readonly object[]): readonly Example['frame'][] {
  return books.flatMap((book) =>
    Object.values(book as Readonly<Record<string, readonly Example[]>>)
      .flat()
      .map(({ frame }) => frame),
  )
}

/** One good frame or more for each command of the people's streams. */
export const EXAMPLES = framesOf(
  operatorCommandExamples,
  clientCommandExamples,
  streamExamples.operator.commands,
  streamExamples.client.commands,
)

/** The same for the program of a bot. */
export const BOT_EXAMPLES = framesOf(streamExamples.bot.commands)

/** Made of the examples; some of them good: what comes after a hostile frame is taken as ever. */
export function hostileFrames(
  examples: readonly Example['frame'][],
  count: number,
  ids: Ids,
  values: readonly Json[],
  random: () => number,
): string[] {
  return Array.from({ length: count }, (_, index) => {
    const example = withIds(
      { ...pick(random, examples), id: `${index}`, key: `${random()}` } as Json,
      ids,
      random,
    )
    const chance = random()
    if (chance < 0.1) return JSON.stringify(example)
    if (chance < 0.7) return JSON.stringify(mutated(example, random, values))
    return mutatedText(JSON.stringify(example), random)
  })
}

/** Ids of the examples are nobody's; with ones that exist a frame comes further. */
export function withIds(value: Json, ids: Ids, random: () => number): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>).map(([name, inner]) => {
      const id = ids[name]
      return [name, id !== undefined && random() < 0.8 ? id : withIds(inner, ids, random)]
    }),
  )
}
