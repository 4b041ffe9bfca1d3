import { useComputed } from '@preact/signals'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { sayError } from '../store/error-words.ts'
import type { WordKey } from '../words/words.ts'
import { tabs, type Tab } from './list-view.ts'
import type { Lists } from './lists.ts'
import { Rows } from './rows.tsx'

/** The lists, as tabs whose counts are always in sight. */
export function SessionList() {
  const desk = useDesk()
  const tab = desk.list.tab.value
  return (
    <div class="lists">
      <Tabs />
      {desk.list.filterable.value && <FilterField />}
      <div id="list" role="tabpanel" aria-labelledby={`tab-${tab}`} class="rows-frame">
        <Rows key={tab} />
        <Nothing tab={tab} />
        <HeldHint />
        <StrayDrafts />
      </div>
    </div>
  )
}

function Tabs() {
  const desk = useDesk()
  const words = useWords()
  const { tab } = desk.list
  const helpIsWanted = useComputed(() => desk.lists.value.help.length > 0).value

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs.at((tabs.indexOf(tab.value) + step) % tabs.length)
    if (next === undefined) return
    tab.value = next
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={words.say('list.label')} onKeyDown={onKeyDown}>
      {tabs.map((one) => (
        <button
          key={one}
          id={`tab-${one}`}
          type="button"
          role="tab"
          aria-selected={one === tab.value}
          aria-controls="list"
          tabIndex={one === tab.value ? 0 : -1}
          class={one === 'help' && helpIsWanted ? 'wanted' : ''}
          onClick={(event) => {
            tab.value = one
            event.currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })
          }}
        >
          {words.say(`list.${one}`)}
          {one !== 'closed' && <Count of={one} />}
        </button>
      ))}
    </div>
  )
}

/** More digits would push the other tabs out of sight, and nobody works by the last one of them. */
const COUNT_SHOWN_MAX = 999

/** Reads the number alone: cards change all the time, and their number seldom. */
function Count({ of }: { readonly of: keyof Lists }) {
  const words = useWords()
  const desk = useDesk()
  const count = useComputed(() => desk.lists.value[of].length).value
  const over = count > COUNT_SHOWN_MAX
  return (
    <span class={`count ${count === 0 ? 'none' : ''}`} title={over ? words.number(count) : ''}>
      {over ? `${COUNT_SHOWN_MAX}+` : count}
    </span>
  )
}

function FilterField() {
  const desk = useDesk()
  const words = useWords()
  const { filter, tab } = desk.list
  const label = words.say(tab.value === 'closed' ? 'list.search' : 'list.filter')
  return (
    <div class="list-filter">
      <label class="search-field">
        <Icon name={tab.value === 'closed' ? 'search' : 'filter'} />
        <input
          id="list-filter"
          type="search"
          value={filter.value}
          placeholder={label}
          aria-label={label}
          autocomplete="off"
          onInput={(event) => {
            filter.value = event.currentTarget.value
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || filter.value === '') return
            event.preventDefault()
            filter.value = ''
          }}
        />
      </label>
    </div>
  )
}

/** What stands where no rows stand, and below the last of the closed ones. */
function Nothing({ tab }: { readonly tab: Tab }) {
  const desk = useDesk()
  const words = useWords()
  const { closed, list } = desk
  if (list.order.value.length > 0) return null
  if (tab === 'closed' && closed.error.value !== null)
    return (
      <div class="rows-nothing empty" role="alert">
        <p>{sayError(words, closed.error.value)}</p>
        <button type="button" onClick={closed.again}>
          {words.say('app.retry')}
        </button>
      </div>
    )
  const waits = desk.state.cursor.value === null || (tab === 'closed' && closed.loading.value)
  if (waits)
    return (
      <p class="rows-nothing rows-waiting" role="status">
        <span class="unseen">{words.say('app.loading')}</span>
      </p>
    )
  const key: WordKey =
    list.filter.value !== ''
      ? 'list.nofit'
      : tab === 'mine' && desk.state.me.value?.status !== 'ONLINE'
        ? 'list.mine.offline'
        : `list.${tab}.empty`
  return <p class="rows-nothing empty">{words.say(key)}</p>
}

/** What was half-written in chats that have left is kept, and must be found. */
function StrayDrafts() {
  const desk = useDesk()
  const words = useWords()
  const count = useComputed(() => desk.strayDrafts.value.length).value
  if (count === 0) return null
  return (
    <button
      type="button"
      class="held-hint small quiet"
      onClick={() => {
        desk.over.value = { name: 'drafts' }
      }}
    >
      <Icon name="edit" small />
      {words.count('list.stray', count)}
    </button>
  )
}

/** Says why the rows stand as they do, and lets them go. It has a foot of its own: the rows above it stand where they stood. */
function HeldHint() {
  const desk = useDesk()
  const words = useWords()
  if (!desk.list.isHeld.value) return null
  return (
    <button
      type="button"
      class="held-hint small quiet"
      title={words.say('list.held.hint')}
      onClick={desk.list.release}
    >
      <Icon name="pause" small />
      {words.say('list.held')}
    </button>
  )
}
