import { clientEvents, operatorEvents } from '@pult/protocol'
import type { Truth } from '../truth/truth.ts'
import type { OperatorTab, VisitorTab } from '../types.ts'
import { seqOfCursor } from './frames.ts'
import { isOperatorTab, personOf } from './people.ts'

/** What a tab's SDK has taken in, as its own listeners tell it. */
export interface TabView {
  readonly tab: OperatorTab | VisitorTab
  /** Whose stream it is, once it is known. */
  person: string | undefined
  /** The last event taken in, or the cut of the last snapshot; -1 before the first. */
  seq: number
  /** Events taken in so far. */
  events: number
  snapshots: number
  /** The state shows this position, and what brought it has not been heard yet: a batch of events, or else a snapshot. */
  pendingSeq: number | null
}

export interface TabViews {
  readonly open: (tab: OperatorTab | VisitorTab) => void
  readonly all: () => readonly TabView[]
  /** Between two steps: what is still pending was a snapshot. */
  readonly settle: () => void
  readonly onEvent: (heard: (view: TabView, name: string, seq: number) => void) => void
  /** `view.seq` is the new position already; `before` the old one. */
  readonly onSnapshot: (heard: (view: TabView, before: number) => void) => void
}

const OPERATOR_NAMES = Object.keys(operatorEvents).filter((name) => name !== 'typing')
const CLIENT_NAMES = Object.keys(clientEvents).filter((name) => name !== 'typing')

/** Listens to every tab, as a page would. */
export function createTabViews(): TabViews {
  const views: TabView[] = []
  const eventListeners: ((view: TabView, name: string, seq: number) => void)[] = []
  const snapshotListeners: ((view: TabView, before: number) => void)[] = []

  function settle(view: TabView): void {
    if (view.pendingSeq === null) return
    const before = view.seq
    view.seq = view.pendingSeq
    view.pendingSeq = null
    view.snapshots += 1
    view.person = personOf(view.tab)
    for (const heard of snapshotListeners) heard(view, before)
  }

  function take(view: TabView, name: string, seq: number): void {
    view.person ??= personOf(view.tab)
    for (const heard of eventListeners) heard(view, name, seq)
    view.seq = seq
    view.events += 1
    if (view.pendingSeq === seq) view.pendingSeq = null
  }

  return {
    open(tab) {
      const view: TabView = {
        tab,
        person: personOf(tab),
        seq: -1,
        events: 0,
        snapshots: 0,
        pendingSeq: null,
      }
      views.push(view)
      let cursor = tab.client.state.cursor
      tab.client.onState((state: { readonly cursor: string | null }) => {
        if (state.cursor === cursor) return
        // Whatever brought the position before has been heard by now, if it was events.
        settle(view)
        cursor = state.cursor
        view.pendingSeq = seqOfCursor(cursor)
      })
      const on = tab.client.on as (
        name: string,
        listener: (data: unknown, meta: { readonly seq: number | null }) => void,
      ) => void
      for (const name of isOperatorTab(tab) ? OPERATOR_NAMES : CLIENT_NAMES) {
        on(name, (_data, { seq }) => {
          if (seq !== null) take(view, name, seq)
        })
      }
    },
    all: () => views,
    settle: () => {
      for (const view of views) settle(view)
    },
    onEvent: (heard) => void eventListeners.push(heard),
    onSnapshot: (heard) => void snapshotListeners.push(heard),
  }
}

/** Whether a tab has taken in everything that it could have been told. */
export function isCaughtUp(truth: Truth, view: TabView): boolean {
  if (view.person === undefined || view.pendingSeq !== null) return false
  const last = truth.toldTo(view.person).at(-1)
  return last === undefined || last.seq <= view.seq
}
