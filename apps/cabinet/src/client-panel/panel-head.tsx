import { useEffect, useRef } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import { isClientOnline } from '../list/order.ts'
import { Avatar } from '../parts/avatar.tsx'
import { useDesk, useWords } from '../parts/context.ts'
import { IconButton } from '../parts/icon-button.tsx'

/** Where the panel lies over the chat, as `panel.css` has it. */
const OVER_CHAT = '(max-width: 1100px)'

/** Whose panel it is, and the way out of it: on a phone at the left, as everywhere there. */
export function PanelHead({ card }: { readonly card: ChatSession }) {
  const desk = useDesk()
  const words = useWords()
  const back = useRef<HTMLButtonElement>(null)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!matchMedia(OVER_CHAT).matches) return undefined
    // What lies over the chat takes the focus with it, and gives it back.
    const before = document.activeElement
    const shown = [back.current, close.current].find(
      (button) => button !== null && button.offsetParent !== null,
    )
    ;(shown ?? close.current)?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  function leave(): void {
    desk.panelOpen.value = false
  }
  return (
    <header class="panel-head">
      <IconButton at={back} icon="back" label={words.say('app.back')} class="phone-only" run={leave} />
      <Avatar id={card.clientId} name={card.name} online={isClientOnline(card)} />
      <div class="grow">
        <h2 class="cut">{card.name}</h2>
        <p class="cut dim panel-presence">
          {words.say(isClientOnline(card) ? 'list.online' : 'list.offline')}
        </p>
      </div>
      <IconButton at={close} icon="close" label={words.say('panel.close')} class="desk-only" run={leave} />
    </header>
  )
}
