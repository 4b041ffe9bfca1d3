import type { Connection } from '@pult/client'

/**
 * What the badge says about the stream.
 *
 *   connecting ──► replaying ──► live ──lost──► offline ──► replaying ──► live
 *       └──────────── no answer ──────────────────┘
 */
export type Link =
  | { readonly name: 'connecting' }
  | { readonly name: 'replaying' }
  | { readonly name: 'live' }
  /** Milliseconds of our clock; it stands through all the tries to come back. */
  | { readonly name: 'offline'; readonly sinceMs: number }

export const firstLink: Link = { name: 'connecting' }

/** The connection moved on. Returns the same object when the badge says the same. */
export function nextLink(link: Link, connection: Connection): Link {
  switch (connection.name) {
    case 'live':
    case 'replaying':
      return link.name === connection.name ? link : { name: connection.name }
    case 'idle':
    case 'connecting':
      // The first try is not an outage yet.
      return link.name === 'offline' || link.name === 'connecting' ? link : lost(connection)
    case 'waiting':
    case 'stopped':
      return link.name === 'offline' ? link : lost(connection)
  }
}

function lost({ sinceMs }: Connection): Link {
  return { name: 'offline', sinceMs }
}
