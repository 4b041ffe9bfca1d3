import type { ComponentChildren } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'

/** Between a button and what it opens, and from the edges of the page. */
const GAP_PX = 6

/**
 * A button that opens a small panel over everything: the browser's own popover, which closes on Escape and on a press outside and gives
 * the focus back. The panel is made when it is opened, below the button or above it where there is more room.
 */
export function Popover(props: {
  /** What stands on the button. */
  readonly face: ComponentChildren
  readonly label: string
  readonly class?: string
  readonly children: () => ComponentChildren
}) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()

  function place(): void {
    const from = button.current?.getBoundingClientRect()
    const element = panel.current
    if (from === undefined || element === null) return
    const { offsetWidth, offsetHeight } = element
    const below = innerHeight - from.bottom
    const top =
      below >= offsetHeight + GAP_PX || below > from.top
        ? from.bottom + GAP_PX
        : from.top - offsetHeight - GAP_PX
    element.style.top = `${Math.max(GAP_PX, top)}px`
    element.style.left = `${Math.max(GAP_PX, Math.min(from.left, innerWidth - offsetWidth - GAP_PX))}px`
  }
  /** Escape is spent on closing: it must not leave the chat as well. */
  function onKeyDown(event: KeyboardEvent): void {
    if (open && event.key === 'Escape') event.stopPropagation()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.class ?? 'plain'}
        title={props.label}
        aria-expanded={open}
        aria-controls={id}
        popovertarget={id}
        onKeyDown={onKeyDown}
      >
        {props.face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        class="popover"
        role="dialog"
        aria-label={props.label}
        onToggle={(event) => {
          const isOpen = event.newState === 'open'
          setOpen(isOpen)
          // What it shows is drawn by then, and its size is known.
          if (isOpen) requestAnimationFrame(place)
        }}
        onKeyDown={onKeyDown}
      >
        {open && props.children()}
      </div>
    </>
  )
}
