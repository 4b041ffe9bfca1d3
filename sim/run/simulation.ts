import { bugNamed } from '../planted/bugs.ts'
import { plant } from '../planted/plant.ts'
import type { Outcome, Plan } from '../types.ts'

/** Makes plans and runs them. */
export interface Simulation {
  readonly makePlan: (seed: number) => Plan
  /** With its story, for people; the world is the same without. */
  readonly runWorld: (plan: Plan, options?: { readonly withStory?: boolean }) => Outcome
  /** The rare states that a good number of worlds must reach between them. */
  readonly marks: readonly string[]
}

/**
 * Loads the worlds and, with them, the production code that they are made of: with a planted bug in it where one is named. Modules are loaded
 * once in a process, so a process has either the one or the other.
 *
 * @throws where there is no such bug, or its place in the code has moved
 */
export async function loadSimulation(bug: string | null): Promise<Simulation> {
  const planted = bug === null ? null : plant(bugNamed(bug))
  const [{ makePlan }, { runWorld }, { createChecks }, { MARKS }] = await Promise.all([
    import('../plan.ts'),
    import('../world.ts'),
    import('../checks/index.ts'),
    import('../marks.ts'),
  ])
  planted?.check()
  return {
    makePlan,
    runWorld: (plan, { withStory = false } = {}) => runWorld(plan, { checks: createChecks, withStory }),
    marks: [...MARKS],
  }
}
