import type { Desk } from '../store/desk.ts'
import type { Place } from './place.ts'

/** Alt + ↑ and Alt + ↓ go through the list that is on screen, Escape leaves the chat. What a control has handled does not come here. */
export function onDeskKey(event: KeyboardEvent, desk: Desk, go: (place: Place) => void): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
  if (event.key === 'Escape' && desk.selectedId.value !== null) {
    if (desk.panelOpen.value) desk.panelOpen.value = false
    else go({ name: 'desk', sessionId: null })
    return
  }
  const step = event.altKey ? ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key] : undefined
  if (step === undefined) return
  event.preventDefault()
  // The order that is stepped through stands until the steps are over.
  desk.list.hold('key')
  const next = desk.list.beside(desk.selectedId.value, step)
  if (next !== undefined) go({ name: 'desk', sessionId: next })
}
