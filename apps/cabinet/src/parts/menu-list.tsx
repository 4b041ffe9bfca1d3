import { useEffect, useRef } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  /** How the same is done by keyboard; shown at the end of the line. */
  readonly keys?: string
  readonly danger?: boolean
  readonly run: () => void
}

/** The actions of a menu that is open: the first has the focus; arrows, Home and End move it, Escape and Tab leave. */
export function MenuList(props: {
  readonly id?: string
  readonly label: string
  readonly items: readonly MenuItem[]
  /** `isDone`: something was chosen or refused, and the focus is to go back to where it was. */
  readonly onShut: (isDone: boolean) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => itemsOf(list.current)[0]?.focus(), [])

  function onKeyDown(event: KeyboardEvent): void {
    const step = stepOf(event.key)
    if (event.key === 'Escape') props.onShut(true)
    else if (event.key === 'Tab') props.onShut(false)
    else if (step !== null) move(list.current, step)
    if (event.key === 'Escape' || step !== null) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  return (
    <div
      ref={list}
      id={props.id}
      role="menu"
      class="menu-list"
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      {props.items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={item.danger === true ? 'danger' : ''}
          onClick={() => {
            props.onShut(true)
            item.run()
          }}
        >
          {item.icon !== undefined && <Icon name={item.icon} />}
          {item.label}
          {item.keys !== undefined && <kbd>{item.keys}</kbd>}
        </button>
      ))}
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
