import type { OperatorId, SessionId } from '@pult/protocol'

/** A client who writes ten lines makes a phone ring once: the second push would say no more than the first. */
export const PUSH_EVERY_MS = 20_000
/** Sessions of operators remembered at most; the oldest are forgotten first, and ring once more. */
const REMEMBERED_MAX = 10_000

/** [PU4] At most one push of a session to an operator within {@link PUSH_EVERY_MS}. Says whether it may go, and notes that it did. */
export function createPace(): (sessionId: SessionId, operatorId: OperatorId, nowMs: number) => boolean {
  const lastMs = new Map<string, number>()
  return (sessionId, operatorId, nowMs) => {
    const key = `${operatorId} ${sessionId}`
    const last = lastMs.get(key)
    // A clock that was set back ends the wait instead of prolonging it.
    if (last !== undefined && nowMs >= last && nowMs - last < PUSH_EVERY_MS) return false
    lastMs.delete(key)
    lastMs.set(key, nowMs)
    for (const [oldest, atMs] of lastMs) {
      if (lastMs.size <= REMEMBERED_MAX && nowMs - atMs < PUSH_EVERY_MS) break
      lastMs.delete(oldest)
    }
    return true
  }
}
