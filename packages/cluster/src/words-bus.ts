import type { Bus } from './bus.ts'

/** Words by way of a table: what is written is read by everybody who looks. */
export interface WordsTable {
  newest(): Promise<number>
  publish(words: readonly { readonly subject: string; readonly message: string }[]): Promise<void>
  read(
    after: number,
  ): Promise<readonly { readonly number: number; readonly subject: string; readonly message: string }[]>
  tidy(): Promise<void>
}

/** What is said within this time is written together. */
const GATHER_MS = 5
/** Words that wait for a table that is slow; above it the oldest go. */
const WAITING_MAX = 2_000
const TIDY_MS = 30_000

export interface WordsBusOptions {
  readonly table: WordsTable
  /** How long until the next look; asked after each. */
  readonly pollMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
  readonly onError: (error: unknown) => void
}

/** A bus by way of the database, for nodes that have no other: slower, and no less true. */
export function openWordsBus({ table, pollMs, after, onError }: WordsBusOptions): Bus {
  const hearers = new Map<string, Set<(message: string) => void>>()
  let waiting: { readonly subject: string; readonly message: string }[] = []
  let isWriting = false
  let isUp = false
  let isClosed = false
  let seen: number | undefined
  let stopPolling: (() => void) | undefined
  let sinceTidyMs = 0

  async function write(): Promise<void> {
    const words = waiting
    waiting = []
    try {
      await table.publish(words)
    } catch (error) {
      // Lost, as anything may be.
      onError(error)
    }
    if (waiting.length > 0) return write()
    isWriting = false
  }

  async function look(): Promise<void> {
    let isMore = false
    try {
      // What was said before this node began is not for it.
      seen ??= await table.newest()
      const words = await table.read(seen)
      isUp = true
      isMore = words.length > 0
      for (const { number, subject, message } of words) {
        seen = number
        for (const hear of hearers.get(subject) ?? []) hear(message)
      }
      if (sinceTidyMs >= TIDY_MS) {
        sinceTidyMs = 0
        await table.tidy()
      }
    } catch (error) {
      isUp = false
      onError(error)
    }
    if (isClosed) return
    const delayMs = isMore ? 0 : pollMs()
    sinceTidyMs += delayMs
    stopPolling = after(delayMs, () => void look())
  }
  void look()

  return {
    isUp: () => isUp,
    publish(subject, message) {
      if (isClosed) return
      waiting.push({ subject, message })
      if (waiting.length > WAITING_MAX) waiting.shift()
      if (isWriting) return
      isWriting = true
      after(GATHER_MS, () => void write())
    },
    subscribe(subject, hear) {
      const all = hearers.get(subject) ?? new Set()
      hearers.set(subject, all.add(hear))
      return () => void all.delete(hear)
    },
    async close() {
      isClosed = true
      stopPolling?.()
      if (waiting.length > 0) await write()
    },
  }
}
