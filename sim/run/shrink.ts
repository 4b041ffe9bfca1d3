import type { Act, Outcome, Plan, Setting } from '../types.ts'

/** Worlds that are run to make one shorter; the answer is what has been reached by then. */
export const TRIES_MAX = 600

/** A login that outlives most worlds. */
const LOGIN_MS = 20 * 60_000
/** What the last act has started may go on for so long before the world heals. */
const AFTER_LAST_ACT_MS = 2_000

export interface Shrunk {
  readonly plan: Plan
  readonly outcome: Outcome
  readonly tries: number
}

/**
 * Makes a failing plan short: takes acts away (delta debugging, Zeller and Hildebrandt 2002) and simplifies the setting as long as the same
 * promise still breaks. Which words it breaks with may change: the shortest story of a broken promise is what is looked for.
 *
 * Returns undefined for a plan that breaks nothing. Never runs more than `triesMax` worlds.
 */
export function shrink(
  plan: Plan,
  runWorld: (plan: Plan) => Outcome,
  options: { readonly triesMax?: number; readonly onTry?: (best: Plan, tries: number) => void } = {},
): Shrunk | undefined {
  const { triesMax = TRIES_MAX, onTry } = options
  let tries = 1
  let outcome = runWorld(plan)
  const promise = outcome.broken?.promise
  if (promise === undefined) return undefined
  let best = plan

  /** Takes the simpler plan where it still fails. */
  const attempt = (simpler: Plan): boolean => {
    if (tries >= triesMax) return false
    tries += 1
    const found = runWorld(simpler)
    const isSame = found.broken?.promise === promise
    if (isSame) {
      best = simpler
      outcome = found
    }
    onTry?.(best, tries)
    return isSame
  }

  // What came after the break had no part in it.
  const untilMs = outcome.broken!.atMs
  attempt({ ...best, acts: best.acts.filter(({ atMs }) => atMs <= untilMs) })
  for (let before = Infinity; size(best) < before;) {
    before = size(best)
    for (let settings = simplerSettings(best.setting); settings.length > 0;) {
      const works = settings.find((setting) => attempt({ ...best, setting }))
      settings = works === undefined ? [] : simplerSettings(best.setting)
    }
    takeActsAway(best.acts, (acts) => attempt({ ...best, acts }))
    const actMs = (best.acts.at(-1)?.atMs ?? 0) + AFTER_LAST_ACT_MS
    if (actMs < best.setting.actMs) attempt({ ...best, setting: { ...best.setting, actMs } })
  }
  return { plan: best, outcome, tries }
}

/** Tries to do without ever smaller pieces. `attempt` says whether the plan with these acts still fails. */
function takeActsAway(all: readonly Act[], attempt: (acts: readonly Act[]) => boolean): void {
  let acts = all
  if (acts.length > 0 && attempt([])) return
  for (let piece = Math.ceil(acts.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < acts.length;) {
      const rest = acts.toSpliced(at, piece)
      if (attempt(rest)) acts = rest
      else at += piece
    }
  }
}

/** Each one thing simpler than the setting, the boldest first. */
function simplerSettings(setting: Setting): readonly Setting[] {
  const { operators, visitors, faults, bot, disk, groups, timers, nodes = 1 } = setting
  const calm = setting.loginMs < LOGIN_MS ? [{ ...setting, loginMs: LOGIN_MS }] : []
  return [
    ...(faults.length > 0 ? [{ ...setting, faults: [] }] : []),
    ...(visitors > 1
      ? [
          { ...setting, visitors: 1 },
          { ...setting, visitors: visitors - 1 },
        ]
      : []),
    ...(operators.length > 1
      ? [
          { ...setting, operators: operators.slice(0, 1) },
          { ...setting, operators: operators.slice(0, -1) },
        ]
      : []),
    ...(faults.length > 1
      ? faults.map((_, index) => ({ ...setting, faults: faults.toSpliced(index, 1) }))
      : []),
    ...(bot === 'NONE' ? [] : [{ ...setting, bot: 'NONE' as const }]),
    ...(disk === 'memory' ? [] : [{ ...setting, disk: 'memory' as const }]),
    ...(nodes > 2 ? [{ ...setting, nodes: 2 }] : []),
    ...(Object.keys(timers).length > 0 ? [{ ...setting, timers: {} }] : []),
    ...calm,
    ...(groups > 1
      ? [{ ...setting, groups: 1, operators: operators.map((operator) => ({ ...operator, groups: [0] })) }]
      : []),
  ]
}

/** How much there is to tell of a plan. */
function size({ acts, setting }: Plan): number {
  const { operators, visitors, faults, timers, groups, bot, disk, nodes = 1 } = setting
  return (
    acts.length +
    operators.length +
    visitors +
    faults.length +
    Object.keys(timers).length +
    groups +
    (bot === 'NONE' ? 0 : 1) +
    (disk === 'memory' ? 0 : 1) +
    nodes +
    (setting.loginMs < LOGIN_MS ? 1 : 0)
  )
}
