import { useRef, useState } from 'preact/hooks'
import { TAG_CHARS_MAX, TAGS_MAX } from '@pult/protocol'
import { rank } from '../commands/fuzzy.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { Icon } from '../parts/icon.tsx'
import { useAsking } from '../parts/use-asking.ts'
import type { SessionDialogProps } from './session-dialog-props.ts'

/** More than a line or two of them is a list to read, not an offer. */
const OFFERED_MAX = 8

/** The tags are written one by one and saved together. Tags in use elsewhere are offered while typing; Tab takes the first of them. */
export function TagsDialog({ card, onClose }: SessionDialogProps) {
  const { client, state } = useDesk()
  const words = useWords()
  const [tags, setTags] = useState(card.tags)
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { busy, trouble, ask } = useAsking()
  const known = new Set([...state.sessions.value.values()].flatMap((session) => session.tags))
  const offered = rank(text, [...known].filter((tag) => !tags.includes(tag)).toSorted(), (tag) => [
    tag,
  ]).slice(0, OFFERED_MAX)

  function add(tag: string): void {
    setTags([...tags, tag])
    setText('')
    field.current?.focus()
  }
  function withText(): string[] {
    const tag = text.trim()
    return tag === '' || tags.includes(tag) ? tags : [...tags, tag]
  }
  return (
    <Dialog title={words.say('tags.title')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          // What still stands in the field is meant too: nobody should lose a tag for want of one more key.
          ask(() => client.command('setTags', { sessionId: card.id, tags: withText() }), onClose)
        }}
      >
        <div class="row wrap">
          {tags.map((tag) => (
            <span key={tag} class="mark-chip">
              {tag}
              <button
                type="button"
                class="quiet square"
                aria-label={words.say('tags.remove', { tag })}
                onClick={() => setTags(tags.filter((other) => other !== tag))}
              >
                <Icon name="close" />
              </button>
            </span>
          ))}
        </div>
        <Field label={words.say('tags.add')}>
          <input
            ref={field}
            value={text}
            maxLength={TAG_CHARS_MAX}
            disabled={tags.length >= TAGS_MAX}
            autofocus
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Backspace' && text === '') setTags(tags.slice(0, -1))
              if (event.key === 'Tab' && !event.shiftKey && text.trim() !== '' && offered[0] !== undefined) {
                event.preventDefault()
                add(offered[0])
              }
              if (event.key !== 'Enter' || text.trim() === '') return
              event.preventDefault()
              setTags(withText())
              setText('')
            }}
          />
        </Field>
        {offered.length > 0 && (
          <div class="row wrap" role="group" aria-label={words.say('tags.known')}>
            {offered.map((tag) => (
              <button key={tag} type="button" class="small" onClick={() => add(tag)}>
                <Icon name="plus" small />
                {tag}
              </button>
            ))}
          </div>
        )}
        <FormEnd trouble={trouble} busy={busy} submit={words.say('app.save')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
