/**
 * Server-sent events as they come in pieces (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream): only their
 * data, which is all that `chat/completions` sends.
 */
export interface EventStream {
  /** What has come of a line that is not over. */
  readonly rest: string
  readonly data: readonly string[]
  /** Characters of `data`. */
  readonly chars: number
}

export const NO_EVENTS: EventStream = { rest: '', data: [], chars: 0 }

/** One piece of an answer has a few hundred characters; a line without an end must not fill the memory. */
export const EVENT_CHARS_MAX = 256 * 1024

/** The events that a piece completes, in order; undefined as soon as one is longer than {@link EVENT_CHARS_MAX}. */
export function readEvents(
  stream: EventStream,
  piece: string,
): { readonly stream: EventStream; readonly events: readonly string[] } | undefined {
  const text = stream.rest + piece
  const events: string[] = []
  let data = [...stream.data]
  let { chars } = stream
  let from = 0
  const ENDS = /\r\n|\n|\r(?!$)/g
  for (let end = ENDS.exec(text); end !== null; end = ENDS.exec(text)) {
    const line = text.slice(from, end.index)
    from = end.index + end[0].length
    if (line === '') {
      if (data.length > 0) events.push(data.join('\n'))
      data = []
      chars = 0
    } else if (line.startsWith('data:')) {
      data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
      chars += line.length
    }
    if (chars > EVENT_CHARS_MAX) return undefined
  }
  const rest = text.slice(from)
  return rest.length > EVENT_CHARS_MAX ? undefined : { stream: { rest, data, chars }, events }
}
