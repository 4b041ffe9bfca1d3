import type { Message, Note } from '@pult/protocol'
import type { OperatorOutboxItem } from '@pult/client'

/** One line of a chat: what was written, what is on its way, or a colleague's remark. */
export type Entry =
  | { readonly kind: 'message'; readonly id: string; readonly at: string; readonly message: Message }
  | { readonly kind: 'note'; readonly id: string; readonly at: string; readonly note: Note }
  | {
      readonly kind: 'pending'
      readonly id: string
      readonly at: string
      readonly pending: OperatorOutboxItem
    }

/** What one day holds, with the first moment of it that was written. */
export interface Day {
  readonly key: string
  readonly at: string
  readonly lines: readonly Line[]
}

/** `opensRun`: the author or the session changed, or a while has passed, so that name and time are worth repeating. */
export interface Line {
  readonly entry: Entry
  readonly opensRun: boolean
  readonly opensSession: boolean
}

/** Messages of one author within it stand together under one name. */
export const RUN_MS = 5 * 60_000

/** Messages and notes by time and, within a millisecond, by id; what is on its way comes last, in the order of writing. */
export function entriesOf(
  messages: Iterable<Message>,
  notes: Iterable<Note>,
  pending: Iterable<OperatorOutboxItem>,
): Entry[] {
  const told: Entry[] = []
  const keys = new Set<string>()
  for (const message of messages) {
    told.push({ kind: 'message', id: message.id, at: message.createdAt, message })
    if (message.key !== undefined) keys.add(message.key)
  }
  for (const note of notes) told.push({ kind: 'note', id: note.id, at: note.createdAt, note })
  told.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
  // Between the acknowledgement and the clearing of the outbox a message may stand in both; one line is enough.
  for (const item of pending)
    if (!keys.has(item.key))
      told.push({
        kind: 'pending',
        id: item.key,
        at: new Date(item.createdAtMs).toISOString(),
        pending: item,
      })
  return told
}

/** Groups by the reader's own days. `dayOf` gives the local day of a time, so that the time zone is an argument. */
export function daysOf(entries: readonly Entry[], dayOf: (at: string) => string): Day[] {
  const days: { key: string; at: string; lines: Line[] }[] = []
  let previous: Entry | undefined
  for (const entry of entries) {
    const key = dayOf(entry.at)
    let day = days.at(-1)
    const newDay = day === undefined || day.key !== key
    if (day === undefined || newDay) {
      day = { key, at: entry.at, lines: [] }
      days.push(day)
    }
    const opensSession = previous !== undefined && sessionOf(previous) !== sessionOf(entry)
    day.lines.push({ entry, opensSession, opensRun: newDay || opensSession || !continues(previous, entry) })
    previous = entry
  }
  return days
}

function continues(previous: Entry | undefined, entry: Entry): boolean {
  if (previous === undefined || authorOf(previous) !== authorOf(entry)) return false
  return Date.parse(entry.at) - Date.parse(previous.at) < RUN_MS
}

function sessionOf(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
      return entry.message.sessionId
    case 'note':
      return entry.note.sessionId
    case 'pending':
      return entry.pending.data.sessionId
  }
}

function authorOf(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
      return `${entry.message.authorType} ${entry.message.authorId}`
    case 'note':
      return `note ${entry.note.authorId}`
    case 'pending':
      return `pending`
  }
}
