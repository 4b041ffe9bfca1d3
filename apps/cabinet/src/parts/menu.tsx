import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  /** How the same is done by keyboard; shown at the end of the line. */
  readonly keys?: string
  readonly danger?: boolean
  readonly run: () => void
}

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
    itemsOf(root.current)[0]?.focus()
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

  function onKeyDown(event: KeyboardEvent): void {
    if (open === 'no') return
    const step = stepOf(event.key)
    if (event.key === 'Escape') shut()
    else if (event.key === 'Tab') setOpen('no')
    else if (step !== null) move(root.current, step)
    if (event.key === 'Escape' || step !== null) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  if (props.items.length === 0) return null
  return (
    <div
      ref={root}
      class={`menu ${props.class ?? ''} ${open === 'above' ? 'to-top' : ''}`}
      onKeyDown={onKeyDown}
    >
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
        <div id={id} role="menu" class="menu-list" aria-label={props.label}>
          {props.items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger === true ? 'danger' : ''}
              onClick={() => {
                shut()
                item.run()
              }}
            >
              {item.icon !== undefined && <Icon name={item.icon} />}
              {item.label}
              {item.keys !== undefined && <kbd>{item.keys}</kbd>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

type Step = 'next' | 'previous' | 'first' | 'last'

function stepOf(key: string): Step | null {
  const steps: { readonly [key: string]: Step } = {
    ArrowDown: 'next',
    ArrowUp: 'previous',
    Home: 'first',
    End: 'last',
  }
  return steps[key] ?? null
}

function move(root: HTMLElement | null, step: Step): void {
  const items = itemsOf(root)
  const at = items.findIndex((item) => item === document.activeElement)
  const to = { next: at + 1, previous: at - 1, first: 0, last: items.length - 1 }[step]
  items.at(to % items.length)?.focus()
}

function itemsOf(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
}
