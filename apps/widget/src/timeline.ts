/**
 * What stands in the log, computed from the SDK's state: the chat's messages, then those still on their way, cut by days and
 * joined into groups. Pure, so that every rule of the log can be tested without a page.
 */
import type { Refusal, VisitorOutboxItem } from '@pult/client'
import type { Action, Attachment, AuthorType, Message, Quote } from '@pult/protocol'

/** How far a message of the visitor's own has come; null for everybody else's. */
export type Mark = 'pending' | 'sent' | 'read' | 'failed' | null

export interface MessageRow {
  readonly kind: 'message'
  /** The same while the message is on its way and after, so that nothing blinks when it arrives. */
  readonly key: string
  /** Null until the server has it. */
  readonly id: string | null
  readonly authorType: AuthorType
  readonly authorName: string | null
  readonly body: string
  readonly attachments: readonly Attachment[]
  readonly quote: Quote | null
  readonly createdAtMs: number
  readonly edited: boolean
  readonly deleted: boolean
  /** Links, always; the bot's choices only until the visitor has written after them. */
  readonly actions: readonly Action[]
  readonly mark: Mark
  readonly error: Refusal | null
  /** Of its group: the author stands above the first, the time below the last. */
  readonly first: boolean
  readonly last: boolean
}
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly atMs: number }
  | { readonly kind: 'system'; readonly key: string; readonly body: string }
  | MessageRow

export interface TimelineInput {
  /** Oldest first. */
  readonly messages: readonly Message[]
  readonly outbox: readonly VisitorOutboxItem[]
  /** Names the visitor's local day of a moment; equal names are one day. */
  readonly dayOf: (atMs: number) => string
}

/** Messages of one author with no longer pause than this stand together. */
export const GROUP_PAUSE_MS_MAX = 5 * 60_000

export function timelineOf({ messages, outbox, dayOf }: TimelineInput): readonly Row[] {
  const known = new Map(messages.map((message) => [message.id as string, message]))
  const arrived = new Set(messages.map((message) => message.key))
  const readUpTo = messages.findLastIndex((message) => isOwn(message) && message.readAt != null)
  const answeredUpTo = outbox.length > 0 ? messages.length : messages.findLastIndex(isOwn)
  const flat = [
    ...messages.map((message, index) =>
      message.authorType === 'SYSTEM'
        ? ({
            kind: 'system',
            key: message.id,
            body: message.body,
            createdAtMs: Date.parse(message.createdAt),
          } as const)
        : messageRow(message, index <= readUpTo, index < answeredUpTo),
    ),
    ...outbox.filter((item) => !arrived.has(item.key)).map((item) => pendingRow(item, known)),
  ]

  const rows: Row[] = []
  let day: string | null = null
  for (const [index, entry] of flat.entries()) {
    const entryDay = dayOf(entry.createdAtMs)
    if (entryDay !== day) rows.push({ kind: 'day', key: `day ${entryDay}`, atMs: entry.createdAtMs })
    day = entryDay
    if (entry.kind === 'system') rows.push({ kind: 'system', key: entry.key, body: entry.body })
    else
      rows.push({
        ...entry,
        first: !together(flat[index - 1], entry, dayOf),
        last: !together(entry, flat[index + 1], dayOf),
      })
  }
  return rows
}

function messageRow(message: Message, read: boolean, answered: boolean): MessageRow {
  const deleted = message.deletedAt != null
  return {
    kind: 'message',
    key: message.key ?? message.id,
    id: message.id,
    authorType: message.authorType,
    authorName: message.authorName,
    body: deleted ? '' : message.body,
    attachments: deleted ? [] : message.attachments,
    quote: deleted ? null : (message.replyToMessage ?? message.replyTo ?? null),
    createdAtMs: Date.parse(message.createdAt),
    edited: (message.history?.length ?? 0) > 0,
    deleted,
    actions: deleted ? [] : (message.actions ?? []).filter((action) => action.url !== undefined || !answered),
    mark: !isOwn(message) ? null : read ? 'read' : 'sent',
    error: null,
    first: true,
    last: true,
  }
}

function pendingRow(item: VisitorOutboxItem, known: ReadonlyMap<string, Message>): MessageRow {
  const quoted = item.data.replyTo === undefined ? undefined : known.get(item.data.replyTo)
  return {
    kind: 'message',
    key: item.key,
    id: null,
    authorType: 'CLIENT',
    authorName: null,
    body: item.data.body,
    attachments: (item.data.attachments ?? []).filter(isAttachment),
    quote: quoted ?? null,
    createdAtMs: item.createdAtMs,
    edited: false,
    deleted: false,
    actions: [],
    mark: item.state === 'failed' ? 'failed' : item.state === 'sent' ? 'sent' : 'pending',
    error: item.error,
    first: true,
    last: true,
  }
}

const isOwn = (message: Message) => message.authorType === 'CLIENT'

/** The outbox keeps what was given to it; the widget gives whole attachments, so that they can be shown while they wait. */
function isAttachment(reference: unknown): reference is Attachment {
  return typeof reference === 'object' && reference !== null && 'url' in reference && 'mimeType' in reference
}

interface Entry {
  readonly kind: 'system' | 'message'
  readonly authorType?: AuthorType
  readonly authorName?: string | null
  readonly createdAtMs: number
}

function together(
  before: Entry | undefined,
  after: Entry | undefined,
  dayOf: (atMs: number) => string,
): boolean {
  return (
    before?.kind === 'message' &&
    after?.kind === 'message' &&
    before.authorType === after.authorType &&
    before.authorName === after.authorName &&
    after.createdAtMs - before.createdAtMs <= GROUP_PAUSE_MS_MAX &&
    dayOf(before.createdAtMs) === dayOf(after.createdAtMs)
  )
}
