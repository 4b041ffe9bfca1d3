import type { LogRecord } from '@pult/engine'
import type { ClientEventName, OperatorEventName, ReplyFrame, WireError } from '@pult/protocol'
import { clientViews, operatorViews, type ViewContext } from '../views/event-view.ts'

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
}

/** Renders a record under one of its names for one kind of viewer. */
export function renderEvent(
  record: LogRecord,
  action: OperatorEventName | ClientEventName,
  flavour: Flavour,
  context: ViewContext,
): EventFrame {
  const views = flavour === 'OPERATOR' ? operatorViews : clientViews
  if (!Object.hasOwn(views, action)) throw new TypeError(`${action} is no event of the ${flavour} stream`)
  const view = (views as Record<string, (fact: LogRecord['fact'], context: ViewContext) => unknown>)[action]!
  const data = JSON.stringify(view(record.fact, context))
  const event = action === 'chatSessionStarted' ? '"event":"chatSessionStarted",' : ''
  return {
    seq: record.seq,
    action,
    head: `{"action":"${action}",${event}"seq":${record.seq},"prev":`,
    tail: `,"at":"${new Date(record.atMs).toISOString()}","data":${data}}`,
  }
}

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
