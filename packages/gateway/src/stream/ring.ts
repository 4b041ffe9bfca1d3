import { includesOperator, type Audience, type LogRecord, type Workspace } from '@pult/engine'
import type { ChatId, ClientEventName, OperatorEventName, OperatorId } from '@pult/protocol'

/** Records kept in memory for those who come back: a few minutes of a busy workspace. */
export const RING_RECORDS_MAX = 16_384
/** Characters of messages in them: what a workspace that says little at a time never reaches, and one that pastes whole files does not exceed. */
export const RING_CHARS_MAX = 16 * 1024 * 1024

export type Viewer =
  | { readonly flavour: 'OPERATOR'; readonly operatorId: OperatorId; readonly loginId: string }
  | { readonly flavour: 'CLIENT'; readonly chatId: ChatId }

/** The name under which a viewer is told of a record, or undefined: nobody is told one fact twice. */
export function tellingFor(
  state: Readonly<Workspace>,
  record: LogRecord,
  viewer: Viewer,
): OperatorEventName | ClientEventName | undefined {
  for (const { as, to } of record.fact.tell) {
    if (concerns(state, to, viewer)) return as
  }
  return undefined
}

function concerns(state: Readonly<Workspace>, to: Audience, viewer: Viewer): boolean {
  if (viewer.flavour === 'CLIENT') return to.chat === viewer.chatId
  return includesOperator(state, to, viewer.operatorId, viewer.loginId)
}

/** The newest records in order, with the places at which each chat is concerned, so that a client's resume reads only its own. */
export class Ring {
  #records: LogRecord[] = []
  /** How many of `#records` have been let go at the front. */
  #dropped = 0
  /** What those weigh that are still in the array. */
  #droppedChars = 0
  readonly #chats = new Map<ChatId, number[]>()
  #chars = 0

  /** The `seq` before the oldest record that is here. */
  get startSeq(): number {
    const oldest = this.#records[this.#dropped]
    return oldest === undefined ? this.#endSeq : oldest.seq - 1
  }

  #endSeq: number

  /** `endSeq`: where the log stands. */
  constructor(endSeq: number) {
    this.#endSeq = endSeq
  }

  get endSeq(): number {
    return this.#endSeq
  }

  push(record: LogRecord): void {
    this.#records.push(record)
    this.#endSeq = record.seq
    for (const chat of chatsOf(record)) {
      const places = this.#chats.get(chat)
      if (places === undefined) this.#chats.set(chat, [record.seq])
      else places.push(record.seq)
    }
    this.#chars += charsOf(record)
    while (this.#records.length - this.#dropped > RING_RECORDS_MAX || this.#chars > RING_CHARS_MAX)
      this.#dropOldest()
  }

  /** Records after `seq`, which must not lie before {@link startSeq}; only those that may concern the viewer. */
  *after(seq: number, viewer: Viewer): Generator<LogRecord> {
    const first = this.#records[this.#dropped]
    if (first === undefined) return
    if (viewer.flavour === 'CLIENT') {
      for (const place of this.#chats.get(viewer.chatId) ?? []) {
        if (place > seq) yield this.#records[this.#dropped + place - first.seq]!
      }
      return
    }
    for (
      let index = this.#dropped + Math.max(0, seq + 1 - first.seq);
      index < this.#records.length;
      index += 1
    ) {
      yield this.#records[index]!
    }
  }

  /** Lets the oldest go. Arrays and places are tidied once in a while: doing it for every record would cost more than the room it saves. */
  #dropOldest(): void {
    const chars = charsOf(this.#records[this.#dropped]!)
    this.#chars -= chars
    this.#dropped += 1
    this.#droppedChars += chars
    if (this.#dropped < RING_RECORDS_MAX / 4 && this.#droppedChars < RING_CHARS_MAX / 4) return
    this.#records = this.#records.slice(this.#dropped)
    this.#dropped = 0
    this.#droppedChars = 0
    const { startSeq } = this
    for (const [chat, places] of this.#chats) {
      if (places[0]! > startSeq) continue
      const kept = places.filter((place) => place > startSeq)
      if (kept.length === 0) this.#chats.delete(chat)
      else this.#chats.set(chat, kept)
    }
  }
}

/** What makes a record large: the words of a message, of its quotes and of what stood there before. */
function charsOf({ fact }: LogRecord): number {
  if (fact.type !== 'message' && fact.type !== 'messageChanged') return 0
  const { body, replyTo, history } = fact.message
  let chars = body.length + (replyTo?.body.length ?? 0)
  if (history !== undefined) for (const edit of history) chars += edit.body?.length ?? 0
  return chars
}

function chatsOf(record: LogRecord): Iterable<ChatId> {
  const { tell } = record.fact
  const first = tell[0]?.to.chat
  // Nearly always there is one.
  if (tell.length <= 1) return first === undefined ? NONE : [first]
  return new Set(tell.flatMap(({ to }) => (to.chat === undefined ? [] : [to.chat])))
}

const NONE: readonly ChatId[] = []
