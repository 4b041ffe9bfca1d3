/**
 * What a simulation counts. Every body ends in a mark of its own, so that a message is recognised wherever it comes out: once, twice or
 * not at all. Times in milliseconds of one monotonic clock.
 */
export type Side = 'client' | 'operator'

export interface Sent {
  readonly side: Side
  readonly atMs: number
  /** Set once acknowledged. */
  messageId?: string
  ackedAtMs?: number
  /** When the other side was told first. */
  toldAtMs?: number
  isRefused?: boolean
}

const MARK = / ·(\w+)$/

export class Tally {
  readonly messages = new Map<string, Sent>()
  /** How often life was faster than a command (a session that was just closed…), by code. */
  readonly refusals = new Map<string, number>()
  /** What should not happen, by code. */
  readonly errors = new Map<string, number>()
  sessions = 0
  reconnects = 0
  ratings = 0
  /** The same message told twice on one stream, and marks that stand in two messages. */
  readonly doubled = new Set<string>()
  readonly #told = new Set<string>()
  #nextMark = 0

  /** A new mark for a body; see {@link markedBody}. */
  sending(side: Side, atMs: number): string {
    this.#nextMark += 1
    const mark = `${side === 'client' ? 'c' : 'o'}${this.#nextMark.toString(36)}`
    this.messages.set(mark, { side, atMs })
    return mark
  }

  acknowledged(mark: string, messageId: string, atMs: number): void {
    const sent = this.messages.get(mark)
    if (sent === undefined) return
    sent.messageId = messageId
    sent.ackedAtMs = atMs
  }

  refused(mark: string): void {
    const sent = this.messages.get(mark)
    if (sent !== undefined) sent.isRefused = true
  }

  /** `stream`: whose stream told it; only the other side's counts as delivered. */
  told(
    body: string,
    messageId: string,
    stream: { readonly name: string; readonly side: Side },
    atMs: number,
  ): void {
    const mark = markOf(body)
    const sent = mark === undefined ? undefined : this.messages.get(mark)
    if (mark === undefined || sent === undefined) return
    const key = `${stream.name} ${messageId}`
    if (this.#told.has(key)) this.doubled.add(mark)
    this.#told.add(key)
    if (stream.side !== sent.side) sent.toldAtMs ??= atMs
  }

  /** What the server keeps, read back at the end. Returns the marks that were acknowledged and are not there. */
  compare(kept: Iterable<{ readonly id: string; readonly body: string }>): ReadonlySet<string> {
    const ids = new Map<string, string>()
    for (const { id, body } of kept) {
      const mark = markOf(body)
      if (mark === undefined) continue
      const known = ids.get(mark)
      if (known !== undefined && known !== id) this.doubled.add(mark)
      ids.set(mark, id)
    }
    const lost = new Set<string>()
    for (const [mark, { messageId }] of this.messages) {
      if (messageId !== undefined && ids.get(mark) !== messageId) lost.add(mark)
    }
    return lost
  }

  /** Messages of clients that were acknowledged and that no operator was told of. */
  unheard(): ReadonlySet<string> {
    const marks = [...this.messages].filter(
      ([, { side, messageId, toldAtMs }]) =>
        side === 'client' && messageId !== undefined && toldAtMs === undefined,
    )
    return new Set(marks.map(([mark]) => mark))
  }

  /** Messages that were neither acknowledged nor refused. */
  get pending(): number {
    let count = 0
    for (const { messageId, isRefused } of this.messages.values()) {
      if (messageId === undefined && isRefused !== true) count += 1
    }
    return count
  }
}

export function markedBody(text: string, mark: string): string {
  return `${text} ·${mark}`
}

export function markOf(body: string): string | undefined {
  return MARK.exec(body)?.[1]
}

export function count(counts: Map<string, number>, code: string): void {
  counts.set(code, (counts.get(code) ?? 0) + 1)
}
