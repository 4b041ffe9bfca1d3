/** What a frame says about itself, read off its beginning: checks see every frame, and parsing each would cost more than the world. */
export interface Head {
  readonly action: string
  /** Of an event or a heartbeat; null: it has no place in the order. */
  readonly seq: number | null
  /** NaN where an event has none. */
  readonly prev: number
}

const ACTION = '{"action":"'
const SEQ = ',"seq":'
const PREV = ',"prev":'
/** As far as `seq` can be from the end of the name: one event says its name twice. */
const EVENT_FIELD = ',"event":"chatSessionStarted"'

let last: { readonly frame: string; readonly head: Head } | undefined

/** The same frame is asked for by one check after the other: the last one is remembered. */
export function headOf(frame: string): Head {
  if (last?.frame === frame) return last.head
  const head = read(frame)
  last = { frame, head }
  return head
}

function read(frame: string): Head {
  const nameEnd = frame.indexOf('"', ACTION.length)
  if (!frame.startsWith(ACTION) || nameEnd < 0) return { action: '', seq: null, prev: NaN }
  const action = frame.slice(ACTION.length, nameEnd)
  let at = nameEnd + 1
  if (frame.startsWith(EVENT_FIELD, at)) at += EVENT_FIELD.length
  if (!frame.startsWith(SEQ, at)) return { action, seq: null, prev: NaN }
  at += SEQ.length
  const seq = Number.parseInt(frame.slice(at, at + 16), 10)
  const comma = frame.indexOf(',', at)
  const prev = frame.startsWith(PREV, comma)
    ? Number.parseInt(frame.slice(comma + PREV.length, comma + PREV.length + 16), 10)
    : NaN
  return { action, seq, prev }
}

/** What is left of an answer that a check looks at. */
export interface Answer {
  readonly id: string | null
  readonly seq?: number
  readonly data?: Readonly<Record<string, unknown>>
  readonly error?: { readonly code: string }
}

let lastAnswer: { readonly frame: string; readonly answer: Answer } | undefined

/** A `reply`, whole. */
export function answerOf(frame: string): Answer {
  if (lastAnswer?.frame === frame) return lastAnswer.answer
  const answer = JSON.parse(frame) as Answer
  lastAnswer = { frame, answer }
  return answer
}

/** Whether an answer begins a stream: that of `connect` and of `follow`. */
export function beginningOf(frame: string): { readonly mode: string; readonly seq: number } | undefined {
  if (!frame.includes('"mode":"')) return undefined
  const { data } = answerOf(frame)
  const mode = data?.['mode']
  const cursor = data?.['cursor']
  if (typeof mode !== 'string' || typeof cursor !== 'string') return undefined
  return { mode, seq: seqOfCursor(cursor) }
}

export function seqOfCursor(cursor: string | null): number {
  return cursor === null ? -1 : Number(cursor.slice(cursor.lastIndexOf(':') + 1))
}
