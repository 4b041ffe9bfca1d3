import type { ComponentChildren } from 'preact'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'

/** A list of settings with its heading and the button that makes a new one. */
export function Section(props: {
  readonly title: string
  readonly newLabel: string | null
  readonly onNew: () => void
  readonly empty: boolean
  /** What stands in the place of an empty list. */
  readonly emptyText?: string
  readonly children: ComponentChildren
}) {
  const words = useWords()
  return (
    <section class="admin-section">
      <header class="admin-head">
        <h1 class="grow">{props.title}</h1>
        {props.newLabel !== null && (
          <button type="button" class="primary" onClick={props.onNew}>
            <Icon name="plus" /> {props.newLabel}
          </button>
        )}
      </header>
      {props.empty ? (
        <p class="empty">{props.emptyText ?? words.say('admin.empty')}</p>
      ) : (
        <ul class="cards">{props.children}</ul>
      )}
    </section>
  )
}
