import type { RefObject } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** A button that is its icon: the name is said to whoever does not see it, `tip` to whoever points at it. */
export function IconButton(props: {
  readonly icon: IconName
  readonly label: string
  readonly run: () => void
  readonly tip?: string
  /** Whether what it opens is open. */
  readonly expanded?: boolean
  readonly class?: string
  readonly at?: RefObject<HTMLButtonElement | null>
}) {
  return (
    <button
      type="button"
      class={`quiet square ${props.class ?? ''}`}
      aria-label={props.label}
      data-tip={props.tip}
      aria-expanded={props.expanded}
      onClick={props.run}
      {...(props.at === undefined ? {} : { ref: props.at })}
    >
      <Icon name={props.icon} />
    </button>
  )
}
