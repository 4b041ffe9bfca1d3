import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Clock, OperatorClient } from '@pult/client'
import { createChatViews, type ChatView } from '../chat/chat-view.ts'
import { createPanelView, type PanelView } from '../client-panel/panel-view.ts'
import { createComposer, type Composer } from '../chat/composer.ts'
import { createFreshLinks, type FreshLinks } from '../chat/fresh-links.ts'
import {
  noteDraftOf,
  parseDrafts,
  strayDrafts,
  withDraft,
  type Drafts,
  type StrayDraft,
} from '../chat/drafts.ts'
import type { Over } from '../commands/over.ts'
import { createDeeds, type Deeds } from '../deeds/deeds.ts'
import { createHelper, type Helper } from '../help/helper.ts'
import { createTaking, type Taking } from '../deeds/taking.ts'
import { tellOfDeeds } from '../deeds/tell-of-deeds.ts'
import { isSameShown, shownSession, type Shown } from '../desk/gate.ts'
import { followLink } from '../desk/link-signal.ts'
import type { Link } from '../desk/link.ts'
import { createClosedPages, type ClosedPages } from '../list/closed-pages.ts'
import type { FilterNames } from '../list/filter.ts'
import { createListView, type ListView } from '../list/list-view.ts'
import { createLists, type Lists } from '../list/lists.ts'
import { createLookUp } from './look-up.ts'
import { parseSide } from '../desk/side-width.ts'
import { createTicking } from './clock.ts'
import type { Kept } from './kept.ts'
import { createEarlierBooks, type EarlierBooks } from './earlier-books.ts'
import { createEndInSight, type EndInSight } from './end-in-sight.ts'
import { createNews, type News } from './news.ts'
import type { Page } from './page.ts'
import { followReading } from './reading.ts'
import { followSelection } from './selection.ts'
import { createStateSignals, type StateSignals } from './state-signals.ts'

/** Everything that a signed-in operator's screen is drawn from: the client's state as signals, and what is only the screen's own. */
export interface Desk {
  readonly client: OperatorClient
  readonly state: StateSignals
  readonly meId: ReadonlySignal<string | null>
  /** How true what is on screen is. */
  readonly link: ReadonlySignal<Link>
  readonly lists: ReadonlySignal<Lists>
  /** The chat on screen. */
  readonly selectedId: ReadonlySignal<string | null>
  readonly shown: ReadonlySignal<Shown | null>
  readonly drafts: ReadonlySignal<Drafts>
  /** Drafts whose chats stand in no list, and not on screen either. */
  readonly strayDrafts: ReadonlySignal<readonly StrayDraft[]>
  readonly dropDraft: (draft: StrayDraft) => void
  readonly nowMs: ReadonlySignal<number>
  readonly news: News
  readonly panelOpen: Signal<boolean>
  readonly panel: PanelView
  /** How wide the lists are, in CSS pixels; kept for the next time. */
  readonly sidePx: Signal<number>
  /** The list on screen. */
  readonly list: ListView
  readonly closed: ClosedPages
  /** The newest message is in sight: what comes counts as read. */
  readonly atBottom: EndInSight
  readonly composer: (sessionId: string) => Composer
  /** What was said in a chat before the session on screen. */
  readonly earlier: EarlierBooks
  readonly links: FreshLinks
  /** How one looks at a chat: where in it one is, what one searches for. */
  readonly view: (sessionId: string) => ChatView
  /** The dialog over the desk, if any. */
  readonly over: Signal<Over | null>
  /** What was done and can still be taken back. */
  readonly deeds: Deeds
  /** What we have asked for and have no answer about. */
  readonly taking: Taking
  /** What a model does for who asks it. */
  readonly helper: Helper
  /** What is remembered for this operator in this browser. */
  readonly kept: Kept
  close(): void
}

/** All that a desk reaches outside by: it can be had without a browser, many in one process, each with a clock and a page of its own. */
export interface DeskPorts {
  /** Connected by whoever made it, before or after; {@link Desk.close} closes it. */
  readonly client: OperatorClient
  /** Read once for the drafts, and written at every change of one. */
  readonly kept: Kept
  readonly clock: Clock
  readonly page: Page
  /** Which chat is on screen; null: none. Whoever owns the address changes it. */
  readonly selectedId: ReadonlySignal<string | null>
  /** Calls back when the page is about to go. Default: it never goes before the desk is closed. */
  readonly onLeave?: (listener: () => void) => () => void
  /** Makes keys of deeds that wait; must never repeat. Default: by chance. */
  readonly makeKey?: () => string
}

