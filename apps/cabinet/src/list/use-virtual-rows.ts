import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core'
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks'
import type { RefObject } from 'preact'

/** Rows beyond the edges of the box: enough for a turn of the wheel until the next picture. */
const ROWS_BEYOND = 4

export interface VirtualRows {
  /** Which rows are drawn, ascending. */
  readonly indexes: readonly number[]
  readonly totalPx: number
  /** The least scrolling that brings the row into sight. */
  readonly show: (index: number) => void
}

/** Which rows of one height are worth drawing. `pinned` is drawn wherever it stands, so that the focus is not lost with its row. */
export function useVirtualRows(options: {
  readonly box: RefObject<HTMLElement | null>
  readonly count: number
  readonly rowPx: number
  readonly pinned: number | null
}): VirtualRows {
  const [, draw] = useReducer((times: number) => times + 1, 0)
  const { box, count, rowPx, pinned } = options
  const settings = {
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: ROWS_BEYOND,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => draw(undefined),
  }
  const made = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined)
  made.current ??= new Virtualizer<HTMLElement, HTMLElement>(settings)
  const virtualizer = made.current
  virtualizer.setOptions({ ...virtualizer.options, ...settings })
  // oxlint-disable-next-line no-underscore-dangle -- The library's own face for those who draw with it: there is no other way to begin and end it.
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  // oxlint-disable-next-line no-underscore-dangle -- The same face: it looks for its box anew after each drawing.
  useLayoutEffect(() => virtualizer._willUpdate())
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx])

  const indexes = virtualizer.getVirtualItems().map(({ index }) => index)
  if (pinned !== null && pinned >= 0 && pinned < count && !indexes.includes(pinned)) indexes.push(pinned)
  return {
    indexes: indexes.toSorted((a, b) => a - b),
    totalPx: count * rowPx,
    show: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}
