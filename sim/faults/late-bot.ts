import { builtinBot, type BotHostOptions } from '@pult/bots'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Setting } from '../types.ts'

type Bots = BotHostOptions['bots']

/** Longer than a bot may take (10 s), now and then. */
const LATE_MS = { low: 500, high: 13_000 }

/** The bots of a world; undefined: as they are. */
export function botsOf(kind: Setting['bot'], scheduler: Scheduler, random: Random): Bots | undefined {
  if (kind === 'SILENT') return { BUILTIN: () => [] }
  if (kind !== 'LATE') return undefined
  return {
    async BUILTIN(event) {
      const answers = await builtinBot(event)
      await new Promise<void>((resolve) => {
        scheduler.after(random.between(LATE_MS.low, LATE_MS.high), resolve)
      })
      // Twice, as one does that is told of the same thing twice.
      return random.chance(0.2) ? [...answers, ...answers] : answers
    },
  }
}
