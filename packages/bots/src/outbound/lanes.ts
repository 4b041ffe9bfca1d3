/** Calls `giveUp` when somebody waits no longer; returns how to hear no more. */
export type Until = (giveUp: () => void) => () => void

/** Gives the place back; more than once does no harm. */
export type Leave = () => void

export interface LanesOptions {
  /** Places in one lane. */
  readonly atOnceEach: number
  /** Places in all of them together. */
  readonly atOnce: number
  /** Who may wait in one lane. */
  readonly waitingMax: number
}

export interface Lanes {
  /** A place in the lane of that name: at once, or after those who came before. Null where too many wait, and at the end of `until`. */
  readonly enter: (name: string, until?: Until) => Promise<Leave | null>
  /** Who has a place, and who waits for one. */
  readonly counts: (name: string) => { readonly inside: number; readonly waiting: number }
}

interface Lane {
  inside: number
  readonly waiting: Set<(leave: Leave | null) => void>
}

/**
 * Lanes side by side: one that does not move holds its own places and never those of the others, as long as `atOnce` is a few times
 * `atOnceEach`. Free places go round the lanes, in a lane first come first served. A lane that nobody is in is forgotten.
 */
export function createLanes({ atOnceEach, atOnce, waitingMax }: LanesOptions): Lanes {
  const lanes = new Map<string, Lane>()
  let inside = 0

  function take(name: string, lane: Lane): Leave {
    lane.inside += 1
    inside += 1
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      lane.inside -= 1
      inside -= 1
      forgetIfEmpty(name, lane)
      admit()
    }
  }

  function admit(): void {
    for (const [name, lane] of lanes) {
      if (inside >= atOnce) return
      const [next] = lane.waiting
      if (next === undefined || lane.inside >= atOnceEach) continue
      lane.waiting.delete(next)
      // To the end of the round.
      lanes.delete(name)
      lanes.set(name, lane)
      next(take(name, lane))
      return
    }
  }

  function forgetIfEmpty(name: string, lane: Lane): void {
    if (lane.inside === 0 && lane.waiting.size === 0 && lanes.get(name) === lane) lanes.delete(name)
  }

  return {
    enter(name, until) {
      const lane = lanes.get(name) ?? { inside: 0, waiting: new Set() }
      lanes.set(name, lane)
      if (lane.waiting.size === 0 && lane.inside < atOnceEach && inside < atOnce) {
        return Promise.resolve(take(name, lane))
      }
      if (lane.waiting.size >= waitingMax) {
        forgetIfEmpty(name, lane)
        return Promise.resolve(null)
      }
      return new Promise((resolve) => {
        const settle = (leave: Leave | null): void => {
          deaf?.()
          resolve(leave)
        }
        lane.waiting.add(settle)
        const deaf = until?.(() => {
          lane.waiting.delete(settle)
          forgetIfEmpty(name, lane)
          resolve(null)
        })
      })
    },
    counts(name) {
      const lane = lanes.get(name)
      return { inside: lane?.inside ?? 0, waiting: lane?.waiting.size ?? 0 }
    },
  }
}
