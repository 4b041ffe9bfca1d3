import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { EndInSight } from '../store/end-in-sight.ts'
import type { Place } from './chat-view.ts'

/** This near to the end counts as being there: a line that is half drawn must not unstick the list. */
const NEAR_END_PX = 60
/** A screen before an edge of what is drawn, more of it is wanted: it should be there before it is reached. */
const NEAR_EDGE_PX = 800
/** Where an unread message is put: below the day and the line "new". */
const UPPER_PX = 96

/** Where a line is wanted: in the middle, in the upper part, or this far below the upper edge. */
export interface Aim {
  readonly lineId: string
  readonly at: 'middle' | 'upper' | number
}

export interface ChatScroll {
  readonly onScroll: () => void
  /** Where everything is in sight already there is nothing to scroll, and the wheel still says where one wants to go. */
  readonly onWheel: (event: WheelEvent) => void
  /** Follows the newest from here on. The window must show the end. */
  readonly toEnd: () => void
  /** Brings a line to its place, now or as soon as it is drawn. */
  readonly aimAt: (aim: Aim) => void
}

export interface ChatScrollPorts {
  readonly box: RefObject<HTMLElement | null>
  readonly content: RefObject<HTMLElement | null>
  readonly atEnd: EndInSight
  readonly place: Signal<Place | null>
  /** What is drawn reaches the newest. */
  readonly showsEnd: boolean
  /**
   * More is wanted above, or below. Repeated until there is enough or nothing more comes. `byHand`: the reader goes there, and it is not only
   * that there is room.
   */
  readonly growUp: (byHand: boolean) => void
  readonly growDown: () => void
}

/**
 * Where one is in a chat. At the end one stays at the end; anywhere else the first line in sight stays where it is, whatever is drawn
 * above it, taken away from there or grows. The browser's own anchoring does this in some browsers only, and not for a window that moves.
 */
export function useChatScroll(ports: ChatScrollPorts): ChatScroll {
  const now = useRef(ports)
  now.current = ports
  const scroll = useMemo(() => createScroll(now), [])
  useLayoutEffect(() => {
    scroll.onDrawn()
  })
  useLayoutEffect(() => {
    const observer = new ResizeObserver(scroll.onDrawn)
    for (const part of [ports.content.current, ports.box.current]) if (part !== null) observer.observe(part)
    return () => observer.disconnect()
  }, [scroll, ports.box, ports.content])
  return scroll
}

function createScroll(ports: {
  readonly current: ChatScrollPorts
}): ChatScroll & { readonly onDrawn: () => void } {
  let aim: Aim | null = null

  function lines(): HTMLElement[] {
    return [...(ports.current.content.current?.querySelectorAll<HTMLElement>('[data-line]') ?? [])]
  }

  /** Notes what one looks at. */
  function remember(box: HTMLElement): void {
    const { atEnd, place, showsEnd } = ports.current
    atEnd.value = showsEnd && distanceToEnd(box) < NEAR_END_PX
    if (atEnd.value) {
      place.value = null
      return
    }
    const edge = box.getBoundingClientRect().top
    const first = lines().find((line) => line.getBoundingClientRect().bottom > edge)
    const lineId = first?.dataset['line']
    if (first === undefined || lineId === undefined) return
    place.value = { lineId, topPx: first.getBoundingClientRect().top - edge }
  }

  /** False where the line is not drawn. */
  function bring(box: HTMLElement, { lineId, at }: Aim): boolean {
    const line = lines().find((one) => one.dataset['line'] === lineId)
    if (line === undefined) return false
    const middle = Math.max(UPPER_PX, (box.clientHeight - line.offsetHeight) / 2)
    const wantedPx = at === 'middle' ? middle : at === 'upper' ? UPPER_PX : at
    const movePx = line.getBoundingClientRect().top - box.getBoundingClientRect().top - wantedPx
    // Less than a pixel is rounding, and setting it would end a finger's own scrolling.
    if (Math.abs(movePx) >= 1) box.scrollTop += movePx
    return true
  }

  function onDrawn(): void {
    const { box: ref, atEnd, place } = ports.current
    const box = ref.current
    // Not laid out, as in a part of the page that is hidden: nothing is in sight, and nothing is wanted.
    if (box === null || box.clientHeight === 0) return
    if (aim !== null) {
      if (!bring(box, aim)) return
      aim = null
      remember(box)
    } else if (atEnd.peek()) {
      place.value = null
      box.scrollTop = box.scrollHeight
    } else if (place.peek() !== null) {
      const { lineId, topPx } = place.peek() ?? { lineId: '', topPx: 0 }
      bring(box, { lineId, at: topPx })
    }
    grow(box, false)
  }

  function grow(box: HTMLElement, byHand: boolean): void {
    const { showsEnd, growUp, growDown } = ports.current
    if (box.scrollTop < NEAR_EDGE_PX) growUp(byHand)
    else if (!showsEnd && distanceToEnd(box) < NEAR_EDGE_PX) growDown()
  }

  return {
    onDrawn,
    onScroll() {
      const box = ports.current.box.current
      if (box === null || aim !== null) return
      remember(box)
      // At the end it may be our own doing.
      grow(box, !ports.current.atEnd.peek())
    },
    onWheel(event) {
      const box = ports.current.box.current
      if (box !== null && event.deltaY < 0 && box.scrollTop === 0) grow(box, true)
    },
    toEnd() {
      aim = null
      const { box, atEnd, place } = ports.current
      atEnd.value = true
      place.value = null
      if (box.current !== null) box.current.scrollTop = box.current.scrollHeight
    },
    aimAt(next) {
      aim = next
      ports.current.atEnd.value = false
      onDrawn()
    },
  }
}

function distanceToEnd(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight
}
