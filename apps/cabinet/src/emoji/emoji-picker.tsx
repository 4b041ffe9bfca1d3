import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { focusOnce } from '../parts/focus-once.ts'
import { Icon } from '../parts/icon.tsx'
import type { WordKey } from '../words/words.ts'
import { groups, type Emoji, type GroupName } from './emoji.ts'
import type { Finder } from './find-emoji.ts'
import { loadEmoji } from './load-emoji.ts'
import { parseRecent, withRecent } from './recent.ts'
import { parseTone, tones, withTone, type Tone } from './tone.ts'

/** As the style has them: the arrows up and down go by it. */
const COLUMNS = 9
const FOUND_MAX = 90
const HAND = '✋'

type Tab = GroupName | 'recent'

const names = {
  recent: 'emoji.recent',
  smileys: 'emoji.smileys',
  people: 'emoji.people',
  nature: 'emoji.nature',
  food: 'emoji.food',
  travel: 'emoji.travel',
  activities: 'emoji.activities',
  objects: 'emoji.objects',
  symbols: 'emoji.symbols',
  flags: 'emoji.flags',
} as const satisfies { readonly [T in Tab]: WordKey }

/** The field keeps the focus: letters search, arrows move the choice, Enter takes it, Escape goes back to what was being written. */
export function EmojiPicker(props: {
  readonly onPick: (sign: string) => void
  readonly onClose: () => void
}) {
  const desk = useDesk()
  const words = useWords()
  const [finder, setFinder] = useState<Finder | null>(null)
  const [query, setQuery] = useState('')
  const [recent, setRecent] = useState(() => parseRecent(desk.kept.read('emoji')))
  const [tone, setTone] = useState<Tone>(() => parseTone(desk.kept.read('tone')))
  const [tab, setTab] = useState<Tab>(recent.length >= COLUMNS ? 'recent' : 'smileys')
  const [at, setAt] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const { onClose } = props

  useEffect(() => {
    let wanted = true
    loadEmoji(words.language)
      .then((loaded) => (wanted ? setFinder(loaded) : undefined))
      .catch((error: unknown) => {
        desk.news.tellError(error)
        onClose()
      })
    return () => {
      wanted = false
    }
  }, [words.language])
  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      const { target } = event
      if (target instanceof Element && target.closest('.emoji-picker, #composer-emoji') === null) onClose()
    }
    document.addEventListener('pointerdown', onPointer)
    return () => document.removeEventListener('pointerdown', onPointer)
  }, [])

  const shown = useMemo(() => shownOf(finder, query, tab, recent), [finder, query, tab, recent])
  const chosen = shown[Math.min(at, shown.length - 1)]
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  function pick(emoji: Emoji | undefined, stay: boolean): void {
    if (emoji === undefined) return
    const next = withRecent(recent, emoji.sign)
    desk.kept.write('emoji', next.join(' '))
    if (stay) setRecent(next)
    props.onPick(withTone(emoji.sign, emoji.tonable ? tone : 0))
    if (!stay) onClose()
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key]
    if (event.key === 'Escape') onClose()
    else if (event.target instanceof HTMLInputElement && step !== undefined && shown.length > 0)
      setAt(Math.max(0, Math.min(shown.length - 1, at + step)))
    else if (event.target instanceof HTMLInputElement && event.key === 'Enter') pick(chosen, event.shiftKey)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  function chooseTone(next: Tone): void {
    setTone(next)
    desk.kept.write('tone', String(next))
  }
  return (
    <div
      ref={box}
      class="emoji-picker"
      role="dialog"
      aria-label={words.say('composer.emoji')}
      onKeyDown={onKeyDown}
    >
      <label class="search-field">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label={words.say('emoji.search')}
          aria-expanded
          aria-controls="emoji-list"
          aria-activedescendant={chosen === undefined ? undefined : 'emoji-chosen'}
          placeholder={words.say('emoji.search')}
          autocomplete="off"
          autofocus
          ref={focusOnce}
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value)
            setAt(0)
          }}
        />
      </label>
      <div class="emoji-tabs" role="group" aria-label={words.say('emoji.groups')}>
        {(['recent', ...groups.map(({ name }) => name)] as const).map((name) => (
          <button
            key={name}
            type="button"
            class="quiet"
            aria-pressed={query === '' && name === tab}
            aria-label={words.say(names[name])}
            title={words.say(names[name])}
            onClick={() => {
              setTab(name)
              setQuery('')
              setAt(0)
            }}
          >
            {name === 'recent' ? <Icon name="clock" /> : groups.find((group) => group.name === name)?.face}
          </button>
        ))}
      </div>
      <div
        id="emoji-list"
        class="emoji-list"
        role="listbox"
        aria-label={words.say(query === '' ? names[tab] : 'emoji.found')}
      >
        {shown.map((emoji, index) => (
          <button
            key={emoji.sign}
            id={emoji === chosen ? 'emoji-chosen' : undefined}
            type="button"
            role="option"
            tabIndex={-1}
            class="emoji"
            aria-selected={emoji === chosen}
            aria-label={emoji.label}
            onPointerMove={() => setAt(index)}
            onClick={(event) => pick(emoji, event.shiftKey)}
          >
            {withTone(emoji.sign, emoji.tonable ? tone : 0)}
          </button>
        ))}
      </div>
      {shown.length === 0 && (
        <p class="empty" role="status">
          {words.say(
            finder === null ? 'app.loading' : query === '' ? 'emoji.recent.none' : 'key.palette.nothing',
          )}
        </p>
      )}
      <div class="emoji-foot">
        <span class="cut grow dim" aria-hidden="true">
          {chosen === undefined
            ? ''
            : `${chosen.label} ${chosen.codes[0] === undefined ? '' : `:${chosen.codes[0]}`}`}
        </span>
        <span class="row" role="group" aria-label={words.say('emoji.tone')}>
          {tones.map((one) => (
            <button
              key={one}
              type="button"
              class="quiet emoji-tone"
              aria-pressed={one === tone}
              aria-label={words.say(`emoji.tone.${one}`)}
              onClick={() => chooseTone(one)}
            >
              {withTone(HAND, one)}
            </button>
          ))}
        </span>
      </div>
    </div>
  )
}

function shownOf(
  finder: Finder | null,
  query: string,
  tab: Tab,
  recent: readonly string[],
): readonly Emoji[] {
  if (finder === null) return []
  if (query.trim() !== '') return finder.find(query, FOUND_MAX)
  if (tab !== 'recent') return finder.all.filter(({ group }) => group === tab)
  return recent.flatMap((sign) => finder.all.find((emoji) => emoji.sign === sign) ?? [])
}
