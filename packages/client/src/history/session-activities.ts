import { PAGE_ITEMS_MAX, type Activity, type ChatSession } from '@pult/protocol'
import type { Page } from '../client-face.ts'
import { createMapDraft } from '../fold/map-draft.ts'
import type { Http } from '../http.ts'
import type { Clock } from '../options.ts'
import type { Core } from '../shell/core.ts'
import type { OperatorOutboxItem, OperatorState } from '../state.ts'

/** The way of each opened session, read anew when something on it has changed: no event tells it. */
export interface SessionActivities {
  /** Never rejects: a session without its lines can be worked with, and the next change reads them again. */
  readonly load: (sessionId: string) => Promise<void>
  readonly leave: (sessionId: string) => void
  /** Lets go of timers. */
  readonly rest: () => void
}

/** A change of hands is told in several events; one reading shows them all. */
const RELOAD_MS = 250

export function createSessionActivities(
  core: Core<OperatorState, OperatorOutboxItem['data']>,
  http: Http,
  clock: Clock,
): SessionActivities {
  /** Of each session the newest load counts. */
  const loads = new Map<string, object>()
  const waiting = new Map<string, () => void>()
  /** Who had each opened session when its card was last told. */
  const hands = new Map<string, string>()

  async function load(sessionId: string): Promise<void> {
    const mine = {}
    loads.set(sessionId, mine)
    const card = core.state.sessions.get(sessionId)
    if (card !== undefined) hands.set(sessionId, handsOf(card))
    const path = `/sessions/${encodeURIComponent(sessionId)}/activities`
    const read = await http.read<Page<Activity>>(path, { limit: PAGE_ITEMS_MAX }).catch(() => undefined)
    if (read === undefined || loads.get(sessionId) !== mine) return
    core.change((state) => {
      const draft = createMapDraft(state)
      draft.map('activities').set(sessionId, read.value.items.toReversed())
      return draft.now
    })
  }

  function soon(sessionId: string): void {
    if (waiting.has(sessionId)) return
    const cancel = clock.after(RELOAD_MS, () => {
      waiting.delete(sessionId)
      void load(sessionId)
    })
    waiting.set(sessionId, cancel)
  }

  core.onDelivery(({ name, data }) => {
    const { id, sessionId = id } = data as { readonly id?: string; readonly sessionId?: string }
    if (sessionId === undefined || !core.state.messages.has(sessionId)) return
    if (steps.has(name)) return soon(sessionId)
    if (!cards.has(name)) return
    const now = handsOf(data as ChatSession)
    if (hands.get(sessionId) === now) return
    hands.set(sessionId, now)
    soon(sessionId)
  })

  function forget(sessionId: string): void {
    waiting.get(sessionId)?.()
    waiting.delete(sessionId)
  }

  return {
    load,
    leave(sessionId) {
      forget(sessionId)
      loads.delete(sessionId)
      hands.delete(sessionId)
      core.change((state) => {
        const draft = createMapDraft(state)
        draft.map('activities').delete(sessionId)
        return draft.now
      })
    },
    rest() {
      for (const sessionId of waiting.keys()) forget(sessionId)
    },
  }
}

function handsOf({ operatorId, botStatus, status, groupId }: ChatSession): string {
  return [operatorId, botStatus, status, groupId].join()
}

/** Told without a card; each is a step by itself. */
const steps: ReadonlySet<string> = new Set([
  'operatorNotFound',
  'timerExpired',
  'chatSessionDeleted',
  'chatSessionClosed',
  'sessionClosedByClient',
  'chatSessionRated',
])
const cards: ReadonlySet<string> = new Set([
  'chatSessionStarted',
  'chatSessionAdded',
  'chatSessionUpdated',
  'chatSessionSwitchedFromBotToOperator',
])
