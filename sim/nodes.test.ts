import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createChecks } from './checks/index.ts'
import { checkNodesAgree } from './checks/nodes-agree.ts'
import type { Observed } from './checks/observed.ts'
import { NODES_FROM } from './node-worlds.ts'
import { makePlan } from './plan.ts'
import { createTruth } from './truth/truth.ts'
import type { Check, World } from './types.ts'
import { runWorld } from './world.ts'

/** Whole worlds: seconds each on a quiet machine. */
setDefaultTimeout(120_000)

const SEEDS = [1, 2, 3, 4].map((number) => NODES_FROM + number)

describe('worlds of several nodes', () => {
  test.each(SEEDS)(
    '[SIM1] [SIM7] the same with checks and without, and every promise is kept (seed %i)',
    (seed) => {
      const bare = runWorld(makePlan(seed))
      const looked = runWorld(makePlan(seed), { checks: createChecks })
      expect(looked.broken).toBeNull()
      expect(looked.hash).toBe(bare.hash)
      expect(looked.steps).toBe(bare.steps)
    },
  )

  test('[SIM23] seeds below the first of them have one server, and the others two or three nodes', () => {
    expect(nodesOf(NODES_FROM - 1)).toBeUndefined()
    const counts = new Set(Array.from({ length: 12 }, (_, index) => nodesOf(NODES_FROM + index)))
    expect(counts).toEqual(new Set([2, 3]))
  })

  test('[CL1] a node that is behind when all is well is noticed', () => {
    const outcome = runWorld(makePlan(SEEDS[0]!), {
      checks: (world) => onlyNodes(world, standingStill(world)),
    })
    expect(outcome.broken?.promise).toBe('G7')
    expect(outcome.broken?.sentence).toMatch(
      /node\d stands at \d+ .*the log ends at \d+|nodes take the turns/,
    )
  })
})

function nodesOf(seed: number): number | undefined {
  return makePlan(seed).setting.nodes
}

/** Nothing but what is true, the one check, and who makes it fail. */
function onlyNodes(world: World, saboteur: Check): readonly Check[] {
  const truth = createTruth(world.scheduler.nowMs)
  const telling: Check = { name: 'truth', onStarted: truth.started, onTold: truth.told }
  return [telling, saboteur, checkNodesAgree({ world, truth } as Observed)]
}

/** A node stands still from the moment on in which all is well. */
function standingStill(world: World): Check {
  return {
    name: 'a saboteur',
    onTold() {
      if (!world.isHealed) return
      const follower = world.cluster?.nodes.find(({ node }) => node.isListening() && node.host === undefined)
      follower?.node.freeze()
    },
  }
}
