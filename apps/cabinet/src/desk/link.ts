import type { Connection } from '@pult/client'

/**
 * What the badge says about the stream.
 *
 *   connecting ──► replaying ──► live ──lost, slept──► offline ──► replaying ──► live
 *       └──────────── no answer ────────────────────────┘
 */
export type Link =
  | { readonly name: 'connecting' }
  /** `sinceMs`: when the outage began that is being made good, null at the first load. `taken`: events of that time that are in by now. */
  | { readonly name: 'replaying'; readonly sinceMs: number | null; readonly taken: number }
  | { readonly name: 'live' }
  /**
   * `sinceMs`: milliseconds of our clock; it stands through all the tries to come back. `retryAtMs`: when the next try begins, null while one
   * is under way.
   */
  | { readonly name: 'offline'; readonly sinceMs: number; readonly retryAtMs: number | null }

export const firstLink: Link = { name: 'connecting' }

/** The connection moved on, or took something in. Returns the same object when the badge says the same. */
export function nextLink(link: Link, connection: Connection, taken: number): Link {
  switch (connection.name) {
    case 'live':
      return link.name === 'live' ? link : { name: 'live' }
    case 'replaying': {
      if (link.name === 'replaying' && link.taken === taken) return link
      return { name: 'replaying', sinceMs: outageOf(link), taken }
    }
    case 'idle':
    case 'connecting':
      // The first try is not an outage yet.
      return link.name === 'connecting' ? link : offline(link, connection.sinceMs, null)
    case 'waiting':
      return offline(link, connection.sinceMs, connection.retryAtMs)
    case 'stopped':
      return offline(link, connection.sinceMs, null)
  }
}

/** Since when what is on screen may be old; null where it is not, or where nothing was shown before. */
export function outageOf(link: Link): number | null {
  return link.name === 'offline' || link.name === 'replaying' ? link.sinceMs : null
}

function offline(link: Link, lostMs: number, retryAtMs: number | null): Link {
  // A socket may be noticed to be gone before the sleep is in which it went.
  const sinceMs = Math.min(outageOf(link) ?? lostMs, lostMs)
  if (link.name === 'offline' && link.retryAtMs === retryAtMs && link.sinceMs === sinceMs) return link
  return { name: 'offline', sinceMs, retryAtMs }
}