export function createDesk(ports: DeskPorts): Desk {
  const { client, kept, clock, page, selectedId } = ports
  const signals = createStateSignals(client)
  const { state } = signals
  const ticking = createTicking({ clock, page })
  const meId = computed(() => state.me.value?.id ?? null)
  const isLive = computed(() => state.connection.value.name === 'live')
  const { lists, stop: stopLists } = createLists({
    sessions: state.sessions,
    meId,
    nextFrame: page.nextFrame,
    clock,
  })
  const closed = createClosedPages({ client, recent: state.closed, isLive, clock })
  const names = computed<FilterNames>(() => ({
    channel: (card) => state.channels.value.get(card.channel)?.name ?? '',
    holder: (card) => state.operators.value.get(card.operatorId ?? '')?.name ?? '',
  }))
  const list = createListView({ lists, closed, names, clock })
  const lookUp = createLookUp({ client, state, selectedId, isLive, found: closed.byId })
  let lastShown: Shown | null = null
  // The same object while the chat on screen is as it was: fifty events a second are about others.
  const shown = computed(() => {
    const next = shownSession(
      {
        sessions: state.sessions.value,
        closed: state.closed.value,
        departed: state.departed.value,
        lookedUp: lookUp.card.value,
      },
      selectedId.value,
    )
    if (!isSameShown(lastShown, next)) lastShown = next
    return lastShown
  })
  const drafts = signal(parseDrafts(kept.read('drafts')))
  const atBottom = createEndInSight(selectedId)
  const sidePx = signal(parseSide(kept.read('side')))
  const panel = createPanelView(kept)
  const composers = new Map<string, Composer>()

  function keepDraft(id: string, text: string, clientName?: string): void {
    const draft = { text, ...(clientName === undefined ? {} : { clientName }) }
    drafts.value = withDraft(drafts.value, id, draft, clock.nowMs())
    kept.write('drafts', JSON.stringify(drafts.value))
  }
  const nameIn = (sessionId: string): string | undefined =>
    shownSession(
      { sessions: state.sessions.value, closed: state.closed.value, departed: state.departed.value },
      sessionId,
    )?.card.name

  const news = createNews(client, { clock, meId, selectedId })
  const { link, stop: stopLink } = followLink({ state, clock, news })
  const deeds = createDeeds({
    client,
    kept,
    clock,
    makeKey: ports.makeKey ?? (() => `deed-${clock.nowMs()}-${Math.random().toString(36).slice(2)}`),
    onLeave: ports.onLeave ?? (() => () => undefined),
    ...tellOfDeeds(news, state),
  })
  const stops = [
    deeds.stop,
    signals.stop,
    stopLists,
    closed.stop,
    list.stop,
    lookUp.stop,
    news.stop,
    stopLink,
    followSelection({ client, state, selectedId }),
    followReading({ client, page, state, shown, meId, atBottom }),
    ticking.stop,
    panel.stop,
    effect(() => kept.write('side', String(sidePx.value))),
  ]
  return {
    client,
    state,
    meId,
    link,
    lists,
    selectedId,
    shown,
    drafts,
    strayDrafts: computed(() => {
      // Before the lists are there nothing is known to be missing from them.
      if (state.cursor.value === null) return []
      const sessions = state.sessions.value
      return strayDrafts(drafts.value, (id) => sessions.has(id) || id === shown.value?.card.id)
    }),
    dropDraft({ id, sessionId }) {
      keepDraft(id, '')
      // Whoever comes back to the chat finds what is kept.
      composers.delete(sessionId)
    },
    nowMs: ticking.nowMs,
    news,
    panelOpen: signal(false),
    panel,
    sidePx,
    list,
    closed,
    atBottom,
    earlier: createEarlierBooks(client),
    links: createFreshLinks({ client, clock }),
    view: createChatViews(),
    over: signal<Over | null>(null),
    deeds,
    taking: createTaking(client),
    helper: createHelper(client, clock.nowMs),
    kept,
    composer(sessionId) {
      const known = composers.get(sessionId)
      if (known !== undefined) return known
      const made = createComposer(sessionId, {
        client,
        readDraft: () => drafts.value[sessionId]?.text ?? '',
        keepDraft: (text) => keepDraft(sessionId, text, nameIn(sessionId)),
        readNote: () => drafts.value[noteDraftOf(sessionId)]?.text ?? '',
        keepNote: (text) => keepDraft(noteDraftOf(sessionId), text, nameIn(sessionId)),
      })
      composers.set(sessionId, made)
      return made
    },
    close() {
      for (const stop of stops) stop()
      client.close()
    },
  }
}
