import type { OperatorOutboxItem } from '@pult/client'
import type { Activity, Message, Note } from '@pult/protocol'

/** One line of a chat: what was written, a colleague's remark, what happened to the session, or what is on its way. */
export type Entry =
  | { readonly kind: 'message'; readonly id: string; readonly at: string; readonly message: Message }
  | { readonly kind: 'note'; readonly id: string; readonly at: string; readonly note: Note }
  | {
      readonly kind: 'steps'
      readonly id: string
      readonly at: string
      readonly steps: readonly Activity[]
    }
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

/** Of one chat; each oldest first. */
export interface Told {
  readonly messages: readonly Message[]
  readonly notes: readonly Note[]
  readonly steps: readonly Activity[]
  readonly pending: readonly OperatorOutboxItem[]
}

/**
 * Messages, notes and steps by time and, within a millisecond, by id; what is on its way comes last, in the order of writing. Steps
 * of a session between which nobody said anything are one entry. Notes and steps from before the oldest loaded message wait until it is reached.
 */
export function entriesOf({ messages, notes, steps, pending }: Told, reachesStart = true): Entry[] {
  const told: Entry[] = []
  const keys = new Set<string>()
  for (const message of messages) {
    told.push({ kind: 'message', id: message.id, at: message.createdAt, message })
    if (message.key !== undefined) keys.add(message.key)
  }
  const startAt = reachesStart ? '' : (messages[0]?.createdAt ?? '')
  for (const note of notes)
    if (note.createdAt >= startAt) told.push({ kind: 'note', id: note.id, at: note.createdAt, note })
  for (const step of steps)
    if (step.at >= startAt) told.push({ kind: 'steps', id: step.id, at: step.at, steps: [step] })
  // Nearly sorted already, which costs this sort next to nothing.
  told.sort((a, b) => (a.at === b.at ? orderWithin(a, b) : a.at < b.at ? -1 : 1))
  const entries = withFoldedSteps(told)
  // Between the acknowledgement and the clearing of the outbox a message may stand in both; one line is enough.
  for (const item of pending)
    if (!keys.has(item.key))
      entries.push({
        kind: 'pending',
        id: item.key,
        at: new Date(item.createdAtMs).toISOString(),
        pending: item,
      })
  return entries
}

/**
 * Where an entry that was told stands in its chat: the order of these texts is the order of {@link entriesOf}. A moment alone is no place:
 * much may happen within a millisecond.
 */
export function placeOf(entry: Entry): string {
  return `${entry.at} ${rankOf(entry)} ${entry.id}`
}

/** A session begins before its first message, and what else a message brought about comes after it. Ids of one kind sort by creation. */
function orderWithin(a: Entry, b: Entry): number {
  return rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1)
}

function rankOf(entry: Entry): number {
  if (entry.kind !== 'steps') return 1
  return entry.steps[0]?.kind === 'STARTED' ? 0 : 2
}

function withFoldedSteps(told: readonly Entry[]): Entry[] {
  const entries: Entry[] = []
  for (const entry of told) {
    const last = entries.at(-1)
    if (entry.kind === 'steps' && last?.kind === 'steps' && sessionOf(entry) === sessionOf(last))
      entries[entries.length - 1] = { ...last, steps: [...last.steps, ...entry.steps] }
    else entries.push(entry)
  }
  return entries
}

/**
 * Groups by the reader's own days. `dayOf` gives the local day of a time, so that the time zone is an argument; `before` is the entry
 * before the first, where there is one, so that a part of a chat looks as it does within the whole. `beginsBreak`: with the first entry a
 * session begins that has to be told from the ones below.
 */
export function daysOf(
  entries: readonly Entry[],
  dayOf: (at: string) => string,
  before?: Entry,
  beginsBreak = false,
): Day[] {
  const days: { key: string; at: string; lines: Line[] }[] = []
  let previous = before
  let previousDay = before === undefined ? undefined : dayOf(before.at)
  for (const entry of entries) {
    const key = dayOf(entry.at)
    let day = days.at(-1)
    if (day === undefined || day.key !== key) {
      day = { key, at: entry.at, lines: [] }
      days.push(day)
    }
    const opensSession = previous === undefined ? beginsBreak : sessionOf(previous) !== sessionOf(entry)
    const opensRun = key !== previousDay || opensSession || !continues(previous, entry)
    day.lines.push({ entry, opensSession, opensRun })
    previous = entry
    previousDay = key
  }
  return days
}

function continues(previous: Entry | undefined, entry: Entry): boolean {
  if (previous === undefined || authorOf(previous) !== authorOf(entry)) return false
  return Date.parse(entry.at) - Date.parse(previous.at) < RUN_MS
}

export function sessionOf(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
      return entry.message.sessionId
    case 'note':
      return entry.note.sessionId
    case 'steps':
      return entry.steps[0]?.sessionId ?? ''
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
    case 'steps':
      return 'steps'
    case 'pending':
      return `pending`
  }
}
