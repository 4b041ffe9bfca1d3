import { describe, expect, test } from 'bun:test'
import type { Act, Outcome, Plan, PromiseName } from '../types.ts'
import { shrink } from './shrink.ts'

const acts = (count: number): Act[] =>
  Array.from({ length: count }, (_, index) => ({
    index,
    atMs: index * 100,
    kind: `act ${index}`,
    who: index,
  }))

const plan: Plan = {
  seed: 1,
  setting: {
    disk: 'sqlite',
    operators: [
      { role: 'admin', capacity: 2, groups: [0, 1] },
      { role: 'operator', capacity: 1, groups: [1] },
      { role: 'operator', capacity: 1, groups: [0] },
    ],
    visitors: 5,
    actMs: 60_000,
    faults: ['networkDrops', 'nodeCrashes', 'diskIsFull'],
    bot: 'LATE',
    loginMs: 50_000,
    groups: 2,
    timers: { closeAfter: 30 },
  },
  acts: acts(200),
}

/** A world that breaks a promise when these acts are in it. */
function breaking(
  promise: PromiseName,
  needed: readonly number[],
  also: (plan: Plan) => boolean = () => true,
) {
  let runs = 0
  return {
    runs: () => runs,
    run: (plan: Plan): Outcome => {
      runs += 1
      const isBroken = needed.every((index) => plan.acts.some((act) => act.index === index)) && also(plan)
      const broken = isBroken ? { promise, sentence: 'it is broken', atMs: 15_050 } : null
      return { seed: plan.seed, steps: 1, hash: '', marks: [], broken, story: [] }
    },
  }
}

/** Another promise breaks as soon as there are few acts. */
function breakingByLength(plan: Plan): Outcome {
  const promise = plan.acts.length > 100 ? 'G1' : 'G2'
  return { ...breaking(promise, []).run(plan), broken: { promise, sentence: '', atMs: 60_000 } }
}

describe('the shrinker', () => {
  test('[SIM15] finds the few acts that matter among many, in their order', () => {
    const world = breaking('G4', [7, 90, 91, 150])
    const shrunk = shrink(plan, world.run)
    expect(shrunk?.plan.acts.map(({ index }) => index)).toEqual([7, 90, 91, 150])
    expect(shrunk?.outcome.broken?.promise).toBe('G4')
    expect(shrunk?.tries).toBe(world.runs())
    expect(shrunk?.tries).toBeLessThan(250)
  })

  test('[SIM15] leaves the simplest setting that still fails', () => {
    const { run } = breaking(
      'G9',
      [3],
      ({ setting }) => setting.visitors >= 2 && setting.faults.includes('nodeCrashes'),
    )
    expect(shrink(plan, run)?.plan.setting).toEqual({
      disk: 'memory',
      operators: [{ role: 'admin', capacity: 2, groups: [0] }],
      visitors: 2,
      actMs: 2_300,
      faults: ['nodeCrashes'],
      bot: 'NONE',
      loginMs: 1_200_000,
      groups: 1,
      timers: {},
    })
  })

  test('[SIM15] another promise is another failure', () => {
    const shrunk = shrink(plan, breakingByLength)
    expect(shrunk?.outcome.broken?.promise).toBe('G1')
    expect(shrunk?.plan.acts.length).toBe(101)
  })

  test('[SIM15] stops after so many tries, with the best so far', () => {
    const world = breaking('G4', [7, 90, 91, 150])
    const shrunk = shrink(plan, world.run, { triesMax: 20 })
    expect(world.runs()).toBe(20)
    expect(world.run(shrunk!.plan).broken?.promise).toBe('G4')
  })

  test('[SIM15] a plan that breaks nothing is not shrunk', () => {
    expect(shrink(plan, breaking('G4', [999]).run)).toBeUndefined()
  })
})
