/** A world that breaks a promise today, and what is known of it. */
export interface OpenWorld {
  readonly seed: number
  /** The check that says so. */
  readonly promise: string
  readonly why: string
}

/**
 * Defects that are known and not mended yet. A run names them and is not failed by them; it is failed by one of them that keeps its promises
 * again, so that this list can only grow shorter by being true. An empty list is what is wanted.
 */
export const openWorlds: readonly OpenWorld[] = [
  {
    seed: 2_026_000_968,
    promise: 'STATE',
    why: 'A read mark names a message that is on no card and in no opened chat: the event has no session, and `lastOperatorMessage.readAt` stays unset in an SDK until the next snapshot.',
  },
  {
    seed: 2_026_001_765,
    promise: 'READ',
    why: 'A screen shows a message as unread that it has shown as read; not explained yet.',
  },
]
