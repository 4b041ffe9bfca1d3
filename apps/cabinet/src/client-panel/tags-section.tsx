import { useRef } from 'preact/hooks'
import { TAGS_MAX, type ChatSession } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { PanelSection } from './panel-section.tsx'
import { TagInput } from './tag-input.tsx'
import { useTags } from './use-tags.ts'

/** The tags of the session, put on and taken off where they stand. */
export function TagsSection({ card, writable }: { readonly card: ChatSession; readonly writable: boolean }) {
  const words = useWords()
  const { tags, change } = useTags(card)
  const root = useRef<HTMLDivElement>(null)
  if (!writable && tags.length === 0) return null
  return (
    <PanelSection part="tags" title={words.say('panel.tags')} count={tags.length}>
      <div ref={root} class="tag-box">
        {tags.map((tag) => (
          <span key={tag} class="mark-chip tag">
            <span class="cut">{tag}</span>
            {writable && (
              <button
                type="button"
                class="quiet square"
                aria-label={words.say('tags.remove', { tag })}
                onClick={() => {
                  change(tags.filter((other) => other !== tag))
                  // The button goes with its tag; the field is where one goes on.
                  root.current?.querySelector('input')?.focus()
                }}
              >
                <Icon name="close" small />
              </button>
            )}
          </span>
        ))}
        {writable && tags.length < TAGS_MAX && (
          <TagInput
            tags={tags}
            onAdd={(tag) => change([...tags, tag])}
            onRemoveLast={() => change(tags.slice(0, -1))}
          />
        )}
      </div>
    </PanelSection>
  )
}
