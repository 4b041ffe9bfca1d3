import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { useDesk, useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import { Icon } from '../parts/icon.tsx'

/** A half-written text that cannot be gone on with where it stands: to read and to copy, and what else the children do with it. */
export function KeptText(props: {
  readonly label: string
  readonly text: string
  /** Of the field, for whoever gives it the focus. */
  readonly id?: string
  readonly children: ComponentChildren
}) {
  const desk = useDesk()
  const words = useWords()
  const field = useRef<HTMLTextAreaElement>(null)
  return (
    <div class="kept-draft">
      <Field label={props.label}>
        <textarea ref={field} id={props.id} readOnly rows={2} value={props.text} />
      </Field>
      <div class="row wrap">
        <button
          type="button"
          onClick={() => {
            navigator.clipboard.writeText(props.text).then(
              () => desk.news.tell('app.copied'),
              // No permission for the clipboard: it stands selected, one key away.
              () => field.current?.select(),
            )
          }}
        >
          <Icon name="copy" small />
          {words.say('composer.copyDraft')}
        </button>
        {props.children}
      </div>
    </div>
  )
}
