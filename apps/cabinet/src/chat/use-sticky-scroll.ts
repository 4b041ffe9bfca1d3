import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** This near to the end counts as being there: a line that is half drawn must not unstick the list. */
const NEAR_PX = 60

/** Keeps the newest message in sight while one is at the end, and keeps what one reads in place when older messages come in above. */
export function useStickyScroll(ports: {
  readonly box: RefObject<HTMLElement | null>
  readonly content: RefObject<HTMLElement | null>
  readonly atBottom: Signal<boolean>
  readonly oldestId: string | undefined
}): { onScroll(this: void): void; toBottom(this: void): void } {
  const { box, content, atBottom, oldestId } = ports
  const before = useRef({ oldestId, height: 0 })

  function toBottom(): void {
    const element = box.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }

  useLayoutEffect(() => {
    atBottom.value = true
    toBottom()
    if (content.current === null) return undefined
    // Images and fields that grow change the height without any render.
    const observer = new ResizeObserver(() => {
      if (atBottom.peek()) toBottom()
    })
    observer.observe(content.current)
    if (box.current !== null) observer.observe(box.current)
    return () => observer.disconnect()
  }, [box, content, atBottom])

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const grewAbove = before.current.oldestId !== undefined && before.current.oldestId !== oldestId
    if (atBottom.peek()) toBottom()
    else if (grewAbove) element.scrollTop += element.scrollHeight - before.current.height
    before.current = { oldestId, height: element.scrollHeight }
  })

  return {
    toBottom,
    onScroll() {
      const element = box.current
      if (element === null) return
      before.current.height = element.scrollHeight
      atBottom.value = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
    },
  }
}
