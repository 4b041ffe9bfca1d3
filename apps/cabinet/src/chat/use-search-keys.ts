import { useEffect } from 'preact/hooks'
import { opensSearch } from './chat-keys.ts'
import { noSearch } from './chat-search.ts'
import type { ChatView } from './chat-view.ts'

/** Ctrl + F searches the chat while one is on screen. Pressed again in its field it is the browser's own search of the page. */
export function useSearchKeys(view: ChatView): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !opensSearch(event) || document.querySelector('dialog[open]') !== null)
        return
      const field = document.querySelector<HTMLInputElement>('.chat-search input')
      if (document.activeElement === field && field !== null) return
      event.preventDefault()
      view.search.value ??= noSearch
      field?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [view])
}
