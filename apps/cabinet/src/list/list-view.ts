import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Clock } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import type { ClosedPages } from './closed-pages.ts'
import { FILTER_FROM, fits, type FilterNames } from './filter.ts'
import { held, isSame, KEY_HOLD_MS, POINTER_HOLD_MS, shownOrder, type Hold } from './hold.ts'
import type { Lists } from './lists.ts'

export type Tab = keyof Lists | 'closed'
export const tabs: readonly Tab[] = ['mine', 'help', 'watched', 'closed']

/** The list on screen: which it is, what it is filtered by, and in which order its rows stand. */
export interface ListView {
  readonly tab: Signal<Tab>
  readonly filter: Signal<string>
  /** There is something to filter: stays once it was so, since a field that comes and goes moves everything below it. */
  readonly filterable: ReadonlySignal<boolean>
  /** Ids as the rows stand. */
  readonly order: ReadonlySignal<readonly string[]>
  /** The rows stand otherwise than they should, because a hand is on them. */
  readonly isHeld: ReadonlySignal<boolean>
  /** A hand is on the list. */
  readonly hold: (by: 'pointer' | 'key') => void
  readonly release: () => void
  /** The id that many rows further; from nowhere the first or the last. Undefined at the end. */
  readonly beside: (id: string | null, step: 1 | -1) => string | undefined
  readonly stop: () => void
}

export function createListView(ports: {
  readonly lists: ReadonlySignal<Lists>
  readonly closed: ClosedPages
  readonly names: ReadonlySignal<FilterNames>
  readonly clock: Clock
}): ListView {
  const { lists, closed, names, clock } = ports
  const tab = signal<Tab>('mine')
  const filter = signal('')
  const hold = signal<Hold | null>(null)
  let filterableTabs: ReadonlySet<Tab> = new Set(['closed'])
  let cancel: (() => void) | undefined

  const cards = computed<readonly ChatSession[]>(() =>
    tab.value === 'closed' ? closed.cards.value : lists.value[tab.value],
  )
  const filterable = computed(() => {
    if (cards.value.length >= FILTER_FROM) filterableTabs = new Set([...filterableTabs, tab.value])
    return filterableTabs.has(tab.value)
  })
  let last: readonly string[] = []
  const live = computed(() => {
    // The closed ones are searched by the server, which has them all.
    const query = tab.value === 'closed' ? '' : filter.value
    const found = query === '' ? cards.value : cards.value.filter((card) => fits(card, query, names.value))
    const ids = found.map(({ id }) => id)
    // A card that changed in its place moves nothing.
    last = isSame(last, ids) ? last : ids
    return last
  })
  const order = computed(() => shownOrder(hold.value, live.value))
  const isHeld = computed(() => hold.value !== null && order.value !== live.value)

  function release(): void {
    cancel?.()
    cancel = undefined
    hold.value = null
  }
  function expire(): void {
    cancel = undefined
    const now = hold.peek()
    if (now === null) return
    const leftMs = now.untilMs - clock.nowMs()
    if (leftMs <= 0) release()
    else cancel = clock.after(leftMs, expire)
  }
  let filtered = tab.peek()
  const stop = effect(() => {
    // A filter that one does not see from its own list would hide chats.
    if (filtered !== tab.value) filter.value = ''
    filtered = tab.value
    closed.search(filter.value, tab.value === 'closed')
    // Another list, other words: what was seen is not there any more.
    release()
  })
  return {
    tab,
    filter,
    filterable,
    order,
    isHeld,
    hold(by) {
      const forMs = by === 'pointer' ? POINTER_HOLD_MS : KEY_HOLD_MS
      hold.value = held(hold.peek(), order.peek(), clock.nowMs(), forMs)
      cancel ??= clock.after(forMs, expire)
    },
    release,
    beside(id, step) {
      const ids = order.value
      const at = id === null ? -1 : ids.indexOf(id)
      return at === -1 ? ids.at(step === 1 ? 0 : -1) : ids[at + step]
    },
    stop() {
      stop()
      cancel?.()
    },
  }
}
