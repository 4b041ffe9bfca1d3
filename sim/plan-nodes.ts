import type { ActKind } from './acts.ts'
import type { Random } from './kernel/random.ts'
import { weighted } from './kernel/weighted.ts'
import type { Plan } from './types.ts'

/** Worlds of several nodes are shorter: each costs as much as two of one server. */
const NODES_ACT_MS_MAX = 3 * 60_000

/** How often what goes wrong between nodes. */
const BETWEEN_NODES: { readonly [K in ActKind]?: number } = {
  memberStandsStill: 5,
  memberLosesBus: 4,
  memberLosesLeases: 3,
  memberLosesDatabase: 3,
  memberLosesAnswer: 3,
  memberDies: 5,
  memberStops: 3,
  leaseIsGivenBack: 4,
  busLosesWords: 3,
  busDoublesWords: 2,
  busIsLate: 3,
}

/** Everybody has come before anything goes wrong. */
export const FIRST_MS = 6_000

/** The same people, at several nodes: what goes wrong between these comes on top. */
export function withNodes({ seed, setting, acts }: Plan, random: Random): Plan {
  const draw = weighted(Object.entries(BETWEEN_NODES).map(([kind, weight]) => ({ kind, weight })))
  const firstIndex = Math.max(...acts.map(({ index }) => index)) + 1
  const actMs = Math.min(setting.actMs, NODES_ACT_MS_MAX)
  // What nobody puts right shows only when nothing else happens for longer than a grace.
  const untilMs = random.chance(0.4) ? actMs / 2 : actMs
  const between = Array.from({ length: random.between(4, 16) }, (_, index) => ({
    index: firstIndex + index,
    atMs: random.between(FIRST_MS, untilMs - 1_000),
    kind: draw(random),
    who: random.below(5_040),
  }))
  return {
    seed,
    setting: {
      ...setting,
      disk: 'memory',
      actMs,
      nodes: random.between(2, 3),
      faults: [...setting.faults, ...new Set(between.map(({ kind }) => kind))],
    },
    acts: [...acts.filter(({ atMs }) => atMs < actMs), ...between].toSorted(
      (one, other) => one.atMs - other.atMs,
    ),
  }
}
