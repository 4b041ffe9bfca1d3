import type { CommandFrame, ConnectReply, EventFrame } from '@pult/protocol'
import { FRAME_BYTES_MAX, PROTOCOL } from '@pult/protocol'
import type { Position } from '../link/cursor.ts'
import { onFrame, type IncomingFrame } from '../link/frames.ts'
import { deadlineOf, newLink, type Effect, type Link, type Step } from '../link/link.ts'
import { onClosed } from '../link/losing.ts'
import {
  onAuthorized,
  onConnect,
  onOpened,
  onShut,
  onSlept,
  onTakeOver,
  onTime,
  onUnauthorized,
  onWake,
} from '../link/opening.ts'
import type { Clock, Socket, SocketConstructor } from '../options.ts'
import { parsed } from '../parsed.ts'
import { refusalIn } from '../pult-error.ts'
import { surface } from './listeners.ts'
import { createStaleTimer } from './stale-timer.ts'
import { isHidden } from './wake.ts'

/** Obeys the link: owns the socket and the one timer, decides nothing. */
export interface Stream {
  readonly link: Link
  readonly connect: () => void
  readonly takeOver: () => void
  readonly shut: () => void
  readonly wake: () => void
  /** Nothing is kept of a frame that was not sent. */
  readonly send: (frame: CommandFrame) => Sending
}

export type Sending = 'sent' | 'not_connected' | 'too_large'

export interface StreamPorts {
  readonly address: string
  readonly socket: SocketConstructor
  readonly clock: Clock
  readonly random: () => number
  readonly takeover: boolean
  /** A token, undefined for the cookie. Rejects with a PultError. */
  readonly authorize: (renew: boolean) => Promise<string | undefined>
  readonly instance: () => string
  readonly rename: () => void
  readonly onLink: (link: Link, before: Link) => void
  readonly onGreet: (reply: ConnectReply) => void
  readonly onReplace: (parts: readonly unknown[], position: Position) => void
  readonly onEvent: (frame: EventFrame, replayed: boolean) => void
  /** Replies and signals: what has no place in the order. */
  readonly onOther: (frame: IncomingFrame) => void
}

const OPEN = 1
/** How often the clock is looked at while there is a stream: browsers tell nothing of a closed lid. */
const LOOK_MS = 2_000
/** In a page that is in sight a timer is never so late, unless the device or the page slept. */
const ASLEEP_MS = 10_000
/** A hidden page's timers ring once a minute; later than this it was frozen, or the lid was closed. */
const ASLEEP_HIDDEN_MS = 90_000

export function createStream(ports: StreamPorts): Stream {
  const { clock, random } = ports
  let link = newLink(clock.nowMs(), ports.takeover)
  let socket: Socket | undefined
  let token: string | undefined
  /** Answers to an older question are nobody's. */
  let round = 0
  const timer = createStaleTimer(clock, look)
  /** When the clock is looked at next, and how late that look is after a sleep. */
  let lookMs = 0
  let asleepMs = ASLEEP_MS

  function go(step: Step): void {
    const before = link
    link = step.link
    for (const effect of step.effects) obey(effect)
    const deadlineMs = deadlineOf(link)
    timer.arm(deadlineMs && Math.min(deadlineMs, lookMs))
    if (link !== before) ports.onLink(link, before)
  }

  function obey(effect: Effect): void {
    switch (effect.type) {
      case 'authorize':
        return authorize(effect.renew)
      case 'open':
        return open()
      case 'send':
        send(effect.frame)
        return
      case 'close':
        return drop(effect.code)
      case 'greet':
        return ports.onGreet(effect.reply)
      case 'replace':
        return ports.onReplace(effect.parts, effect.position)
      case 'event':
        return ports.onEvent(effect.frame, effect.replayed)
      case 'rename':
        return ports.rename()
    }
  }

  /**
   * Looks at the clock: at least so often, since a timer stands still while the device sleeps and the time does not. A look that is late by
   * much is the first one after a sleep.
   */
  function look(): void {
    const nowMs = clock.nowMs()
    const sinceMs = lookMs
    const isLate = nowMs - lookMs >= asleepMs
    lookMs = nowMs + LOOK_MS
    asleepMs = isHidden() ? ASLEEP_HIDDEN_MS : ASLEEP_MS
    if (isLate) go(onSlept(link, sinceMs, nowMs))
    go(onTime(link, nowMs, random))
  }

  /** What is done after a look: a stream that begins has not slept, and one that did is no more. */
  const after = (input: (link: Link, nowMs: number) => Step) => () => {
    look()
    go(input(link, clock.nowMs()))
  }

  function authorize(renew: boolean): void {
    drop(1000)
    const mine = round
    const isMine = () => mine === round
    ports
      .authorize(renew)
      .then((given) => {
        if (isMine()) token = given
        return () => onAuthorized(link, clock.nowMs())
      })
      .catch((error: unknown) => () => onUnauthorized(link, refusalIn(error), clock.nowMs(), random))
      .then((step) => (isMine() ? go(step()) : undefined))
      .catch(surface)
  }

  function open(): void {
    let opened: Socket
    try {
      opened = new ports.socket(ports.address, PROTOCOL)
    } catch {
      return go(onClosed(link, 1006, clock.nowMs(), random))
    }
    socket = opened
    const isMine = () => socket === opened
    opened.addEventListener('open', () => {
      if (isMine()) go(onOpened(link, { token, instance: ports.instance() }, clock.nowMs()))
    })
    opened.addEventListener('message', (event) => {
      if (isMine()) hear(event.data)
    })
    opened.addEventListener('close', (event) => {
      if (!isMine()) return
      socket = undefined
      go(onClosed(link, event.code, clock.nowMs(), random))
    })
    // A close follows every error; in Node an error that nobody hears would throw.
    opened.addEventListener('error', () => {})
  }

  function hear(text: unknown): void {
    // Whatever else it was, the next `prev` shows whether it mattered [S4].
    const frame = parsed(text) as IncomingFrame | null | undefined
    if (typeof frame !== 'object' || frame === null) return
    go(onFrame(link, frame, clock.nowMs(), random))
    if (typeof frame.seq !== 'number' || frame.action === 'reply') ports.onOther(frame)
  }

  function drop(code: number): void {
    round += 1
    const dropped = socket
    socket = undefined
    dropped?.close(code)
  }

  function send(frame: CommandFrame): Sending {
    if (socket?.readyState !== OPEN) return 'not_connected'
    const text = JSON.stringify(frame)
    if (isTooLarge(text)) return 'too_large'
    socket.send(text)
    return 'sent'
  }

  return {
    get link() {
      return link
    },
    connect: after(onConnect),
    takeOver: after(onTakeOver),
    shut: after(onShut),
    wake: after(onWake),
    send,
  }
}

/** [S10] Bytes of UTF-8; counted only where the characters alone leave a doubt. */
function isTooLarge(text: string): boolean {
  if (text.length * 3 <= FRAME_BYTES_MAX) return false
  return new TextEncoder().encode(text).byteLength > FRAME_BYTES_MAX
}
