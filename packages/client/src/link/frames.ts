import { GREETING_MS_MAX, SILENCE_MS_MAX, type ConnectReply, type EventFrame } from '@pult/protocol'
import { refusalOf } from '../pult-error.ts'
import type { TerminalEvent } from '../state.ts'
import { cursorOf, parseCursor, type Position } from './cursor.ts'
import { beating, isListening, stay, type Link, type Listening, type Step } from './link.ts'
import { eventOfStop, lose, onRefused } from './losing.ts'
import { onTime } from './opening.ts'

/** `follow`s in a row that bring nothing before the connection is begun anew, without a cursor: asking again would ask for ever. */
export const FOLLOWS_MAX = 3

/** What came over the socket, as far as it could be read. Every field may be missing: the wire is not ours. */
export interface IncomingFrame {
  readonly action?: unknown
  readonly event?: unknown
  readonly id?: unknown
  readonly seq?: unknown
  readonly prev?: unknown
  readonly at?: unknown
  readonly data?: unknown
  readonly error?: unknown
}

/** A frame came. Replies to commands and signals are the shell's to hand on; here they only show that the server is alive. */
export function onFrame(link: Link, frame: IncomingFrame, nowMs: number, random: () => number): Step {
  if (!isListening(link)) return stay(link)
  // What came before a sleep may be heard after it, and says nothing about now.
  if (nowMs >= link.deadlineMs) return onTime(link, nowMs, random)
  const heard = afterHearing(link, frame, nowMs)
  switch (frame.action) {
    case 'reply':
      return heard.name === 'asking' && frame.id === heard.id
        ? onAnswer(heard, frame, nowMs, random)
        : stay(heard)
    case 'snapshot':
      return heard.name === 'replaying' && heard.parts !== null
        ? onSnapshot(heard, heard.parts, frame.data, nowMs, random)
        : stay(heard)
    case 'live':
      return heard.name === 'replaying' ? onLive(heard, frame.data, nowMs, random) : stay(heard)
    default:
      return isNumbered(frame) ? onNumbered(heard, frame, nowMs, random) : stay(heard)
  }
}

/** An answer to `connect` or `follow` has its own deadline; other frames do not put it off. */
function afterHearing(link: Listening, frame: IncomingFrame, nowMs: number): Listening {
  const terminal = terminalIn(frame) ?? link.memory.terminal
  const retryMs = pauseIn(frame) ?? link.memory.retryMs
  const memory =
    terminal === link.memory.terminal && retryMs === link.memory.retryMs
      ? link.memory
      : { ...link.memory, terminal, retryMs }
  return link.name === 'asking'
    ? { ...link, memory }
    : { ...link, memory, deadlineMs: nowMs + link.silenceMs }
}

/** [S2] */
function onAnswer(
  link: Extract<Link, { name: 'asking' }>,
  frame: IncomingFrame,
  nowMs: number,
  random: () => number,
): Step {
  if (typeof frame.error === 'object' && frame.error !== null)
    return onRefused(link, refusalOf(frame.error), nowMs, random)
  const reply = (frame.data ?? {}) as ConnectReply
  const begin = parseCursor(reply.cursor)
  const { position, viewer } = link.memory
  const { id = viewer } = reply.client ?? reply.operator ?? {}
  const understood =
    begin !== null &&
    (reply.mode === 'snapshot' ||
      (reply.mode === 'resumed' && position !== null && cursorOf(position) === reply.cursor && id === viewer))
  // A resumption from elsewhere than where we are would leave a hole that nothing shows; one as somebody else would leave what is not theirs.
  if (!understood) return anew(link, nowMs, random)
  const silenceMs = reply.silenceMs > 0 ? reply.silenceMs : SILENCE_MS_MAX
  return {
    link: {
      name: 'replaying',
      sinceMs: nowMs,
      memory: { ...link.memory, viewer: id, takeover: false, renewed: false, retryMs: null },
      deadlineMs: nowMs + silenceMs,
      parts: reply.mode === 'snapshot' ? [] : null,
      silenceMs,
    },
    effects: [{ type: 'greet', reply }],
  }
}

/** The connection is begun anew, without a cursor. */
function anew(link: Link, nowMs: number, random: () => number): Step {
  return lose(link, { band: 'restart' }, nowMs, random, [{ type: 'close', code: 1000 }])
}

