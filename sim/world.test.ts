import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { makePlan } from './plan.ts'
import { runWorld } from './world.ts'

/** Whole worlds: seconds on a quiet machine. */
setDefaultTimeout(60_000)

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)

describe('a world from one seed', () => {
  test.each(SEEDS)('[SIM1] the same plan gives the same world (seed %i)', (seed) => {
    expect(makePlan(seed)).toEqual(makePlan(seed))
    const [one, again] = [runWorld(makePlan(seed)), runWorld(makePlan(seed), { withStory: true })]
    expect(again).toMatchObject({ hash: one.hash, steps: one.steps, marks: one.marks, broken: one.broken })
    expect(one.steps).toBeGreaterThan(500)
  })

  test('[SIM1] in another process too', () => {
    const program = `
      const { makePlan } = await import(${JSON.stringify(import.meta.resolve('./plan.ts'))})
      const { runWorld } = await import(${JSON.stringify(import.meta.resolve('./world.ts'))})
      console.log(runWorld(makePlan(3)).hash)`
    const { stdout } = Bun.spawnSync([process.execPath, '-e', program])
    expect(stdout.toString().trim()).toBe(runWorld(makePlan(3)).hash)
  })

  test('other seeds give other worlds', () => {
    expect(runWorld(makePlan(1)).hash).not.toBe(runWorld(makePlan(2)).hash)
  })

  test('[SIM2] a world without one of its acts is the same until then, and ends like any other', () => {
    const plan = makePlan(4)
    const last = plan.acts.at(-1)!
    const story = (acts: typeof plan.acts) => runWorld({ ...plan, acts }, { withStory: true }).story
    const [whole, shorter] = [story(plan.acts), story(plan.acts.slice(0, -1))]
    const before = (lines: readonly string[]) =>
      lines.filter((line) => Number.parseFloat(line) * 1_000 < last.atMs)
    expect(before(shorter)).toEqual(before(whole))
  })
})
