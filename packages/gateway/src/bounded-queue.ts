/**
 * Runs at most `atOnce` jobs at a time, first come first served; null for a job that finds `waitingMax` before it. For work that costs
 * memory or a core (hashing, decoding): more at once would not be faster, and a queue without end only hides an attack.
 */
export type BoundedQueue = <T>(job: () => Promise<T>) => Promise<T | null>

export function createBoundedQueue(atOnce: number, waitingMax: number): BoundedQueue {
  const waiting: (() => void)[] = []
  let running = 0
  return async (job) => {
    if (running < atOnce) running += 1
    else if (waiting.length >= waitingMax) return null
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await job()
    } finally {
      // The place is handed over, not freed: a newcomer must not slip in before those who wait.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
