import type { LogRecord } from '@pult/engine'
import type { ClientEventName, Message, OperatorEventName } from '@pult/protocol'
import type { EventContext } from '../views/event-view.ts'
import { renderEvent, type EventFrame, type Flavour } from './frames.ts'
import type { Viewer } from './ring.ts'

/** One record under one name, made at most once for each kind of viewer, and only for those who are there. */
export class Renderings {
  readonly #record: LogRecord
  readonly #as: OperatorEventName | ClientEventName
  readonly #context: EventContext
  readonly #made: Partial<Record<string, EventFrame>> = {}

  constructor(record: LogRecord, as: OperatorEventName | ClientEventName, context: EventContext) {
    this.#record = record
    this.#as = as
    this.#context = context
  }

  for({ flavour, viewer }: { readonly flavour: Flavour; readonly viewer: Viewer | undefined }): EventFrame {
    const message = this.#record.fact.type === 'message' ? this.#record.fact.message : undefined
    const isAuthor = message !== undefined && viewer !== undefined && wrote(viewer, message)
    const kind = message !== undefined && isPlain(message) ? 'anybody' : `${flavour} ${isAuthor}`
    return (this.#made[kind] ??= renderEvent(this.#record, this.#as, flavour, this.#context, isAuthor))
  }
}

/** Whether the viewer is the author of a message. */
export function wrote(viewer: Viewer, { authorType, authorId }: Message): boolean {
  return viewer.flavour === 'CLIENT'
    ? authorType === 'CLIENT'
    : authorType === 'OPERATOR' && authorId === viewer.operatorId
}

/** Looks the same to everybody: nothing to sign, nothing to hide. */
function isPlain({ attachments, replyTo, key }: Message): boolean {
  return attachments.length === 0 && replyTo === undefined && key === undefined
}
