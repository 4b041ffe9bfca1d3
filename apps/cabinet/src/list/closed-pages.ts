import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { Clock, OperatorClient } from '@pult/client'
import type { ChatSession } from '@pult/protocol'

/** The chats that are over, the newest change first, page by page as one reads on. */
export interface ClosedPages {
  readonly cards: ReadonlySignal<readonly ChatSession[]>
  readonly byId: ReadonlySignal<ReadonlyMap<string, ChatSession>>
  readonly loading: ReadonlySignal<boolean>
  readonly error: ReadonlySignal<unknown>
  /** There are older ones. */
  readonly hasMore: ReadonlySignal<boolean>
  /** Loads the next page; does nothing while one is on its way, or at the end. */
  readonly more: () => void
  /** Loads anew. */
  readonly again: () => void
  /** What is searched for, and whether the list is on screen at all: what nobody looks at is not loaded. */
  readonly search: (query: string, onScreen: boolean) => void
  readonly stop: () => void
}

const PAGE_CARDS = 50
/** Between two letters of a fast hand. */
const SEARCH_MS = 250

export function createClosedPages(ports: {
  readonly client: Pick<OperatorClient, 'history'>
  /** What was closed before our eyes; it stands on top until it is loaded itself. */
  readonly recent: ReadonlySignal<ReadonlyMap<string, ChatSession>>
  readonly isLive: ReadonlySignal<boolean>
  readonly clock: Clock
}): ClosedPages {
  const { client, recent, isLive, clock } = ports
  const loaded = signal<readonly ChatSession[]>([])
  const next = signal<string | null>(null)
  const loading = signal(false)
  const error = signal<unknown>(null)
  const asked = signal<{ readonly query: string; readonly onScreen: boolean }>({ query: '', onScreen: false })
  /** Answers to an older question are nobody's. */
  let round = 0
  let cancel: (() => void) | undefined

  const cards = computed(() => {
    if (asked.value.query !== '') return loaded.value
    const known = new Set(loaded.value.map(({ id }) => id as string))
    const fresh = [...recent.value.values()].filter(({ id }) => !known.has(id))
    return fresh.length === 0 ? loaded.value : [...fresh.toReversed(), ...loaded.value]
  })

  async function load(after: string | null): Promise<void> {
    const mine = ++round
    const { query } = asked.peek()
    loading.value = true
    error.value = null
    try {
      const page = await client.history.sessions({
        status: 'CLOSED',
        limit: PAGE_CARDS,
        ...(query === '' ? {} : { q: query }),
        ...(after === null ? {} : { after }),
      })
      if (mine !== round) return
      const items = page.items
      const before = after === null ? [] : loaded.value
      const known = new Set(before.map(({ id }) => id as string))
      // A session that changed meanwhile is told twice: order is by the last change.
      loaded.value = [...before, ...items.filter(({ id }) => !known.has(id))]
      next.value = page.next
    } catch (thrown) {
      if (mine === round) error.value = thrown
    } finally {
      if (mine === round) loading.value = false
    }
  }

  const stop = effect(() => {
    const { query, onScreen } = asked.value
    if (!onScreen || !isLive.value) return
    untracked(() => {
      cancel?.()
      cancel = clock.after(query === '' ? 0 : SEARCH_MS, () => void load(null))
    })
  })
  return {
    cards,
    byId: computed(() => new Map(cards.value.map((card) => [card.id, card]))),
    loading,
    error,
    hasMore: computed(() => next.value !== null),
    more() {
      if (!loading.peek() && error.peek() === null && next.peek() !== null) void load(next.peek())
    },
    again: () => void load(null),
    search(query, onScreen) {
      const now = asked.peek()
      const words = query.trim()
      if (now.query !== words || now.onScreen !== onScreen) asked.value = { query: words, onScreen }
    },
    stop() {
      stop()
      cancel?.()
      round += 1
    },
  }
}
