import type { OperatorState, VisitorState } from '@pult/client'
import type { OwnedHost } from '@pult/gateway'
import type { ChatSession, Message, OperatorSnapshot } from '@pult/protocol'
import { operatorSnapshot } from '../../packages/gateway/src/stream/snapshot.ts'
import { clientMessageView, messageView } from '../../packages/gateway/src/views/message-view.ts'
import { clientSessionView } from '../../packages/gateway/src/views/session-view.ts'
import type { Check } from '../types.ts'
import { difference } from './difference.ts'
import { mayUse } from '../truth/audience.ts'
import type { Observed } from './observed.ts'
import { LAST_WORDS } from './g3-order.ts'
import { isOperatorTab } from './people.ts'
import { isCaughtUp, type TabView } from './tab-views.ts'

/** Looks between two comparisons of a tab: a comparison costs as much as a hundred steps. */
const LOOKS_BETWEEN = 12

/** Kept by a tab that has asked for canned replies. */
const CANNED_EVENTS: ReadonlySet<string> = new Set(['cannedReplyUpdated', 'cannedReplyDeleted'])

/** One part, however large: it is taken apart again at once. */
const ONE_PART_BYTES = Infinity

/** Old snapshot + events = fresh snapshot: what a tab shows when it has taken everything in is what the server would show somebody who comes now. */
export function checkState({ world, truth, views }: Observed): Check {
  /** What has come to each tab since it was compared last: counted when the comparison has held. */
  const heard = new Map<TabView, Set<string>>()
  /** Told their last words: for them there is no fresh snapshot. */
  const over = new Set<TabView>()
  let looks = 0

  views.onSnapshot((view) => void over.delete(view))
  views.onEvent((view, name) => {
    if (LAST_WORDS.has(name)) over.add(view)
    else over.delete(view)
    const names = heard.get(view)
    if (names === undefined) heard.set(view, new Set([name]))
    else names.add(name)
  })

  /** The node's present state, if it is what has been told: between two turns. */
  function hostAtRest(): OwnedHost | undefined {
    const { host } = world.node
    const isAtRest =
      host !== undefined &&
      host.engine.state.headSeq === truth.headSeq &&
      host.hub.ring.endSeq === truth.headSeq
    return isAtRest ? host : undefined
  }

  function compare(view: TabView, host: OwnedHost, isEnd: boolean): void {
    const { tab } = view
    if (tab.client.state.connection.name !== 'live' || over.has(view) || !isCaughtUp(truth, view)) return
    const found = isOperatorTab(tab)
      ? inOperatorState(tab.client.state, tab.operatorId, host)
      : inVisitorState(tab.client.state, host)
    if (found !== null) {
      world.broke('STATE', `${tab.name}, which stands at ${view.seq} of ${truth.headSeq}, shows ${found}`)
      return
    }
    const late = isOperatorTab(tab) ? inCannedReplies(tab.client.state, tab.operatorId) : null
    if (late !== null && isEnd) {
      world.broke('STATE', `${tab.name}, which stands at ${view.seq} of ${truth.headSeq}, shows ${late}`)
      return
    }
    const flavour = isOperatorTab(tab) ? 'operator' : 'client'
    const isLoaded = isOperatorTab(tab) && tab.client.state.cannedReplies !== null
    for (const name of heard.get(view) ?? []) {
      if (!CANNED_EVENTS.has(name) || (isLoaded && late === null)) world.mark(eventMark(flavour, name))
    }
    heard.delete(view)
  }

  /** They are read beside the stream when rights change, so only what is shown in the end counts. */
  function inCannedReplies({ cannedReplies }: OperatorState, operatorId: string): string | null {
    if (cannedReplies === null) return null
    const due = [...truth.cannedReplies.values()].filter((reply) => mayUse(truth, reply).includes(operatorId))
    return difference('canned reply', cannedReplies, byId(due))
  }

  /** What the screen shows otherwise than the server would, or null. */
  function inOperatorState(state: OperatorState, operatorId: string, host: OwnedHost): string | null {
    const id = operatorId as Parameters<typeof operatorSnapshot>[1]
    const parts = operatorSnapshot(host.engine.state, id, '', host.hub.context, ONE_PART_BYTES)
    const { data } = JSON.parse(parts.next().value as string) as { data: OperatorSnapshot }
    const cards = [...data.sessions, ...data.help, ...data.watched]
    return (
      difference(
        'card',
        byId([...state.sessions.values()].map(withoutRev)),
        byId<ChatSession>(cards.map(withoutRev)),
      ) ??
      difference('operator', state.operators, byId(data.operators)) ??
      difference('group', state.groups, byId(data.groups)) ??
      difference('channel', state.channels, byId(data.channels)) ??
      inOpenedChats(state, host)
    )
  }

  function inOpenedChats(state: OperatorState, host: OwnedHost): string | null {
    for (const [sessionId, list] of state.messages) {
      const history = state.histories.get(sessionId)
      // What has left the view is not kept current, and what is being loaded is not there yet.
      if (!state.sessions.has(sessionId) || history?.loading !== false || history.error !== null) continue
      const first = list[0]?.id ?? ''
      const messages = truth
        .messagesOf(sessionId)
        .filter((id) => list.length === 0 || id >= first)
        .map((id) => messageView(truth.messageNow(id)!, host.hub.context.sign, false))
      const found = difference(
        'message',
        byId(list.map(shownToOperator)),
        byId(messages.map(shownToOperator)),
      )
      if (found !== null) return `${found}, in the opened chat of session ${sessionId}`
    }
    return null
  }

  function inVisitorState(state: VisitorState, host: OwnedHost): string | null {
    const chatId = state.client?.chatId
    if (chatId === undefined) return null
    const lastId = truth.chats.get(chatId)?.lastSessionId ?? null
    const { sessions } = host.engine.state
    const session = lastId === null ? undefined : sessions.get(lastId as ChatSession['id'])
    if (lastId !== null && session !== undefined) {
      const fresh = clientSessionView(session, host.hub.context.operatorName)
      const found = difference(
        'session',
        byId(state.session === null ? [] : [withoutRev(state.session)]),
        byId([withoutRev(fresh)]),
      )
      if (found !== null) return found
    }
    if (state.history.loading || state.history.error !== null) return null
    const first = state.messages[0]?.id ?? ''
    const all = [...truth.messages.values()].filter(
      (message) => message.chatId === chatId && (state.messages.length === 0 || message.id >= first),
    )
    const messages = all.map(({ id }) => clientMessageView(truth.messageNow(id)!, host.hub.context.sign))
    return difference('message', byId(state.messages.map(shown)), byId(messages.map(shown)))
  }

  return {
    name: 'STATE',
    onLook() {
      looks += 1
      const all = views.all()
      const host = hostAtRest()
      if (host === undefined) return
      for (const [index, view] of all.entries()) {
        if (view.tab.isOpen && (looks + index) % LOOKS_BETWEEN === 0) compare(view, host, false)
      }
    },
    onEnd() {
      const host = hostAtRest()
      if (host === undefined) return
      for (const view of views.all()) if (view.tab.isOpen) compare(view, host, true)
    },
  }
}

/** Reached when a tab has taken the event in and then showed what a fresh snapshot shows. */
export function eventMark(flavour: 'operator' | 'client', name: string): string {
  return `${flavour}: ${name} folded`
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}

/** What a person sees of a message. Its key is its author's; the quoted message's present words depend on what else is on screen. */
function shown(message: Message): Partial<Message> & { readonly id: string } {
  const { key: _key, replyToMessage: _now, replyTo: _then, history, ...rest } = message
  return {
    ...rest,
    ...(history === undefined ? {} : { history: history.map(({ editedAt }) => ({ editedAt })) }),
  }
}

/** An operator's own reading comes as the card: when exactly a client's message was read is not followed in a list that is open. */
function shownToOperator(message: Message): ReturnType<typeof shown> {
  return message.authorType === 'CLIENT' ? shown({ ...message, readAt: null }) : shown(message)
}

/**
 * The number of a card's last change, which nobody is shown: an edit of a message that is not on the card changes it at the server, and the
 * contract's `chatMessageEdited` does not say in which session it was.
 */
function withoutRev<T extends { readonly rev: number }>(session: T): T {
  return { ...session, rev: 0 }
}
