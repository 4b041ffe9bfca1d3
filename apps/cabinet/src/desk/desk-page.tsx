import { ChatPage } from '../chat/chat-page.tsx'
import { LazyPanel } from '../client-panel/lazy-panel.tsx'
import { SessionList } from '../list/session-list.tsx'
import { OverDesk } from '../commands/over-view.tsx'
import { useDesk, useWords } from '../parts/context.ts'
import { NewsLines } from './news-lines.tsx'
import { Rail } from './rail.tsx'
import { SideEdge } from './side-edge.tsx'
import { TopBar } from './top-bar.tsx'

/** The desk: the lists, the chat, and who the client is. On a phone one of them at a time. */
export function DeskPage() {
  const desk = useDesk()
  const words = useWords()
  const shown = desk.shown.value

  return (
    <div
      class={`desk ${shown === null ? 'shows-list' : 'shows-chat'} ${desk.panelOpen.value ? 'shows-panel' : ''}`}
    >
      <a class="skip" href="#desk-main" onClick={focusComposer}>
        {words.say('app.skip')}
      </a>
      <Rail />
      {/* On a phone the lists are all there is: they belong to it as well. */}
      <main class="desk-main" id="desk-main">
        {shown === null && <h1 class="unseen">{words.say('list.label')}</h1>}
        <nav class="side" aria-label={words.say('list.label')}>
          <TopBar />
          <SessionList />
          <SideEdge />
        </nav>
        <div class="stage">
          <ChatPage />
        </div>
      </main>
      {shown !== null && desk.panelOpen.value && <LazyPanel shown={shown} />}
      <NewsLines />
      <OverDesk />
    </div>
  )
}

function focusComposer(event: Event): void {
  // The address bar belongs to the place, so the jump is made by hand.
  event.preventDefault()
  const target =
    document.getElementById('composer') ?? document.querySelector<HTMLElement>('.session-row[tabindex="0"]')
  target?.focus()
}
