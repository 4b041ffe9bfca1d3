import type { ChatSession, Note } from '@pult/protocol'
import type { Page } from '../client-face.ts'
import { isInView } from '../fold/cards.ts'
import { createMapDraft } from '../fold/map-draft.ts'
import { merged, type Messages } from '../fold/messages.ts'
import type { Http } from '../http.ts'
import type { Clock } from '../options.ts'
import { refusalIn } from '../pult-error.ts'
import type { Core } from '../shell/core.ts'
import type { HistoryState, OperatorOutboxItem, OperatorState } from '../state.ts'
import { readPage } from './page-reader.ts'
import type { SessionActivities } from './session-activities.ts'

/** The histories that an operator has on screen: loaded once, kept current by events, loaded anew after a snapshot. */
export interface OpenedSessions {
  readonly open: (sessionId: string) => Promise<void>
  readonly loadOlder: (sessionId: string) => Promise<void>
  readonly leave: (sessionId: string) => void
}

/**
 * The messages are asked for at once; notes and steps when whoever opened the session has had the time for a picture of it, since each request takes
 * some of that time. They still come before one has read the first line.
 */
const REST_MS = 20

export function createOpenedSessions(
  core: Core<OperatorState, OperatorOutboxItem['data']>,
  http: Http,
  activities: SessionActivities,
  clock: Clock,
): OpenedSessions {
  /** Of each session the newest load counts; an older one that is late, or a session that was left, does not. */
  const loads = new Map<string, object>()
  /** Opened, and out of view for a while: what is said meanwhile is not told to us. */
  const away = new Set<string>()

  function setHistory(sessionId: string, history: HistoryState): void {
    core.change((state) => {
      const draft = createMapDraft(state)
      draft.map('histories').set(sessionId, history)
      return draft.now
    })
  }

  function setMessages(sessionId: string, messages: Messages): void {
    core.change((state) => {
      const draft = createMapDraft(state)
      draft.map('messages').set(sessionId, messages)
      return draft.now
    })
  }

  async function load(sessionId: string, act: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const mine = {}
    loads.set(sessionId, mine)
    const isCurrent = () => loads.get(sessionId) === mine
    const older = core.state.histories.get(sessionId)?.older ?? null
    setHistory(sessionId, { loading: true, older, error: null })
    try {
      await act(isCurrent)
    } catch (error) {
      if (isCurrent()) setHistory(sessionId, { loading: false, older, error: refusalIn(error) })
      throw error
    }
  }

  async function open(sessionId: string): Promise<void> {
    if (!core.state.sessions.has(sessionId)) away.add(sessionId)
    core.change((state) => {
      if (state.messages.has(sessionId)) return state
      const draft = createMapDraft(state)
      draft.map('messages').set(sessionId, [])
      draft.map('notes').set(sessionId, [])
      return draft.now
    })
    await load(sessionId, async (isCurrent) => {
      const reading = readPage(
        http,
        pathOf(sessionId, 'messages'),
        undefined,
        core.onDelivery,
        (message) => message.sessionId === sessionId,
      )
      // As soon as they are here: what happened on their way is in them, and from here on events keep the list current.
      const shown = reading.then((page) => {
        if (isCurrent()) setMessages(sessionId, page.messages)
        return page
      })
      // Whichever fails, each has somebody who hears of it.
      shown.catch(() => {})
      await new Promise<void>((resolve) => clock.after(REST_MS, resolve))
      if (!isCurrent()) return
      const steps = activities.load(sessionId)
      const notes = http.read<Page<Note>>(pathOf(sessionId, 'notes'))
      notes.catch(() => {})
      const page = await shown
      const { items } = (await notes).value
      await steps
      if (!isCurrent()) return
      core.change((state) => {
        const draft = createMapDraft(state)
        draft.map('notes').set(sessionId, merged(items, state.notes.get(sessionId) ?? []))
        draft.map('histories').set(sessionId, { loading: false, older: page.older, error: null })
        return draft.now
      })
    })
  }

  async function loadOlder(sessionId: string): Promise<void> {
    const history = core.state.histories.get(sessionId)
    if (history === undefined || history.older === null || history.loading) return
    const after = history.older
    await load(sessionId, async (isCurrent) => {
      const page = await readPage(http, pathOf(sessionId, 'messages'), after, core.onDelivery, () => false)
      if (!isCurrent()) return
      core.change((state) => {
        const draft = createMapDraft(state)
        draft.map('messages').set(sessionId, merged(page.messages, state.messages.get(sessionId) ?? []))
        draft.map('histories').set(sessionId, { loading: false, older: page.older, error: null })
        return draft.now
      })
    })
  }

  // Event by event: replayed together, a session may leave and come back without the state ever showing it.
  core.onDelivery(({ name, data }) => {
    const { sessions, messages, me } = core.state
    if (messages.size === 0) return
    if (name === 'operatorUpdated') {
      for (const id of messages.keys()) if (!sessions.has(id)) away.add(id)
      return
    }
    const left = name === 'chatSessionDeleted' ? (data as { sessionId: string }).sessionId : undefined
    const card = cardEvents.has(name) ? (data as ChatSession) : undefined
    const gone = left ?? (card !== undefined && !isInView(card, me) ? card.id : '')
    if (messages.has(gone)) away.add(gone)
    const back = card?.id ?? (name === 'operatorNotFound' ? (data as { sessionId: string }).sessionId : '')
    if (!sessions.has(back) || !away.delete(back)) return
    if (messages.has(back)) open(back).catch(() => {})
  })
  core.onReplaced(() => {
    away.clear()
    // What was missed is not told after a snapshot. A failure shows in `histories`.
    for (const sessionId of core.state.messages.keys()) open(sessionId).catch(() => {})
  })

  return {
    open,
    loadOlder,
    leave(sessionId) {
      loads.delete(sessionId)
      away.delete(sessionId)
      activities.leave(sessionId)
      core.change((state) => {
        const draft = createMapDraft(state)
        draft.map('messages').delete(sessionId)
        draft.map('notes').delete(sessionId)
        draft.map('histories').delete(sessionId)
        return draft.now
      })
    },
  }
}

const cardEvents: ReadonlySet<string> = new Set([
  'chatSessionStarted',
  'chatSessionAdded',
  'chatSessionUpdated',
  'chatSessionSwitchedFromBotToOperator',
])

function pathOf(sessionId: string, what: 'messages' | 'notes'): string {
  return `/sessions/${encodeURIComponent(sessionId)}/${what}`
}
