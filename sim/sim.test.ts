import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { availableParallelism } from 'node:os'
import { PINNED } from './pinned.ts'
import { PLANTED } from './planted/bugs.ts'
import { hunt } from './run/hunt.ts'
import { runMany } from './run/many.ts'
import { shrink } from './run/shrink.ts'
import { loadSimulation } from './run/simulation.ts'
import type { Outcome, Plan } from './types.ts'

/** Of every test run; `npm run reliability` has thousands. */
const WORLDS = 60
const FROM = 1
/** A busy machine runs worlds slowly; alone they take half a minute. */
const TEST_MS_MAX = 600_000
/** One of the server's mind, one of its edge, one of the SDK. */
const CAUGHT_HERE = ['loser-not-told', 'every-client-told', 'new-key-after-a-loss']

setDefaultTimeout(TEST_MS_MAX)

describe('simulated worlds', () => {
  test(`[SIM12] the seeds that ever failed, and ${WORLDS} more, break no promise`, async () => {
    const tally = await runMany({
      from: FROM,
      count: WORLDS,
      atOnce: availableParallelism(),
      bug: null,
      onProgress: () => undefined,
    })
    expect(tally.failures).toEqual([])
    expect(tally.worlds).toBe(PINNED.length + WORLDS)
  })

  test('[SIM1] the same seed is the same world, whatever ran before it', async () => {
    const { makePlan, runWorld } = await loadSimulation(null)
    const first = runWorld(makePlan(4))
    runWorld(makePlan(5))
    const again = runWorld(makePlan(4), { withStory: true })
    expect(again.hash).toBe(first.hash)
    expect(again.steps).toBe(first.steps)
    expect(again.story.length).toBeGreaterThan(50)
    expect(runWorld(makePlan(5)).hash).not.toBe(first.hash)
  })

  test('[SIM15] a failing world becomes a short one that fails as well', async () => {
    const { makePlan, runWorld } = await loadSimulation(null)
    // A world in which nobody may say good-bye, so that there is something to find.
    const failing = (plan: Plan): Outcome => {
      const outcome = runWorld(plan, { withStory: true })
      const isBroken = outcome.broken === null && outcome.story.some((line) => line.includes('ends the chat'))
      return isBroken
        ? { ...outcome, broken: { promise: 'BUG', sentence: 'good-bye', atMs: Infinity } }
        : outcome
    }
    const seed = [1, 2, 3, 4, 5, 6].find((seed) => failing(makePlan(seed)).broken !== null)!
    const plan = makePlan(seed)
    const shrunk = shrink(plan, failing, { triesMax: 80 })
    expect(shrunk!.plan.acts.length).toBeLessThan(plan.acts.length / 4)
    expect(failing(shrunk!.plan).broken?.promise).toBe('BUG')
  })

  test('[SIM20] mistakes that somebody might make are caught', async () => {
    const bugs = PLANTED.filter(({ name }) => CAUGHT_HERE.includes(name))
    const hunted = await hunt(bugs, { from: 1, seeds: 40, atOnce: 2, onHunted: () => undefined })
    expect(hunted.filter(({ caught }) => caught === null).map(({ bug }) => bug.name)).toEqual([])
    expect(hunted).toHaveLength(CAUGHT_HERE.length)
  })
})
