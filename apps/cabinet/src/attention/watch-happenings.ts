import { computed, effect, type ReadonlySignal } from '@preact/signals'
import type { Clock } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import type { Desk } from '../store/desk.ts'
import type { Happening } from './decide.ts'
import { dueBounds, passedBounds } from './due-bounds.ts'

/** A shorter outage calls nobody: most are over before one could look. */
export const LOST_MS = 10_000

/** Tells what one may want to be called for, out of the events, the deadlines and the state of the stream. Returns how to stop. */
export function watchHappenings(desk: Desk, clock: Clock, tell: (happening: Happening) => void): () => void {
  const { client, meId } = desk
  const isMine = (card: ChatSession | undefined): card is ChatSession =>
    card !== undefined && card.operatorId !== null && card.operatorId === meId.value
  const cardOf = (sessionId: string) => client.state.sessions.get(sessionId)

  const stops = [
    client.on('chatSessionAdded', (card) => {
      if (isMine(card)) tell(about('newChat', card, card.lastMessage?.body))
    }),
    client.on('operatorNotFound', ({ sessionId }) => {
      const card = cardOf(sessionId)
      if (card !== undefined) tell(about('help', card, card.lastMessage?.body))
    }),
    client.on('chatMessageCreated', (message) => {
      const card = cardOf(message.sessionId)
      if (message.authorType === 'CLIENT' && isMine(card)) tell(about('message', card, message.body))
    }),
    watchDue(desk, clock, (sessionId, kind) => {
      const card = cardOf(sessionId)
      if (isMine(card)) tell(about(kind, card, card.firstClientMessageAfterLastOperatorMessage?.body))
    }),
    watchLost(desk, clock, () => tell({ kind: 'lost', sessionId: null, name: '', text: '' })),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function about(kind: Happening['kind'], card: ChatSession, text = ''): Happening {
  return { kind, sessionId: card.id, name: card.name, text }
}

function watchDue(
  { lists, state }: { readonly lists: Desk['lists']; readonly state: Pick<Desk['state'], 'clockOffsetMs'> },
  clock: Clock,
  tell: (sessionId: string, kind: 'soon' | 'late') => void,
): () => void {
  let cancel: (() => void) | undefined
  let toldMs = clock.nowMs() + state.clockOffsetMs.peek()

  function look(cards: readonly ChatSession[], offsetMs: number): void {
    cancel?.()
    const nowMs = clock.nowMs() + offsetMs
    const { passed, nextMs } = passedBounds(dueBounds(cards), toldMs, nowMs)
    toldMs = Math.max(toldMs, nowMs)
    cancel =
      nextMs === null ? undefined : clock.after(nextMs - nowMs, () => look(lists.peek().mine, offsetMs))
    for (const { sessionId, kind } of passed) tell(sessionId, kind)
  }
  // Of its own: on a crowded desk the other lists change ten times a second.
  const mine = computed(() => lists.value.mine)
  const stop = effect(() => look(mine.value, state.clockOffsetMs.value))
  return () => {
    stop()
    cancel?.()
  }
}

/** Once an outage. */
function watchLost(
  { link }: { readonly link: ReadonlySignal<Desk['link']['value']> },
  clock: Clock,
  tell: () => void,
): () => void {
  let cancel: (() => void) | undefined
  let waiting = false
  const stop = effect(() => {
    const now = link.value.name
    if (now === 'live') {
      cancel?.()
      waiting = false
    } else if (now === 'offline' && !waiting) {
      waiting = true
      cancel = clock.after(LOST_MS, tell)
    }
  })
  return () => {
    stop()
    cancel?.()
  }
}
