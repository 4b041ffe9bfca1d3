import type { World } from '../types.ts'

/** Who has not looked for so long does not know how the disk was meanwhile. */
const BLIND_MS = 2_000

/** How the server's machine has been lately: what depends on its clock or its disk may be off by so much. All times are the world's. */
export interface Pulse {
  readonly feel: () => void
  readonly started: () => void
  /** How far the machine's clock has jumped in this life, both ways together. */
  readonly jumpsMs: () => number
  /** When it jumped last; -Infinity: never. */
  readonly jumpedAtMs: () => number
  /** When the disk was last full, slow or broken, a process began, several nodes were not all there for each other, or nobody knew. */
  readonly unwellAtMs: () => number
  /** Of several nodes: when they were last not all there for each other. -Infinity: never. */
  readonly troubledAtMs: () => number
}

export function createPulse(world: World): Pulse {
  let jumpsBeforeMs = 0
  let unwellAtMs = -Infinity
  let feltAtMs = -Infinity
  let troubledAtMs = -Infinity

  function feel(): void {
    const atMs = world.scheduler.nowMs()
    if (atMs - feltAtMs > BLIND_MS) unwellAtMs = atMs
    feltAtMs = atMs
    const { isFull, isBroken, slowMs } = world.disk.health
    if (world.node.isTroubled()) troubledAtMs = atMs
    if (isFull || isBroken || slowMs > 0 || troubledAtMs === atMs) unwellAtMs = atMs
  }

  return {
    feel,
    started() {
      feel()
      jumpsBeforeMs = world.node.jumps.sumMs
      unwellAtMs = world.scheduler.nowMs()
    },
    jumpsMs: () => world.node.jumps.sumMs - jumpsBeforeMs,
    jumpedAtMs: () => world.node.jumps.atMs,
    unwellAtMs: () => unwellAtMs,
    troubledAtMs: () => troubledAtMs,
  }
}
