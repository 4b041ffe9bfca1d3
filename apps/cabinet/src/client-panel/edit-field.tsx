import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** A labelled field of a form in the panel, with what is wrong with it below; `render` gets what ties the two together. */
export function EditField(props: {
  readonly label: string
  readonly wrong: string | null
  readonly hint?: string
  readonly render: (tie: {
    readonly id: string
    readonly 'aria-invalid': boolean
    readonly 'aria-describedby': string | undefined
  }) => ComponentChildren
}) {
  const id = useId()
  const { label, wrong, hint } = props
  const told = [...(hint === undefined ? [] : [`${id}-hint`]), ...(wrong === null ? [] : [`${id}-wrong`])]
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {props.render({
        id,
        'aria-invalid': wrong !== null,
        'aria-describedby': told.length === 0 ? undefined : told.join(' '),
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      {wrong !== null && (
        <p id={`${id}-wrong`} class="field-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}

/** Escape leaves a form of the panel, and not the panel. */
export function leaveOnEscape(leave: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    leave()
  }
}

/** As the `ref` of the field that a form begins with: `autofocus` counts only while a page is loaded. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus()
}
