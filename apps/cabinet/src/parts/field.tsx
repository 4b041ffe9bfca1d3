import type { ComponentChildren } from 'preact'

/** A labelled control; the hint is read with it. The control stands inside the label, so that no id is needed. */
export function Field(props: {
  readonly label: string
  readonly hint?: string
  readonly children: ComponentChildren
}) {
  return (
    <label class="field">
      <span class="field-label">{props.label}</span>
      {props.children}
      {props.hint !== undefined && <span class="field-hint">{props.hint}</span>}
    </label>
  )
}

/** Says what went wrong, at once, to screen readers too. */
export function Trouble({ text }: { readonly text: string | null }) {
  return (
    <div role="alert" class={text === null ? '' : 'trouble'}>
      {text}
    </div>
  )
}
