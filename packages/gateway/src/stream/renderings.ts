import type { LogRecord } from '@pult/engine'
import type { ClientEventName, Message, OperatorEventName } from '@pult/protocol'
import type { EventContext } from '../views/event-view.ts'
import { frameOf, renderEvent, type EventFrame, type Flavour } from './frames.ts'
import type { Viewer } from './ring.ts'

/** One record under one name, made at most once for each kind of viewer, and only for those who are there. */
export class Renderings {
  readonly #record: LogRecord
  readonly #as: OperatorEventName | ClientEventName
  readonly #context: EventContext
  readonly #made: Partial<Record<string, EventFrame>> = {}
  #json: string | undefined

  constructor(record: LogRecord, as: OperatorEventName | ClientEventName, context: EventContext) {
    this.#record = record
    this.#as = as
    this.#context = context
  }

  for({ flavour, viewer }: { readonly flavour: Flavour; readonly viewer: Viewer | undefined }): EventFrame {
    const message = this.#record.fact.type === 'message' ? this.#record.fact.message : undefined
    const isAuthor = message !== undefined && viewer !== undefined && wrote(viewer, message)
    if (message !== undefined && isPlain(message)) return this.#plain(message, isAuthor)
    return (this.#made[`${flavour} ${isAuthor}`] ??= renderEvent(
      this.#record,
      this.#as,
      flavour,
      this.#context,
      isAuthor,
    ))
  }

  /** Nearly all that is ever told: made once, and the author's key, which stands last, is cut off for everybody else. */
  #plain(message: Message, isAuthor: boolean): EventFrame {
    const { key } = message
    const known = this.#made[isAuthor && key !== undefined ? 'author' : 'anybody']
    if (known !== undefined) return known
    this.#json ??= JSON.stringify(message)
    const json = isAuthor || key === undefined ? this.#json : withoutKey(this.#json, message)
    const frame = frameOf(this.#record, this.#as, json)
    this.#made[isAuthor && key !== undefined ? 'author' : 'anybody'] = frame
    return frame
  }
}

function withoutKey(json: string, message: Message): string {
  const ending = `,"key":${JSON.stringify(message.key)}}`
  if (json.endsWith(ending)) return `${json.slice(0, -ending.length)}}`
  const { key: _key, ...rest } = message
  return JSON.stringify(rest)
}

/** Whether the viewer is the author of a message. */
export function wrote(viewer: Viewer, { authorType, authorId }: Message): boolean {
  return viewer.flavour === 'CLIENT'
    ? authorType === 'CLIENT'
    : authorType === 'OPERATOR' && authorId === viewer.operatorId
}

/** Looks the same to everybody, but for its author's key: nothing to sign, nothing to hide. */
function isPlain({ attachments, replyTo, history }: Message): boolean {
  return attachments.length === 0 && replyTo === undefined && history === undefined
}
