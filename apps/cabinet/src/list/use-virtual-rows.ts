import type { RefObject } from 'preact'
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks'
import { rowsIn, topToShow, type Sight } from './row-range.ts'

export interface VirtualRows {
  /** Which rows are drawn, ascending. */
  readonly indexes: readonly number[]
  readonly totalPx: number
  /** The least scrolling that brings the row into sight. */
  readonly show: (index: number) => void
}

/**
 * Which rows of one height are worth drawing. `pinned` is drawn wherever it stands, so that the focus is not lost with its row. What the box
 * shows is told by the browser and never asked for: a question between a change and its picture would have the page laid out twice.
 */
export function useVirtualRows(options: {
  readonly box: RefObject<HTMLElement | null>
  readonly count: number
  readonly rowPx: number
  readonly pinned: number | null
}): VirtualRows {
  const [, draw] = useReducer((times: number) => times + 1, 0)
  const { box, count, rowPx, pinned } = options
  // Until it is told the box is as high as the window: a few rows too many, and no second picture.
  const sight = useRef<Sight>({ topPx: 0, heightPx: window.innerHeight })
  const [from, to] = rowsIn(sight.current, rowPx, count)
  const drawn = useRef({ from, to, count, rowPx })
  drawn.current = { from, to, count, rowPx }

  function onSight(next: Sight): void {
    sight.current = next
    const now = drawn.current
    const [first, end] = rowsIn(next, now.rowPx, now.count)
    if (first !== now.from || end !== now.to) draw(undefined)
  }
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const onScroll = () => onSight({ ...sight.current, topPx: element.scrollTop })
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) onSight({ topPx: element.scrollTop, heightPx: entry.contentRect.height })
    })
    element.addEventListener('scroll', onScroll, { passive: true })
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
    }
  }, [box])

  const indexes = Array.from({ length: to - from }, (_, index) => from + index)
  if (pinned !== null && pinned >= 0 && pinned < count && (pinned < from || pinned >= to))
    indexes.push(pinned)
  return {
    indexes: indexes.toSorted((a, b) => a - b),
    totalPx: count * rowPx,
    show(index) {
      const topPx = topToShow(sight.current, rowPx, index)
      if (box.current === null || topPx === sight.current.topPx) return
      box.current.scrollTop = topPx
      // At once: whoever wants the row may want to put the focus on it.
      onSight({ ...sight.current, topPx: box.current.scrollTop })
    },
  }
}
