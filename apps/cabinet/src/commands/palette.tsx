import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import type { WordKey } from '../words/words.ts'
import { isPressed } from './chord.ts'
import { contextOf } from './command.ts'
import { entriesOf } from './entries-of.ts'
import { arrange, type Entry, type EntryKind } from './palette-entries.ts'
import { onMac } from './this-machine.ts'

const headings: { readonly [K in EntryKind]: WordKey } = {
  chat: 'key.kind.chat',
  command: 'key.kind.command',
  colleague: 'key.kind.colleague',
  canned: 'key.kind.canned',
}

/** Everything by name: chats, deeds, colleagues, canned replies. The field keeps the focus, the arrows move the choice. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    // Those that were never asked for on this desk; the palette shows them when they are here.
    if (desk.state.cannedReplies.value === null) desk.client.loadCannedReplies().catch(() => undefined)
  }, [desk])

  const { cannedReplies, sessions } = desk.state
  // Once for each opening: a list that moves under the hand runs the wrong thing.
  const entries = useMemo(
    () => entriesOf(contextOf(app, desk), words),
    [app, desk, words, cannedReplies.value === null],
  )
  const groups = useMemo(() => arrange(query, entries), [query, entries])
  const flat = groups.flatMap((group) => group.entries)
  const chosen = flat[Math.min(at, flat.length - 1)]

  function run(entry: Entry | undefined): void {
    if (entry === undefined) return
    // First, so that the focus is back where the deed may want it.
    dialog.current?.close()
    entry.run()
  }
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation()
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (isPressed('Mod+KeyK', event, onMac)) dialog.current?.close()
    else if (step !== undefined && flat.length > 0) setAt((at + step + flat.length) % flat.length)
    else if (event.key === 'Enter' && !event.isComposing) run(chosen)
    else return
    event.preventDefault()
  }
  useEffect(() => {
    document
      .getElementById(`entry ${chosen?.id ?? ''}`.replaceAll(' ', '-'))
      ?.scrollIntoView({ block: 'nearest' })
  }, [chosen?.id])
  return (
    <dialog
      ref={dialog}
      class="dialog palette"
      aria-label={words.say('key.palette')}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close()
      }}
    >
      <div class="palette-body">
        <label class="palette-field">
          <Icon name="search" />
          <input
            role="combobox"
            aria-label={words.say('key.palette.hint')}
            aria-expanded={flat.length > 0}
            aria-controls="palette-list"
            aria-activedescendant={
              chosen === undefined ? undefined : `entry ${chosen.id}`.replaceAll(' ', '-')
            }
            aria-autocomplete="list"
            placeholder={words.say('key.palette.hint')}
            autocomplete="off"
            spellcheck={false}
            autofocus
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value)
              setAt(0)
            }}
          />
          <kbd>Esc</kbd>
        </label>
        <div id="palette-list" class="palette-list" role="listbox" aria-label={words.say('key.palette')}>
          {groups.map((group) => (
            <div key={group.kind} role="group" aria-label={words.say(headings[group.kind])}>
              <p class="palette-kind" aria-hidden="true">
                {words.say(headings[group.kind])}
              </p>
              {group.entries.map((entry) => (
                <Line
                  key={entry.id}
                  entry={entry}
                  chosen={entry === chosen}
                  onPoint={() => setAt(flat.indexOf(entry))}
                  onRun={() => run(entry)}
                />
              ))}
            </div>
          ))}
        </div>
        {flat.length === 0 && (
          <p class="empty" role="status">
            {words.say(sessions.value.size === 0 && query === '' ? 'list.help.empty' : 'key.palette.nothing')}
          </p>
        )}
      </div>
    </dialog>
  )
}

function Line(props: {
  readonly entry: Entry
  readonly chosen: boolean
  readonly onPoint: () => void
  readonly onRun: () => void
}) {
  const { entry, chosen } = props
  return (
    <div
      id={`entry ${entry.id}`.replaceAll(' ', '-')}
      role="option"
      aria-selected={chosen}
      class="palette-line"
      onPointerMove={props.onPoint}
      onClick={props.onRun}
    >
      <Icon name={entry.icon} />
      <span class="palette-label cut">{entry.label}</span>
      <span class="dim cut grow">{entry.more}</span>
      {entry.keys !== '' && <kbd>{entry.keys}</kbd>}
    </div>
  )
}
