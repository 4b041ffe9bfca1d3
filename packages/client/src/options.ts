/** What both flavours take. Everything that reaches outside comes in here, so that a test or another runtime can replace it. */
export interface CommonOptions {
  /** Where Pult lives: `https://chat.example.com`, with a path if it is mounted under one. Relative to the page in a browser. */
  readonly url: string
  /** Names this tab or process; a new connection of the same instance replaces the old one [L1]. Default: made and kept per tab. */
  readonly instance?: string
  /** What outlives the tab: a visitor's token. Default: `localStorage`, or memory where there is none or it is blocked. */
  readonly storage?: Storage
  /** What belongs to this tab: the instance and the outbox. Default: `storage` if given, else `sessionStorage`, else memory. */
  readonly tabStorage?: Storage
  /** The WebSocket constructor. Default: the global one. Node 20 has none: pass the one of `ws` or `undici`. */
  readonly socket?: SocketConstructor
  readonly fetch?: typeof globalThis.fetch
  readonly clock?: Clock
  /** 0 ≤ x < 1. Default: `Math.random`. */
  readonly random?: () => number
  /**
   * Calls back when the device wakes or its network comes or goes, so that a dead socket is not believed; returns how to stop. Default: what
   * a page is told; elsewhere nothing.
   */
  readonly onWaking?: (callback: () => void) => () => void
  /** Makes the key of a command [S6]; must never repeat. Default: a UUIDv7. */
  readonly makeKey?: () => string
}

export interface OperatorOptions extends CommonOptions {
  /** The bearer token of a sign-in. A browser that signed in with the cookie leaves it out. */
  readonly token?: string
  /** Win over another login of the same operator at the first connect [L1]. */
  readonly takeover?: boolean
  /** Asked for a new token when the old one has expired (4201). Without it an expired token stops the client. */
  readonly renewToken?: () => Promise<string>
}

export interface VisitorOptions extends CommonOptions {
  /** The public key of the channel. */
  readonly channelKey: string
  /** The host site's signed word about who this is; a function is asked each time, since such tokens live an hour at most. */
  readonly identity?: string | (() => string | Promise<string>)
}

/** Strings by name. May throw when full or blocked: the client goes on without. */
export interface Storage {
  readonly get: (name: string) => string | null
  readonly set: (name: string, value: string) => void
  readonly remove: (name: string) => void
}

export interface Clock {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  /** Calls back once; returns how to prevent that. */
  readonly after: (delayMs: number, callback: () => void) => () => void
}

/** The part of the standard WebSocket that the client uses. */
export interface Socket {
  readonly readyState: number
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open', listener: () => void): void
  addEventListener(type: 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void
}
export type SocketConstructor = new (url: string, protocols?: string | string[]) => Socket
