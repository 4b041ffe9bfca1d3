import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'
import { MenuList, type MenuItem } from './menu-list.tsx'

export type { MenuItem } from './menu-list.tsx'

/** A button with a list of actions: arrows, Home and End move, Escape and leaving close, and the focus comes back to the button. */
export function Menu(props: {
  readonly label: string
  /** Of the button, for whoever presses it from elsewhere. */
  readonly id?: string
  readonly icon: IconName
  readonly items: readonly MenuItem[]
  readonly class?: string
  /** Not a stop of the Tab key: it is reached by the keys of the list that it stands in. */
  readonly quiet?: boolean
  /** What the button shows instead of its icon. */
  readonly face?: ComponentChildren
  /** Default: a quiet square. */
  readonly buttonClass?: string
}) {
  const [open, setOpen] = useState<'no' | 'below' | 'above'>('no')
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (open === 'no') return undefined
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen('no')
    }
    document.addEventListener('pointerdown', onPointer)
    return () => document.removeEventListener('pointerdown', onPointer)
  }, [open])

  function toggle(): void {
    // In the lower half of the page there may be no room below.
    const bottom = button.current?.getBoundingClientRect().bottom ?? 0
    setOpen(open !== 'no' ? 'no' : bottom > innerHeight / 2 ? 'above' : 'below')
  }

  function shut(): void {
    setOpen('no')
    button.current?.focus()
  }

  if (props.items.length === 0) return null
  return (
    <div ref={root} class={`menu ${props.class ?? ''} ${open === 'above' ? 'to-top' : ''}`}>
      <button
        ref={button}
        id={props.id}
        type="button"
        class={props.buttonClass ?? 'quiet square'}
        aria-label={props.label}
        title={props.label}
        tabIndex={props.quiet === true ? -1 : 0}
        aria-haspopup="menu"
        aria-expanded={open !== 'no'}
        aria-controls={open !== 'no' ? id : undefined}
        onClick={toggle}
      >
        {props.face ?? <Icon name={props.icon} />}
      </button>
      {open !== 'no' && (
        <MenuList
          id={id}
          label={props.label}
          items={props.items}
          onShut={(isDone) => (isDone ? shut() : setOpen('no'))}
        />
      )}
    </div>
  )
}
