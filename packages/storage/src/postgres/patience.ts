import { DamagedEntity } from '../damaged-entity.ts'
import { NoAnswer, storageErrorOf, troubleOf } from './trouble.ts'

/** Time and chance of whoever waits for the database. */
export interface Patience {
  /** A clock that nobody sets back. */
  readonly nowMs: () => number
  readonly wait: (ms: number) => Promise<void>
  readonly random: () => number
  /** An answer that does not come for so long is taken for lost: a network that swallows everything closes no connection. */
  readonly answerMsMax: number
}

export const realPatience: Patience = {
  nowMs: () => performance.now(),
  wait: (ms) => Bun.sleep(ms),
  random: Math.random,
  // Well above what any statement here takes, and below the time after which the server gives up an idle transaction.
  answerMsMax: 8_000,
}

/** A server that was killed is back within a second or two: the first tries come close to one another, the later ones no further than this. */
const PAUSE_MS = { min: 20, max: 1_000 }

export interface Task {
  /** Completes "Could not …". */
  readonly doing: string
  /** How long it is tried; at least once. */
  readonly limitMs: number
  readonly patience: Patience
}

/**
 * Does something until it succeeds, over connections that break and transactions that meet.
 * @throws StorageAway after the limit, StorageFull and StorageFault at once; whatever is none of the database's errors passes through
 */
export async function patiently<T>(task: Task, attempt: () => Promise<T>): Promise<T> {
  const { doing, limitMs, patience } = task
  const untilMs = patience.nowMs() + limitMs
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const trouble = troubleOf(error)
      const isWorthIt = trouble === 'conflict' || trouble === 'away'
      if (!isWorthIt || patience.nowMs() >= untilMs) throw asOurs(error, doing)
      const ceilingMs = Math.min(PAUSE_MS.max, PAUSE_MS.min * 2 ** Math.min(tries, 10))
      await patience.wait(ceilingMs * (0.5 + patience.random() / 2))
    }
  }
}

/** What comes of the promise, or {@link NoAnswer}; then `abandon` is called, and what comes later is nobody's any more. */
export async function answered<T>(
  asked: Promise<T>,
  { answerMsMax }: Patience,
  abandon: () => void,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abandon()
      reject(new NoAnswer(`nothing came for ${answerMsMax / 1_000} seconds`))
    }, answerMsMax)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
    // Raced out: its failure must not become an unhandled one.
    asked.catch(() => undefined)
  }
}

/** Errors of our own making are not the database's to name; a damaged entity is one of its faults: here nothing makes it again. */
function asOurs(error: unknown, doing: string): unknown {
  const isTheirs =
    error instanceof NoAnswer || error instanceof Bun.SQL.PostgresError || error instanceof DamagedEntity
  return isTheirs ? storageErrorOf(error, doing) : error
}