/** [S2] The state is replaced as a whole, when it is complete: every part once. */
function onSnapshot(
  link: Extract<Link, { name: 'replaying' }>,
  before: readonly unknown[],
  data: unknown,
  nowMs: number,
  random: () => number,
): Step {
  const { cursor, part, last } = (data ?? {}) as Readonly<Record<string, unknown>>
  const position = parseCursor(cursor)
  if (position === null) return anew(link, nowMs, random)
  if (typeof part === 'number' && part < before.length) return stay(link)
  // A cut with a hole in it is none: it is asked for again.
  if (typeof part === 'number' && part > before.length) return follow(link, nowMs, random)
  const parts = [...before, data]
  if (last !== true) return stay({ ...link, parts })
  return {
    link: { ...link, memory: { ...link.memory, position }, parts: null },
    effects: [{ type: 'replace', parts, position }],
  }
}

function onLive(
  link: Extract<Link, { name: 'replaying' }>,
  data: unknown,
  nowMs: number,
  random: () => number,
): Step {
  const { cursor } = (data ?? {}) as { readonly cursor?: unknown }
  const { position } = link.memory
  const isWhole = link.parts === null && position !== null && cursorOf(position) === cursor
  return isWhole ? { link: live(link, nowMs), effects: [] } : follow(link, nowMs, random)
}

/** [S4] An event or a heartbeat: taken in when we stand where it begins. */
function onNumbered(link: Listening, frame: EventFrame, nowMs: number, random: () => number): Step {
  if (link.name === 'asking') return stay(link)
  const { position } = link.memory
  if (position === null || (link.name === 'replaying' && link.parts !== null))
    return follow(link, nowMs, random)
  const isHeartbeat = frame.action === 'heartbeat'
  if (frame.prev === position.seq && (frame.seq > frame.prev || (isHeartbeat && frame.seq === frame.prev)))
    return isHeartbeat
      ? onHeartbeat(link, { ...position, seq: frame.seq }, nowMs)
      : {
          link: moved(link, { ...position, seq: frame.seq }),
          effects: [{ type: 'event', frame, replayed: link.name === 'replaying' }],
        }
  // Told before: everything up to our position has been taken in or was not for us.
  if (frame.seq <= position.seq) return stay(link)
  return follow(link, nowMs, random)
}

/** [S7] Answered with where we stand. A server that beats has nothing left to replay. */
function onHeartbeat(
  link: Extract<Link, { name: 'replaying' | 'live' }>,
  position: Position,
  nowMs: number,
): Step {
  return beating(moved(link.name === 'live' ? link : live(link, nowMs), position))
}

/** [S4] Something is missing: ask once, and ignore events until the answer. */
function follow(link: Listening, nowMs: number, random: () => number): Step {
  const { position, sent, follows } = link.memory
  const seq = position?.seq ?? -1
  const count = seq === follows.seq ? follows.count + 1 : 1
  const memory = { ...link.memory, sent: sent + 1, follows: { count, seq } }
  if (count > FOLLOWS_MAX)
    return anew({ ...link, memory: { ...memory, follows: { count: 0, seq } } }, nowMs, random)
  const id = `follow-${sent}`
  return {
    link: {
      name: 'asking',
      sinceMs: nowMs,
      memory,
      deadlineMs: nowMs + GREETING_MS_MAX,
      command: 'follow',
      id,
      silenceMs: link.silenceMs,
    },
    effects: [
      {
        type: 'send',
        frame: { command: 'follow', id, data: position === null ? {} : { cursor: cursorOf(position) } },
      },
    ],
  }
}

function live(link: Extract<Link, { name: 'replaying' }>, nowMs: number): Extract<Link, { name: 'live' }> {
  const { memory, deadlineMs, silenceMs } = link
  return { name: 'live', sinceMs: nowMs, memory, deadlineMs, silenceMs }
}

function moved<L extends Extract<Link, { name: 'replaying' | 'live' }>>(link: L, position: Position): L {
  return { ...link, memory: { ...link.memory, position } }
}

function isNumbered(frame: IncomingFrame): frame is EventFrame {
  return (
    typeof frame.action === 'string' && Number.isSafeInteger(frame.seq) && Number.isSafeInteger(frame.prev)
  )
}

/** Kept even when the event itself is out of order: the close that follows has nothing else to say why. */
function terminalIn(frame: IncomingFrame): TerminalEvent | undefined {
  return Object.values(eventOfStop).includes(frame.action as never)
    ? ({ name: frame.action, data: frame.data } as TerminalEvent)
    : undefined
}

function pauseIn(frame: IncomingFrame): number | undefined {
  const { retryMs } = (frame.error ?? {}) as { readonly retryMs?: unknown }
  return typeof retryMs === 'number' && retryMs >= 0 ? retryMs : undefined
}
