import type { CommandFrame, ConnectReply, EventFrame } from '@pult/protocol'
import type { Connection, Stop, TerminalEvent } from '../state.ts'
import { cursorOf, type Position } from './cursor.ts'

/**
 * The connection as a value. Inputs are the functions of `opening.ts` and `frames.ts`; each gives the next value and what the
 * shell has to do.
 *
 *   idle ──connect──► authorizing ──token──► opening ──open──► asking ──reply──► replaying ──live──► live
 *     ▲                   ▲  ▲                  │                │ ▲                │ │                │ │
 *     │                   │  └── token expired ─┼────────────────┤ └── hole: follow─┘─┼────────────────┘ │
 *   close            time, wake                 ▼                ▼                    ▼                  ▼
 *  (from all)             └───────────────── waiting ◄────────────── silence, error, close ─────────────┘
 *
 *   asking, replaying, live ── slept ──► authorizing, since the sleep began
 *   any ── close code 4400–4499, refused for good ──► stopped ──connect, takeOver──► authorizing
 */
export type Link =
  | LinkState<'idle'>
  /** Getting a token: a visitor says hello, an operator renews. */
  | LinkState<'authorizing', { readonly deadlineMs: number; readonly renew: boolean }>
  | LinkState<'opening', { readonly deadlineMs: number }>
  /** `connect` or `follow` is sent; events are ignored until the answer [S4]. */
  | LinkState<
      'asking',
      { readonly deadlineMs: number; readonly command: 'connect' | 'follow'; readonly id: string } & Heard
    >
  /** `parts`: what has come of a snapshot; null when missed events are replayed. */
  | LinkState<'replaying', { readonly deadlineMs: number; readonly parts: readonly unknown[] | null } & Heard>
  | LinkState<'live', { readonly deadlineMs: number } & Heard>
  /** `patient`: the server asked for the pause, so that a waking browser does not cut it short. */
  | LinkState<'waiting', { readonly deadlineMs: number; readonly renew: boolean; readonly patient: boolean }>
  | LinkState<'stopped', { readonly stop: Stop }>

type LinkState<Name extends string, Own = object> = {
  readonly name: Name
  readonly sinceMs: number
  readonly memory: Memory
} & Own

interface Heard {
  /** So long without a frame and the connection is given up [S7]. */
  readonly silenceMs: number
}

/** What outlives a state. */
export interface Memory {
  /** What has been taken in; null before the first snapshot. */
  readonly position: Position | null
  /** As whom: what others were told is nobody else's. */
  readonly viewer?: string | undefined
  /** Losses in a row. */
  readonly attempt: number
  readonly takeover: boolean
  /** A token was renewed and has not proved itself since. */
  readonly renewed: boolean
  /** [S9] */
  readonly terminal: TerminalEvent | null
  /** The pause that the server asked for last. */
  readonly retryMs: number | null
  /** Frames of the machine's own, for their ids. */
  readonly sent: number
  /** `follow`s in a row that brought nothing, and where the last began. */
  readonly follows: { readonly count: number; readonly seq: number }
}

export type Effect =
  /** Get a token, then call `onAuthorized` or `onUnauthorized`. */
  | { readonly type: 'authorize'; readonly renew: boolean }
  | { readonly type: 'open' }
  | { readonly type: 'send'; readonly frame: CommandFrame }
  /** Close the socket and hear nothing more of it. */
  | { readonly type: 'close'; readonly code: number }
  | { readonly type: 'greet'; readonly reply: ConnectReply }
  | { readonly type: 'replace'; readonly parts: readonly unknown[]; readonly position: Position }
  | { readonly type: 'event'; readonly frame: EventFrame; readonly replayed: boolean }
  /** Somebody else connects as our instance: two copies of one tab. Take another name. */
  | { readonly type: 'rename' }

export interface Step {
  readonly link: Link
  readonly effects: readonly Effect[]
}

export const newLink = (nowMs: number, takeover: boolean): Link => ({
  name: 'idle',
  sinceMs: nowMs,
  memory: {
    position: null,
    attempt: 0,
    takeover,
    renewed: false,
    terminal: null,
    retryMs: null,
    sent: 0,
    follows: { count: 0, seq: -1 },
  },
})

/** When `onTime` has something to do; null: never. */
export function deadlineOf(link: Link): number | null {
  return link.name === 'idle' || link.name === 'stopped' ? null : link.deadlineMs
}

/** What people see of it. `shownMs`: a time of the link as the device's clock has it. */
export function connectionOf(link: Link, shownMs: (ms: number) => number): Connection {
  const sinceMs = shownMs(link.sinceMs)
  const { attempt } = link.memory
  switch (link.name) {
    case 'idle':
    case 'live':
      return { name: link.name, sinceMs }
    case 'authorizing':
    case 'opening':
    case 'asking':
    case 'replaying': {
      const isBack = link.name === 'replaying' || (link.name === 'asking' && link.command === 'follow')
      return { name: isBack ? 'replaying' : 'connecting', sinceMs, attempt }
    }
    case 'waiting':
      return {
        name: 'waiting',
        sinceMs,
        attempt: Math.max(0, attempt - 1),
        retryAtMs: shownMs(link.deadlineMs),
      }
    case 'stopped':
      return { name: 'stopped', sinceMs, stop: link.stop }
  }
}

/** [S7] Says where we stand, and so that we are there. */
export function beating(link: Link): Step {
  const { position, sent } = link.memory
  const data = position === null ? {} : { cursor: cursorOf(position) }
  return {
    link: { ...link, memory: { ...link.memory, sent: sent + 1 } },
    effects: [{ type: 'send', frame: { command: 'heartbeat', id: `heartbeat-${sent}`, data } }],
  }
}

/** The states in which the server is listened to. */
export type Listening = Extract<Link, Heard>

export function isListening(link: Link): link is Listening {
  return 'silenceMs' in link
}

export const stay = (link: Link): Step => ({ link, effects: [] })
