import { useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import type { Lists } from '../store/desk.ts'
import type { WordKey, Words } from '../words/words.ts'
import { SessionRow } from './session-row.tsx'

/** Rows drawn at first: nobody reads further at a glance, and a thousand waiting in Help must not slow a key press. */
export const ROWS_FIRST = 60

/** The lists, as tabs whose counts are always in sight. The watched one is there when something is watched. */
export function SessionList() {
  const desk = useDesk()
  const words = useWords()
  const lists = desk.lists.value
  const tabs = (['mine', 'help', 'watched'] as const).filter(
    (tab) => tab !== 'watched' || lists.watched.length > 0 || desk.tab.value === 'watched',
  )
  const tab = desk.tab.value

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs.at((tabs.indexOf(tab) + step) % tabs.length)
    if (next === undefined) return
    desk.tab.value = next
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div class="lists">
      <div class="tabs" role="tablist" aria-label={words.say('list.label')} onKeyDown={onKeyDown}>
        {tabs.map((one) => (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            role="tab"
            aria-selected={one === tab}
            aria-controls="list"
            tabIndex={one === tab ? 0 : -1}
            class={one === 'help' && lists.help.length > 0 ? 'wanted' : ''}
            onClick={() => {
              desk.tab.value = one
            }}
          >
            {words.say(`list.${one}`)} <span class="count">{lists[one].length}</span>
          </button>
        ))}
      </div>
      <div id="list" role="tabpanel" aria-labelledby={`tab-${tab}`} class="rows-box">
        <Rows key={tab} tab={tab} />
      </div>
    </div>
  )
}

function Rows({ tab }: { readonly tab: keyof Lists }) {
  const desk = useDesk()
  const words = useWords()
  const [limit, setLimit] = useState(ROWS_FIRST)
  const cards = desk.lists.value[tab]
  if (desk.state.cursor.value === null) return <p class="empty">{words.say('app.loading')}</p>
  if (cards.length === 0) return <p class="empty">{words.say(emptyKey(tab, desk.state.me.value?.status))}</p>
  return (
    <ul class="rows">
      {cards.slice(0, limit).map((card) => (
        <SessionRow key={card.id} card={card} />
      ))}
      {cards.length > limit && (
        <li>
          <button type="button" class="quiet wide" onClick={() => setLimit(limit + ROWS_FIRST)}>
            {more(words, cards.length - limit)}
          </button>
        </li>
      )}
    </ul>
  )
}

function more(words: Words, count: number): string {
  return words.count('list.more', count)
}

function emptyKey(tab: keyof Lists, status: string | undefined): WordKey {
  if (tab === 'mine' && status !== 'ONLINE') return 'list.mine.offline'
  return `list.${tab}.empty`
}
