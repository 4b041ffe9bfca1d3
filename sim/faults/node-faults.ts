import type { ActRun } from '../people/act-run.ts'

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000

/** What machines do to servers. A process that has died is started again by the world. */
export const nodeFaults = {
  nodeCrashes(world, _act, random) {
    if (!world.node.isListening()) return undefined
    const isSilent = random.chance(0.5)
    world.node.kill(isSilent)
    return isSilent ? 'the server loses its power' : 'the server is killed'
  },
  nodeStops(world) {
    if (!world.node.isListening()) return undefined
    world.node.stop()
    return 'the server is asked to stop'
  },
  /** The process dies in the middle of the next append. */
  nodeDiesAtAppend(world, _act, random) {
    const dies = random.pick(['before', 'after'] as const)
    world.disk.health.dies = dies
    return `the server will die just ${dies} it has written`
  },
  diskIsSlow(world, _act, random) {
    const ms = random.between(1_000, 20_000)
    world.disk.health.slowMs = random.pick([5, 40, 200, 900])
    world.scheduler.after(ms, () => {
      world.disk.health.slowMs = 0
    })
    return `the disk is slow for ${Math.round(ms / 1000)} s`
  },
  diskIsFull(world, _act, random) {
    const ms = random.between(500, 12_000)
    world.disk.health.isFull = true
    world.scheduler.after(ms, () => {
      world.disk.health.isFull = false
    })
    return `the disk is full for ${Math.round(ms / 1000)} s`
  },
  /** The process must stop; it comes back on a good disk. */
  diskBreaks(world) {
    world.disk.health.isBroken = true
    return 'the disk breaks'
  },
  clockJumps(world, _act, random) {
    const ms = random.pick([
      -30 * SECOND_MS,
      30 * SECOND_MS,
      -HOUR_MS,
      HOUR_MS,
      45 * SECOND_MS,
      30 * 24 * HOUR_MS,
      -5 * SECOND_MS,
    ])
    world.node.jump(ms)
    // Most clocks are put right again.
    if (random.chance(0.7)) world.scheduler.after(random.between(2_000, 40_000), () => world.node.jump(-ms))
    return `the clock of the server jumps by ${ms / 1000} s`
  },
} as const satisfies Record<string, ActRun>
