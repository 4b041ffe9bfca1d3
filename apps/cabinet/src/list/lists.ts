import { effect, signal, type ReadonlySignal } from '@preact/signals'
import { changedKeys, type Clock } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import { listOf } from '../desk/gate.ts'
import { createPace } from '../store/pace.ts'
import { byBreach, byGiving, type SortKey } from './order.ts'
import { moved, type Placed } from './sorted.ts'

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
 * Between two makings of the lists. Nobody reads a list that changes more often, and on a desk with fifty events a second each picture of it
 * would be taken from the hand that writes. The first change after a quiet moment does not wait.
 */
const PACE_MS = 100

interface Place {
  readonly list: ListName
  readonly key: SortKey
}

/**
 * Follows the sessions and keeps the lists, at most once a picture and ten times a second however many events come. What changed is found by
 * identity, since cards are replaced and never changed; only its places are looked for.
 */
export function createLists(ports: {
  readonly sessions: ReadonlySignal<ReadonlyMap<string, ChatSession>>
  readonly meId: ReadonlySignal<string | null>
  /** Calls back when the next picture is made. Returns how not to. */
  readonly nextFrame: (run: () => void) => () => void
  readonly clock: Clock
}): { readonly lists: ReadonlySignal<Lists>; readonly stop: () => void } {
  const lists = signal<Lists>({ mine: [], help: [], watched: [] })
  let placed: { [L in ListName]: readonly Placed[] } = { mine: [], help: [], watched: [] }
  let known: ReadonlyMap<string, ChatSession> = new Map()
  /** Where each card stands, and by which key: of everything that is in `placed`. */
  let places = new Map<string, Place>()
  let meId: string | null = null
  let cancel: (() => void) | undefined

  let waits = false

  function update(): void {
    waits = false
    const sessions = ports.sessions.peek()
    let next = lists.peek()
    // Who I am decides where everything stands.
    if (meId !== ports.meId.peek()) {
      meId = ports.meId.peek()
      known = new Map()
      places = new Map()
      placed = { mine: [], help: [], watched: [] }
      next = { mine: [], help: [], watched: [] }
    }
    const touched = changedKeys(known, sessions)
    known = sessions
    const moves = { mine: noMoves(), help: noMoves(), watched: noMoves() }
    for (const id of touched) {
      const was = places.get(id)
      if (was !== undefined) moves[was.list].going.push(was.key)
      places.delete(id)
      const card = sessions.get(id)
      if (card?.status !== 'ACTIVE') continue
      const list = listOf(card, meId)
      const key = keyOf[list](card)
      moves[list].coming.push({ card, key })
      places.set(id, { list, key })
    }
    for (const name of names) {
      if (moves[name].going.length + moves[name].coming.length === 0) continue
      placed[name] = moved(placed[name], moves[name])
      next = { ...next, [name]: placed[name].map(({ card }) => card) }
    }
    lists.value = next
  }

  // The pace before the picture: a picture that is asked for is made, and costs as much as one in which something moved.
  const pace = createPace(ports.clock, PACE_MS, () => {
    cancel = ports.nextFrame(update)
    return known.size + ports.sessions.peek().size > 0
  })
  const unfollow = effect(() => {
    void ports.sessions.value
    void ports.meId.value
    if (waits) return
    waits = true
    pace.ask()
  })
  return {
    lists,
    stop() {
      unfollow()
      cancel?.()
      pace.stop()
    },
  }
}

function noMoves(): { going: SortKey[]; coming: Placed[] } {
  return { going: [], coming: [] }
}
