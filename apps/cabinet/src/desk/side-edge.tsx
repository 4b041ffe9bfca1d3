import { useSignalEffect } from '@preact/signals'
import { useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { clampSide, SIDE_PX, SIDE_PX_MAX, SIDE_PX_MIN, sideAfterKey } from './side-width.ts'

/** The edge between the list and the chat: dragged, moved by arrows, put back by a double click. */
export function SideEdge() {
  const desk = useDesk()
  const words = useWords()
  const [held, setHeld] = useState(false)
  useSignalEffect(() => {
    document.documentElement.style.setProperty('--side', `${desk.sidePx.value}px`)
  })
  return (
    <div
      class={`side-edge ${held ? 'held' : ''}`}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={words.say('app.width')}
      aria-valuemin={SIDE_PX_MIN}
      aria-valuemax={SIDE_PX_MAX}
      aria-valuenow={desk.sidePx.value}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        setHeld(true)
      }}
      onPointerMove={(event) => {
        const side = event.currentTarget.parentElement
        if (held && side !== null)
          desk.sidePx.value = clampSide(event.clientX - side.getBoundingClientRect().left)
      }}
      onPointerUp={() => setHeld(false)}
      onPointerCancel={() => setHeld(false)}
      onDblClick={() => {
        desk.sidePx.value = SIDE_PX
      }}
      onKeyDown={(event) => {
        const next = sideAfterKey(desk.sidePx.value, event.key)
        if (next === null || event.altKey) return
        event.preventDefault()
        desk.sidePx.value = next
      }}
    />
  )
}
