import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { useDesk } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { toggled, type PanelPart } from './panel-view.ts'

/** A part of the panel under its heading, which folds it; folded, it is not made at all. */
export function PanelSection(props: {
  readonly part: PanelPart
  readonly title: string
  /** How many things stand in it. */
  readonly count?: number
  /** What can be done with the whole part: small buttons at the end of the heading. */
  readonly acts?: ComponentChildren
  readonly children: ComponentChildren
}) {
  const { panel } = useDesk()
  const id = useId()
  const { part, title, count, acts } = props
  const open = !panel.folded.value.has(part)
  return (
    <section class="panel-part" aria-labelledby={`${id}-title`}>
      <header class="panel-part-head">
        <h3 id={`${id}-title`}>
          <button
            type="button"
            class="fold"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => {
              panel.folded.value = toggled(panel.folded.value, part)
            }}
          >
            <Icon name="right" small />
            {title}
            {count !== undefined && count > 0 && <span class="panel-count">{count}</span>}
          </button>
        </h3>
        {open && acts}
      </header>
      {open && (
        <div id={id} class="panel-part-body">
          {props.children}
        </div>
      )}
    </section>
  )
}
