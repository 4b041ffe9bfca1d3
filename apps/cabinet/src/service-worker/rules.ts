/** What the service worker does with a request. Whatever is not named here goes its way as if there were none. */
export type Route = 'document' | 'asset' | 'pass'

export interface Asked {
  readonly method: string
  readonly url: string
  /** `navigate`: a page is opened. */
  readonly mode: string
}

/**
 * The page of the cabinet itself and the files of this build; never data, never the demo or the manual, nothing of another host. Its other
 * addresses stand behind `#`, and a setup link is used once: there is nothing to keep of it.
 */
export function routeOf(asked: Asked, origin: string, files: ReadonlySet<string>): Route {
  const url = new URL(asked.url)
  if (asked.method !== 'GET' || url.origin !== origin) return 'pass'
  if (asked.mode === 'navigate') return url.pathname === '/' ? 'document' : 'pass'
  return files.has(url.pathname) ? 'asset' : 'pass'
}

/**
 * Data goes past the worker. It would pass through it unchanged, but a worker rests after half a minute, and waking it for each page of messages would
 * cost more than the answer.
 */
export const pastWorker = [{ condition: { urlPattern: '/api/*' }, source: 'network' }] as const

/** This build's cache and the one before it stay: a tab of before still asks for its parts. */
const BUILDS_KEPT = 2
export const CACHE_PREFIX = 'pult-'

/** Which caches are to go, by their names in the order of making. */
export function oldCaches(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.startsWith(CACHE_PREFIX)).slice(0, -BUILDS_KEPT)
}

/** What the server sends to a browser without a connection. */
export interface PushPayload {
  readonly kind: 'message' | 'assigned' | 'help'
  readonly sessionId: string
  readonly title: string
  readonly body: string
  readonly url: string
}

/** Something has to be shown for every message that comes; one that cannot be read shows that something is there. */
export function noticeOf(payload: unknown): {
  readonly title: string
  readonly body: string
  readonly tag: string
  readonly url: string
} {
  const given = (payload ?? {}) as Partial<Record<keyof PushPayload, unknown>>
  const url = text(given.url)
  return {
    title: text(given.title) || 'Pult',
    body: text(given.body),
    tag: text(given.sessionId) || 'pult',
    // Only into the cabinet, whatever was sent.
    url: /^\/(#|$)/.test(url) ? url : '/',
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
