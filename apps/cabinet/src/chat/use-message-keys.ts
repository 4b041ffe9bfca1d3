import { useDesk } from '../parts/context.ts'
import type { ChatFrame } from './chat-context.ts'
import { messageDeed } from './chat-keys.ts'
import { useMessageDeeds } from './use-message-deeds.ts'

/** One stop of the Tab key for the whole list: inside it the arrows go from message to message, and letters do things with them. */
export function useMessageKeys(frame: ChatFrame): (event: KeyboardEvent) => void {
  const desk = useDesk()
  const deeds = useMessageDeeds(frame)
  return (event) => {
    const deed = messageDeed(event)
    const list = event.currentTarget
    if (deed === null || event.defaultPrevented || !(list instanceof HTMLElement)) return
    const lines = [...list.querySelectorAll<HTMLElement>('[data-line]')]
    const at = lines.findIndex((line) => line.contains(document.activeElement))
    const line = lines[at]
    const isOnLine = line !== undefined && document.activeElement === line
    const message = desk.state.messages.value
      .get(frame.sessionId)
      ?.find(({ id }) => id === line?.dataset['line'])

    switch (deed) {
      case 'previous':
        return focus(event, at === -1 ? lines.at(-1) : lines[at - 1])
      case 'next':
        return focus(event, at === -1 ? lines.at(-1) : lines[at + 1])
      case 'first':
        return focus(event, lines[0])
      case 'last':
        return focus(event, lines.at(-1))
      case 'menu':
        // On a button or a link inside the line Enter is theirs.
        if (!isOnLine) return
        event.preventDefault()
        line.querySelector<HTMLElement>('[aria-haspopup]')?.click()
        return
      case 'note':
        if (at !== -1 && !isOnLine) return
        event.preventDefault()
        desk.composer(frame.sessionId).aimAt({ name: 'note' })
        return
      default:
        if (!isOnLine || message === undefined) return
        event.preventDefault()
        deeds[deed](message)
    }
  }
}

function focus(event: KeyboardEvent, line: HTMLElement | undefined): void {
  event.preventDefault()
  line?.focus({ preventScroll: true })
  line?.scrollIntoView({ block: 'nearest' })
}
