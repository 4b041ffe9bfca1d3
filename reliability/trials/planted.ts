import { availableParallelism } from 'node:os'
import { PLANTED } from '../../sim/planted/bugs.ts'
import { HUNT_SEEDS } from '../../sim/run/arguments.ts'
import { hunt, huntedLine } from '../../sim/run/hunt.ts'
import type { Trial } from '../trial.ts'

export const planted: Trial = {
  name: 'planted',
  sentence: `Mistakes are planted into the code that simulated worlds run on; each is caught within ${HUNT_SEEDS} worlds.`,
  unit: 'mistakes',
  sizes: { ci: 14, release: PLANTED.length, most: PLANTED.length },
  runs: 'behind',
  missing: () => null,
  async run({ size, seed, progress, note }) {
    let done = 0
    const hunted = await hunt(PLANTED.slice(0, size), {
      from: seed * 1_000_000,
      seeds: HUNT_SEEDS,
      atOnce: availableParallelism(),
      onHunted(one) {
        done += 1
        note(huntedLine(one))
        progress(done)
      },
    })
    const missed = hunted.filter(({ caught }) => caught === null)
    const tries = hunted.filter(({ caught }) => caught !== null).map((one) => one.tries)
    return {
      done: hunted.length,
      failures: missed.map(huntedLine),
      figures: {
        caught: hunted.length - missed.length,
        worldsMost: Math.max(0, ...tries),
        worldsMean:
          Math.round((tries.reduce((sum, count) => sum + count, 0) / Math.max(1, tries.length)) * 10) / 10,
      },
    }
  },
}
