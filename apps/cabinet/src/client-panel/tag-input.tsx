import { useId, useState } from 'preact/hooks'
import { TAG_CHARS_MAX } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { suggestTags } from './suggest-tags.ts'
import { useKnownTags } from './use-known-tags.ts'

/**
 * A field that completes from the tags in use: arrows choose, Enter and a comma add, Backspace in the empty field takes the last one off,
 * Escape shuts the list.
 */
export function TagInput(props: {
  readonly tags: readonly string[]
  readonly onAdd: (tag: string) => void
  readonly onRemoveLast: () => void
}) {
  const { tags, onAdd, onRemoveLast } = props
  const words = useWords()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const id = useId()
  const known = useKnownTags(open)
  const offered = open ? suggestTags(known, text, tags) : []

  function add(tag: string): void {
    const written = tag.trim()
    setText('')
    setChosen(-1)
    if (written !== '' && !tags.includes(written)) onAdd(written)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && offered.length > 0 && !event.altKey) {
      setOpen(true)
      // One place more than there are tags: the field itself.
      setChosen(((chosen + 1 + step + offered.length + 1) % (offered.length + 1)) - 1)
    } else if (event.key === 'Enter' || event.key === ',') add(offered[chosen] ?? text)
    else if (event.key === 'Escape' && (open || text !== '')) {
      setOpen(false)
      setText('')
      setChosen(-1)
    } else if (event.key === 'Backspace' && text === '' && tags.length > 0) onRemoveLast()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div class="tag-input">
      <input
        value={text}
        role="combobox"
        aria-label={words.say('tags.add')}
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        placeholder={words.say('tags.add')}
        autocomplete="off"
        maxLength={TAG_CHARS_MAX}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setOpen(true)
          setChosen(-1)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          setOpen(false)
          // What stands in the field is meant: nobody should lose a tag for want of one more key.
          add(text)
        }}
        onKeyDown={onKeyDown}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={words.say('tags.title')}
        class="tag-offers"
        hidden={offered.length === 0}
      >
        {offered.map((tag, index) => (
          <li
            key={tag}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            class="tag-offer"
            // The field keeps the focus, so that several can be chosen one after another.
            onPointerDown={(event) => {
              event.preventDefault()
              add(tag)
            }}
          >
            {tag}
          </li>
        ))}
      </ul>
    </div>
  )
}
