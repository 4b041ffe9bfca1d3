import { useComputed, useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'
import { browserClock } from '../store/clock.ts'
import { reveal, type ChatView, type Wanted } from './chat-view.ts'
import type { Entry } from './days.ts'
import { loadUntil, readUntil } from './load-until.ts'
import type { ChatSession } from '@pult/protocol'
import type { ChatScroll } from './use-chat-scroll.ts'

/** As long as it takes to find what moves in the corner of one's eye. */
const FOUND_MS = 2_400

/** Follows `view.wanted`: loads pages until the message is there, brings it to the middle and lights it up. True while it looks. */
export function useJump(ports: {
  readonly card: ChatSession
  readonly view: ChatView
  readonly entries: ReadonlySignal<readonly Entry[]>
  readonly scroll: ChatScroll
}): ReadonlySignal<boolean> {
  const { card, view, entries, scroll } = ports
  const sessionId = card.id
  const desk = useDesk()
  const looking = useSignal(false)
  const isOpened = useComputed(() => desk.state.histories.value.has(sessionId))

  async function jump(wanted: Wanted): Promise<void> {
    looking.value = true
    const here = await loadUntil(desk.client, sessionId, wanted.messageId)
    const first = desk.state.messages.peek().get(sessionId)?.[0]
    // Ids sort by creation: only what is older than all of this session can stand in one before it.
    const isBefore = here === 'nowhere' && (first === undefined || wanted.messageId < first.id)
    const sought = isBefore ? await readUntil(desk.earlier, card, wanted.messageId) : here
    // Something else is wanted by now, or the chat is not on screen any more.
    if (view.wanted.peek() !== wanted) return
    looking.value = false
    view.wanted.value = null
    if (sought !== 'here') {
      desk.news.tell(sought === 'nowhere' ? 'chat.jump.nowhere' : 'chat.failed')
      return
    }
    // From jump to jump the way back leads to where the first one began.
    if (wanted.returns) view.back.value ??= { place: view.place.peek() }
    reveal(view, entries.peek(), wanted.messageId)
    view.found.value = wanted.messageId
    scroll.aimAt({ lineId: wanted.messageId, at: 'middle' })
  }

  useSignalEffect(() => {
    const wanted = view.wanted.value
    if (wanted !== null && isOpened.value) void jump(wanted)
  })
  const found = view.found.value
  const isSearching = view.search.value !== null
  useEffect(() => {
    if (found === null || isSearching) return undefined
    return browserClock.after(FOUND_MS, () => {
      view.found.value = null
    })
  }, [found, isSearching, view])
  useEffect(
    () => () => {
      view.wanted.value = null
      view.found.value = null
    },
    [view],
  )
  return looking
}
