import { availableParallelism } from 'node:os'
import { runMany } from '../../sim/run/many.ts'
import { missedMarks, worldsPerSecond } from '../../sim/run/tally.ts'
import type { Trial } from '../trial.ts'

/** Enough to see what is wrong; the seeds that follow would only repeat it. */
const FAILURES_MAX = 50

export const simulation: Trial = {
  name: 'simulation',
  sentence:
    'Whole worlds out of one seed each: people, devices, networks, disks and clocks that fail; no promise is broken, and each rare state is reached.',
  unit: 'worlds',
  sizes: { ci: 2_000, release: 100_000 },
  runs: 'behind',
  missing: () => null,
  async run({ size, seed, progress }) {
    let broken = 0
    const tally = await runMany({
      // Runs with other seeds have other worlds.
      from: seed * 1_000_000,
      count: size,
      isMixed: true,
      atOnce: availableParallelism(),
      bug: null,
      isOver: () => broken >= FAILURES_MAX,
      onProgress({ worlds, failures }) {
        broken = failures.length
        progress(worlds, `${broken} broken`)
      },
    })
    const { worlds, steps, twice, failures, marks } = tally
    return {
      done: worlds,
      failures: [
        ...failures.map((one) => `seed ${one.seed}: ${one.promise}: ${one.sentence}`),
        ...missedMarks(tally).map((name) => `${worlds} worlds have not reached: ${name}`),
      ],
      figures: {
        steps,
        comparedWithThemselves: twice,
        marksReached: Object.values(marks).filter((count) => count > 0).length,
        marks: Object.keys(marks).length,
        worldsPerSecondAndCore: Math.round(worldsPerSecond(tally) * 10) / 10,
      },
    }
  },
}
