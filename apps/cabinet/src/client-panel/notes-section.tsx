import { useComputed } from '@preact/signals'
import { NOTE_CHARS_MAX, type ChatSession, type Note } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Trouble } from '../parts/field.tsx'
import { Text } from '../parts/text.tsx'
import { useAsking } from '../parts/use-asking.ts'
import { PanelSection } from './panel-section.tsx'

const nothing: readonly Note[] = []

/** What colleagues remarked in this session, the newest on top, and a field for one more. */
export function NotesSection({ card, writable }: { readonly card: ChatSession; readonly writable: boolean }) {
  const { client, state, panel, nowMs } = useDesk()
  const words = useWords()
  const notes = useComputed(() => state.notes.value.get(card.id) ?? nothing).value
  const text = panel.noteText(card.id)
  const { busy, trouble, ask } = useAsking()
  if (!writable && notes.length === 0) return null

  function add(): void {
    const body = text.value.trim()
    if (body === '') return
    ask(
      () => client.command('addNote', { sessionId: card.id, body }),
      // What was typed while it was on its way stays.
      () => {
        if (text.value.trim() === body) text.value = ''
      },
    )
  }
  return (
    <PanelSection part="notes" title={words.say('panel.notes')} count={notes.length}>
      {writable && (
        <form
          class="note-form"
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <textarea
            rows={text.value === '' ? 1 : 3}
            value={text.value}
            aria-label={words.say('panel.note.add')}
            placeholder={words.say('panel.note.placeholder')}
            maxLength={NOTE_CHARS_MAX}
            onInput={(event) => {
              text.value = event.currentTarget.value
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return
              event.preventDefault()
              add()
            }}
          />
          {text.value.trim() !== '' && (
            <button type="submit" class="small" disabled={busy}>
              {words.say('panel.note.submit')}
            </button>
          )}
          <Trouble text={trouble} />
        </form>
      )}
      {notes.length > 0 && (
        <ul class="panel-notes">
          {notes.toReversed().map((note) => (
            <li key={note.id} class="panel-note">
              <p class="body">
                <Text text={note.body} />
              </p>
              <p class="dim">
                {note.authorName ?? words.say('chat.operator')} ·{' '}
                <time dateTime={note.createdAt} title={words.moment(note.createdAt)}>
                  {words.shortDate(note.createdAt, nowMs.peek())}
                </time>
              </p>
            </li>
          ))}
        </ul>
      )}
    </PanelSection>
  )
}
