import { useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import type { Shown } from '../desk/gate.ts'
import { ChatHead } from './chat-head.tsx'
import { Footer } from './footer.tsx'
import { sayAttachRefusal } from './attach-words.ts'
import { MessageList } from './message-list.tsx'
import { SearchBar } from './search-bar.tsx'
import { useSearchKeys } from './use-search-keys.ts'

/** One chat: who it is with, what was said, and the field for the answer. */
export function Chat({ shown }: { readonly shown: Shown }) {
  const desk = useDesk()
  const words = useWords()
  const [over, setOver] = useState(false)
  const composer = desk.composer(shown.card.id)
  const view = desk.view(shown.card.id)
  useSearchKeys(view)
  const takesFiles = shown.where === 'open' && shown.card.operatorId === desk.meId.value

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const refusal = takesFiles ? composer.uploads.add(event.dataTransfer?.files ?? []) : null
    if (refusal !== null) desk.news.say(sayAttachRefusal(words, refusal))
  }
  return (
    <section
      class={`chat ${over ? 'drop' : ''}`}
      aria-label={words.say('chat.messages', { name: shown.card.name })}
      onDragOver={(event) => {
        // Without it the browser would leave the page for the dropped file.
        event.preventDefault()
        if (takesFiles && event.dataTransfer?.types.includes('Files') === true) setOver(true)
      }}
      onDragLeave={(event) => {
        if (event.target === event.currentTarget) setOver(false)
      }}
      onDrop={onDrop}
    >
      <ChatHead shown={shown} />
      {view.search.value !== null && <SearchBar card={shown.card} view={view} />}
      <MessageList card={shown.card} writable={takesFiles} />
      <Footer shown={shown} composer={composer} />
      {over && (
        <div class="drop-here" aria-hidden="true">
          {words.say('composer.drop')}
        </div>
      )}
    </section>
  )
}
