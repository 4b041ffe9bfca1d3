import { useEffect } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { lazyPart } from '../parts/lazy.tsx'
import { whenIdle } from '../store/page.ts'

/** A quarter of the application, which the lists do not wait for: it comes right after them, and with them where the address names a chat. */
const Chat = lazyPart(() => import('./chat.tsx').then((part) => part.Chat))

export function ChatPage() {
  const desk = useDesk()
  const words = useWords()
  const shown = desk.shown.value
  const isWanted = desk.selectedId.value !== null
  // A page that waits for its lists is idle too, and would take this for a good moment.
  const isFilled = desk.state.cursor.value !== null
  useEffect(() => {
    if (isWanted) Chat.loadAhead()
    else if (isFilled) whenIdle(Chat.loadAhead)
  }, [isWanted, isFilled])
  if (shown !== null) return <Chat key={shown.card.id} shown={shown} />
  return (
    <div class="stage-empty">
      <Icon name="chat" />
      <p>{words.say(desk.selectedId.value === null ? 'chat.none' : 'chat.unknown')}</p>
      <p class="hint">{words.say('chat.none.hint')}</p>
    </div>
  )
}
