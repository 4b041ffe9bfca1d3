import type { Attachment, ClientEventData, Message } from '@pult/protocol'
import type { Delivery } from './delivery.ts'

/** Lists of messages, oldest first. Ids sort by creation, so a list is sorted by id and holds each once. */
export type Messages = readonly Message[]

/** Edits kept of one message, as the server keeps them. */
const HISTORY_MAX = 50

export function findMessage(list: Messages, id: string): Message | undefined {
  return list.find((message) => message.id === id)
}

/** Both lists; where both have one, that of `newer`. */
export function merged<One extends { readonly id: string }>(
  older: readonly One[],
  newer: readonly One[],
): readonly One[] {
  const both = new Map([...older, ...newer].map((one) => [one.id, one]))
  return [...both.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

export function edited(
  message: Message,
  edit: { readonly body: string; readonly attachments: Attachment[] },
  at: string,
): Message {
  const history = [...(message.history ?? []), { editedAt: at, body: message.body }].slice(-HISTORY_MAX)
  return { ...message, body: edit.body, attachments: edit.attachments, updatedAt: at, history }
}

/** A deleted message stays in its place without its words. */
export function deleted(message: Message, at: string): Message {
  const { history: _history, actions: _actions, ...rest } = message
  return { ...rest, ...noWords, updatedAt: at, deletedAt: at }
}

/** The other side has read a message of this side, if it is one and not after `upTo`. */
export function readUpTo(message: Message, upTo: string, byClient: boolean, at: string): Message {
  const isTheirs = (message.authorType === 'CLIENT') !== byClient
  return isTheirs && message.id <= upTo && !message.readAt ? { ...message, readAt: at } : message
}

type Words = Pick<Message, 'body' | 'attachments'>

/** What a deleted message has left. */
export const noWords: Words = { body: '', attachments: [] }

/** A message that quotes another, with that one's words as they are now [PROTOCOL, Values: `replyToMessage`]; any other as it is. */
export function requoted(message: Message, quotedId: string, { body, attachments }: Words): Message {
  const quote = message.replyToMessage
  return quote?.id === quotedId ? { ...message, replyToMessage: { ...quote, body, attachments } } : message
}

/** One message as it is now, in its own place and where it is quoted; `words` are its own when it stands further up than the list goes. */
function replaced(list: Messages, id: string, words: Words, change: (message: Message) => Message): Messages {
  const now = findMessage(list, id)
  const next = now && change(now)
  return list.map((message) => (message.id === id ? next! : requoted(message, id, next ?? words)))
}

/**
 * What an event of messages does to a list that it belongs to. Other events leave the list as it is. `mayBeIn`: a page that was read may be ahead of
 * the event.
 */
export function foldMessages(list: Messages, event: Delivery, mayBeIn = true): Messages {
  switch (event.name) {
    case 'chatMessageCreated':
      // A page that was read meanwhile has it already, and as it is now.
      return merged([event.data as Message], list)
    case 'chatMessageEdited': {
      const edit = event.data as ClientEventData['chatMessageEdited']
      return replaced(list, edit.messageId, edit, (message) =>
        mayBeIn && isEditApplied(message, edit.body, event.at) ? message : edited(message, edit, event.at),
      )
    }
    case 'chatMessageDeleted': {
      const { messageId, deletedAt } = event.data as ClientEventData['chatMessageDeleted']
      return replaced(list, messageId, noWords, (message) => deleted(message, deletedAt))
    }
    case 'chatMessageRead': {
      const { messageId } = event.data as ClientEventData['chatMessageRead']
      const last = findMessage(list, messageId)
      // Ids sort across chats: a mark of another chat would reach into this list.
      if (last === undefined) return list
      const byClient = last.authorType !== 'CLIENT'
      // A mark holds for its session: a client's list has those before it too.
      return list.map((message) =>
        message.sessionId === last.sessionId ? readUpTo(message, messageId, byClient, event.at) : message,
      )
    }
    default:
      return list
  }
}

/**
 * A page read over HTTP may have the edit that its event brings again, and what came after it: later edits, of the same moment too, or the message's
 * end. Clients are told when a message was edited and not what stood there: of their edits of one moment any may be the one that a page ahead has.
 */
function isEditApplied(message: Message, body: string, at: string): boolean | undefined {
  return (
    message.deletedAt != null ||
    message.history?.some(
      ({ editedAt }, index, all) => editedAt === at && ((all[index + 1] ?? message).body ?? body) === body,
    )
  )
}
