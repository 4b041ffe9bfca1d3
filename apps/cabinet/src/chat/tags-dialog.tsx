import { useState } from 'preact/hooks'
import { TAG_CHARS_MAX, TAGS_MAX } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { Icon } from '../parts/icon.tsx'
import { useAsking } from '../parts/use-asking.ts'
import type { SessionDialogProps } from './session-dialog-props.ts'

/** The tags are written one by one and saved together. Tags in use elsewhere are offered while typing. */
export function TagsDialog({ card, onClose }: SessionDialogProps) {
  const { client, state } = useDesk()
  const words = useWords()
  const [tags, setTags] = useState(card.tags)
  const [text, setText] = useState('')
  const { busy, trouble, ask } = useAsking()
  const known = [...new Set([...state.sessions.value.values()].flatMap((session) => session.tags))].toSorted()

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
            value={text}
            list="known-tags"
            maxLength={TAG_CHARS_MAX}
            disabled={tags.length >= TAGS_MAX}
            autofocus
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || text.trim() === '') return
              event.preventDefault()
              setTags(withText())
              setText('')
            }}
          />
        </Field>
        <datalist id="known-tags">
          {known.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        <FormEnd trouble={trouble} busy={busy} submit={words.say('app.save')} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
