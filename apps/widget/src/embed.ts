/**
 * What the loader (`widget.js`) hands to the widget proper. The two are built apart and meet only here: the loader puts a
 * {@link Stub} on `window.Pult`, the bundle replaces it and carries out what was asked meanwhile.
 */
export interface Embed {
  /** The server: the origin of the loader's own address. */
  readonly server: string
  readonly channelKey: string
  readonly color: string | null
  /** A JWT by which the host's site vouches for its visitor. */
  readonly identity: string | null
}

/** What happens in the widget, for the host's own code. */
export interface HostEvents {
  ready: undefined
  open: undefined
  close: undefined
  /** How many messages wait to be read; told on every change. */
  unread: number
  /** A message that came in while the page was open, the visitor's own included. */
  message: { readonly id: string; readonly authorType: string; readonly body: string }
  /** A session began or ended. */
  session: { readonly id: string; readonly status: 'ACTIVE' | 'CLOSED' }
  /** The widget cannot go on without a person. */
  stopped: { readonly code: string }
}
export type HostEventName = keyof HostEvents
export type HostListener<Name extends HostEventName> = (data: HostEvents[Name]) => void

/** `window.Pult`. Safe to call before the bundle is there: calls wait for it. */
export interface PultApi {
  readonly open: () => void
  readonly close: () => void
  /** The visitor signed in on the host's site: the conversation goes on under that identity. */
  readonly identify: (jwt: string) => void
  /** Calls `listener` each time from now on; `unread` is also told at once. Returns how to stop listening. */
  readonly on: <Name extends HostEventName>(name: Name, listener: HostListener<Name>) => () => void
}

/** What waits in the stub: each is carried out on the real thing, in the order they were made. */
export type EarlyCall = (pult: PultApi) => void

export interface Stub extends PultApi {
  readonly embed: Embed
  /** At most {@link EARLY_CALLS_MAX}. */
  readonly early: EarlyCall[]
}

/** A page that calls more often than this before the bundle has come is in a loop. */
export const EARLY_CALLS_MAX = 100

declare global {
  interface Window {
    Pult?: PultApi | Stub
  }
}
