import type { LogRecord } from '@pult/engine'
import type { ClientEventName, OperatorEventName, ReplyFrame, WireError } from '@pult/protocol'
import { clientViews, operatorViews, type EventContext } from '../views/event-view.ts'

export type Flavour = 'OPERATOR' | 'CLIENT'

/**
 * An event in two halves: `prev` is another one on every connection, everything else is the same for all viewers of a kind and
 * is made once.
 */
export interface EventFrame {
  readonly seq: number
  readonly action: string
  readonly head: string
  readonly tail: string
  /** About as many as the frame takes on the wire, rather more: counting them exactly costs more than making them. */
  readonly bytes: number
}

/** Renders a record under one of its names for one kind of viewer. */
export function renderEvent(
  record: LogRecord,
  action: OperatorEventName | ClientEventName,
  flavour: Flavour,
  context: EventContext,
  /** Whether it is for the author of the message: only they are told its key. */
  isAuthor: boolean,
): EventFrame {
  const views = flavour === 'OPERATOR' ? operatorViews : clientViews
  if (!Object.hasOwn(views, action)) throw new TypeError(`${action} is no event of the ${flavour} stream`)
  const view = (views as Record<string, View>)[action]!
  return frameOf(record, action, JSON.stringify(view(record.fact, context, isAuthor)))
}

/** The same with the data as JSON already. */
export function frameOf(record: LogRecord, action: string, data: string): EventFrame {
  const event = action === 'chatSessionStarted' ? '"event":"chatSessionStarted",' : ''
  const head = `{"action":"${action}",${event}"seq":${record.seq},"prev":`
  const tail = `,"at":"${timeText(record.atMs)}","data":${data}}`
  return { seq: record.seq, action, head, tail, bytes: 2 * tail.length + PREV_BYTES + head.length }
}

/** All records of a turn have one time. */
let textOfMs = { atMs: 0, text: '' }

function timeText(atMs: number): string {
  if (textOfMs.atMs !== atMs) textOfMs = { atMs, text: new Date(atMs).toISOString() }
  return textOfMs.text
}

/** The digits of `prev`, at most. */
const PREV_BYTES = 16

type View = (fact: LogRecord['fact'], context: EventContext, isAuthor: boolean) => unknown

export function frameAt(event: EventFrame, prev: number): string {
  return event.head + prev + event.tail
}

export function heartbeatFrame(seq: number, prev: number, nowMs: number): string {
  return `{"action":"heartbeat","seq":${seq},"prev":${prev},"at":"${new Date(nowMs).toISOString()}","data":{}}`
}

export function replyFrame(id: string | null, data: unknown, seq?: number): string {
  const frame: ReplyFrame = { action: 'reply', id, data: data ?? {}, ...(seq === undefined ? {} : { seq }) }
  return JSON.stringify(frame)
}

export function errorFrame(id: string | null, error: WireError): string {
  const frame: ReplyFrame = { action: 'reply', id, error }
  return JSON.stringify(frame)
}

export function dataFrame(action: string, data: unknown): string {
  return JSON.stringify({ action, data })
}
