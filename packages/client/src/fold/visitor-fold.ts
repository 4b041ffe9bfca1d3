import type { ClientEventData, ClientEventName, ClientSnapshot, Message } from '@pult/protocol'
import type { VisitorState } from '../state.ts'
import type { Delivery } from './delivery.ts'
import { createDraft, type Draft } from './draft.ts'
import { foldMessages, merged } from './messages.ts'

type VisitorDraft = Draft<VisitorState>

type Rule<Name extends ClientEventName> = (
  draft: VisitorDraft,
  data: ClientEventData[Name],
  event: Delivery,
  nowMs: number,
) => void

/** [F1] Every event of a client's stream has its rule here. */
export const visitorFold: { readonly [Name in ClientEventName]: Rule<Name> } = {
  chatSessionStarted: (draft, session) => draft.set('session', session),
  chatSessionUpdated: (draft, session) => draft.set('session', session),
  chatSessionClosed: (draft, { sessionId, closedAt }, event) => close(draft, sessionId, closedAt, event),
  sessionClosedByClient: (draft, { sessionId, closedAt }, event) => close(draft, sessionId, closedAt, event),
  chatSessionRated: (draft, { sessionId, score }, event) => {
    const { session } = draft.now
    if (session?.id === sessionId) draft.set('session', { ...session, score, rev: event.seq ?? session.rev })
  },
  chatMessageCreated: (draft, message, event) => {
    inList(draft, event)
    if (draft.now.typing?.authorId === message.authorId) draft.set('typing', null)
  },
  chatMessageEdited: (draft, _data, event) => {
    inList(draft, event)
    draft.set('messages', draft.now.messages.map(withoutOldBodies))
  },
  chatMessageDeleted: (draft, _data, event) => inList(draft, event),
  chatMessageRead: (draft, _data, event) => inList(draft, event),
  typing: (draft, data, _event, nowMs) => {
    if (data.authorType === 'CLIENT') return
    draft.set('typing', data.expiresInMs <= 0 ? null : { ...data, untilMs: nowMs + data.expiresInMs })
  },
}

/** Folds events in, in their order. Gives the same object when nothing changed. Unknown names change nothing [W1]. */
export function foldVisitor(state: VisitorState, events: readonly Delivery[], nowMs: number): VisitorState {
  const draft = createDraft(state)
  for (const event of events) {
    if (!Object.hasOwn(visitorFold, event.name)) continue
    const rule = visitorFold[event.name as ClientEventName] as Rule<ClientEventName>
    rule(draft, event.data as never, event, nowMs)
  }
  const { messages } = draft.now
  if (messages !== state.messages) draft.set('unread', unreadOf(messages))
  return draft.now
}

/** [S2] The state of a complete snapshot: the session and the newest messages. */
export function replaceVisitor(state: VisitorState, parts: readonly unknown[]): VisitorState {
  const snapshot = parts as readonly Partial<ClientSnapshot>[]
  const messages = merged(
    [],
    snapshot.flatMap((part) => part.messages ?? []),
  )
  const older = snapshot.findLast((part) => part.older !== undefined)?.older ?? null
  return {
    ...state,
    session: snapshot.findLast((part) => part.session !== undefined)?.session ?? null,
    messages,
    unread: unreadOf(messages),
    history: { loading: false, older, error: null },
    typing: null,
  }
}

/** What the client has not read of what the others wrote. */
export function unreadOf(messages: readonly Message[]): number {
  return messages.filter(
    (message) => message.authorType !== 'CLIENT' && !message.readAt && !message.deletedAt,
  ).length
}

/** [A8] A client sees that a message was edited, not what stood there before. */
function withoutOldBodies(message: Message): Message {
  if (message.history === undefined) return message
  return { ...message, history: message.history.map(({ editedAt }) => ({ editedAt })) }
}

function inList(draft: VisitorDraft, event: Delivery): void {
  // Before a page was read nothing is ahead: no comparison with undefined holds.
  draft.set('messages', foldMessages(draft.now.messages, event, event.seq! <= draft.now.history.seq!))
}

function close(draft: VisitorDraft, sessionId: string, closedAt: string, event: Delivery): void {
  const { session } = draft.now
  if (session?.id !== sessionId) return
  draft.set('session', { ...session, status: 'CLOSED', closedAt, rev: event.seq ?? session.rev })
  draft.set('typing', null)
}
