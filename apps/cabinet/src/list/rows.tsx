import { useComputed, useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { rowAfterKey } from './list-keys.ts'
import { rowHeightPx } from './row-height.ts'
import { SessionRow } from './session-row.tsx'
import { useVirtualRows } from './use-virtual-rows.ts'

/** From the end of the closed ones, in rows, the next page is asked for. */
const ROWS_AHEAD = 10

/** The rows of the list on screen, as many as are in sight. Arrows, Page, Home and End move the focus; Enter opens, as links do. */
export function Rows() {
  const desk = useDesk()
  const words = useWords()
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const focused = useSignal<string | null>(null)
  const wanted = useRef<string | null>(null)
  const { order } = desk.list
  const ids = order.value
  // The row that Tab comes to: where one was, else what is open, else the first.
  const active = useComputed(() => {
    const there = (id: string | null) => id !== null && order.value.includes(id)
    if (there(focused.value)) return focused.value
    return there(desk.selectedId.value) ? desk.selectedId.value : (order.value[0] ?? null)
  }).value
  const rowPx = useRef(rowHeightPx()).current
  const pinned = active === null ? null : ids.indexOf(active)
  const rows = useVirtualRows({ box, count: ids.length, rowPx, pinned })

  useLayoutEffect(() => {
    if (list.current !== null) list.current.style.height = `${rows.totalPx}px`
  }, [rows.totalPx])
  useShowSelected(desk.selectedId, order, (index) => rows.show(index))
  useLayoutEffect(() => {
    // The row that the focus goes to may just have been drawn for it.
    if (wanted.current === null) return
    const row = rowOf(list.current, wanted.current)
    if (row === null) return
    wanted.current = null
    row.focus({ preventScroll: true })
  })
  useLayoutEffect(() => {
    if (desk.list.tab.peek() === 'closed' && (rows.indexes.at(-1) ?? 0) >= ids.length - ROWS_AHEAD)
      desk.closed.more()
  })

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || active === null) return
    const next = rowAfterKey(event.key, ids.indexOf(active), ids.length)
    const id = next === null ? undefined : ids[next]
    if (next === null || id === undefined) return
    event.preventDefault()
    desk.list.hold('key')
    focused.value = id
    wanted.current = id
    rows.show(next)
    rowOf(list.current, id)?.focus({ preventScroll: true })
  }
  const hold = () => desk.list.hold('pointer')
  return (
    <div
      ref={box}
      class="rows-box"
      onPointerMove={hold}
      onPointerDown={hold}
      onWheel={hold}
      onTouchMove={hold}
      onPointerLeave={(event) => {
        if (event.pointerType !== 'touch') desk.list.release()
      }}
    >
      <ul
        ref={list}
        class="rows"
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          const row = event.target instanceof Element ? event.target.closest('[data-id]') : null
          focused.value = row?.getAttribute('data-id') ?? focused.value
        }}
      >
        {rows.indexes.map((index) => {
          const id = ids[index]
          return id === undefined ? null : (
            <SessionRow
              key={id}
              desk={desk}
              words={words}
              id={id}
              index={index}
              count={ids.length}
              rowPx={rowPx}
              active={id === active}
            />
          )
        })}
      </ul>
    </div>
  )
}

function rowOf(list: HTMLElement | null, id: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? null
}

/** What is chosen by key, by link or by news comes into sight; it is not followed when it is sorted elsewhere later. */
function useShowSelected(
  selectedId: ReadonlySignal<string | null>,
  order: ReadonlySignal<readonly string[]>,
  show: (index: number) => void,
): void {
  useSignalEffect(() => {
    const id = selectedId.value
    const at = id === null ? -1 : order.peek().indexOf(id)
    if (at !== -1) show(at)
  })
}
