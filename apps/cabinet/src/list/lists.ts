import { effect, signal, type ReadonlySignal } from '@preact/signals'
import type { ChatSession } from '@pult/protocol'
import { listOf } from '../desk/gate.ts'
import { byBreach, byGiving, type SortKey } from './order.ts'
import { merged, type Placed } from './sorted.ts'

/** The open chats, each in one list, in the order in which they should be worked on. A list that did not change stays the same object. */
export interface Lists {
  readonly mine: readonly ChatSession[]
  readonly help: readonly ChatSession[]
  readonly watched: readonly ChatSession[]
}

type ListName = keyof Lists
const names: readonly ListName[] = ['mine', 'help', 'watched']
const keyOf: { readonly [L in ListName]: (card: ChatSession) => SortKey } = {
  mine: byBreach,
  help: byGiving,
  watched: byBreach,
}

/**
 * Follows the sessions and keeps the lists, at most once a frame however many events come. What changed is found by identity: cards are
 * replaced and never changed.
 */
export function createLists(ports: {
  readonly sessions: ReadonlySignal<ReadonlyMap<string, ChatSession>>
  readonly meId: ReadonlySignal<string | null>
  /** Calls back when the next picture is made. Returns how not to. */
  readonly nextFrame: (run: () => void) => () => void
}): { readonly lists: ReadonlySignal<Lists>; readonly stop: () => void } {
  const lists = signal<Lists>({ mine: [], help: [], watched: [] })
  let placed: { [L in ListName]: readonly Placed[] } = { mine: [], help: [], watched: [] }
  let known: ReadonlyMap<string, ChatSession> = new Map()
  let meId: string | null = null
  let cancel: (() => void) | undefined
  let waits = false

  function update(): void {
    waits = false
    const sessions = ports.sessions.peek()
    // Who I am decides where everything stands.
    if (meId !== ports.meId.peek()) {
      meId = ports.meId.peek()
      known = new Map()
      placed = { mine: [], help: [], watched: [] }
    }
    const touched = touchedOf(known, sessions)
    if (touched.size === 0 && known.size === sessions.size) return
    const coming: { [L in ListName]: Placed[] } = { mine: [], help: [], watched: [] }
    for (const id of touched) {
      const card = sessions.get(id)
      if (card?.status !== 'ACTIVE') continue
      const list = listOf(card, meId)
      coming[list].push({ card, key: keyOf[list](card) })
    }
    const next = { ...lists.peek() }
    for (const name of names) {
      if (coming[name].length === 0 && !placed[name].some(({ card }) => touched.has(card.id))) continue
      placed[name] = merged(placed[name], touched, coming[name])
      next[name] = placed[name].map(({ card }) => card)
    }
    known = sessions
    lists.value = next
  }

  const unfollow = effect(() => {
    void ports.sessions.value
    void ports.meId.value
    if (waits) return
    waits = true
    cancel = ports.nextFrame(update)
  })
  return {
    lists,
    stop() {
      unfollow()
      cancel?.()
    },
  }
}

/** Every id that came, went or has another card than before. */
function touchedOf(
  before: ReadonlyMap<string, ChatSession>,
  after: ReadonlyMap<string, ChatSession>,
): ReadonlySet<string> {
  const touched = new Set<string>()
  if (before === after) return touched
  for (const [id, card] of after) if (before.get(id) !== card) touched.add(id)
  for (const id of before.keys()) if (!after.has(id)) touched.add(id)
  return touched
}
