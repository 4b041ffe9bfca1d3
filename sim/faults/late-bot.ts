import { builtinBot, type Bot } from '@pult/bots'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Setting } from '../types.ts'

/** Longer than a bot may take (10 s), now and then. */
const LATE_MS = { low: 500, high: 13_000 }

/** The bot of a world's channels; undefined: as it is. */
export function botOf(kind: Setting['bot'], scheduler: Scheduler, random: Random): Bot | undefined {
  if (kind === 'SILENT') return () => ({ answers: [] })
  if (kind !== 'LATE') return undefined
  return async (event, context) => {
    const { answers } = await builtinBot(event, context)
    await new Promise<void>((resolve) => {
      scheduler.after(random.between(LATE_MS.low, LATE_MS.high), resolve)
    })
    // Twice, as one does that is told of the same thing twice.
    const says = answers.filter(({ name }) => name === 'say')
    return { answers: random.chance(0.2) ? [...says, ...answers] : answers }
  }
}
