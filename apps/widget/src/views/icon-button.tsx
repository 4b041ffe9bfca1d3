/** @jsxImportSource ../dom */
import { Icon, type IconProps } from './icon.tsx'

export interface IconButtonProps extends IconProps {
  /** What it does, for the eye that rests on it and for the ear. */
  readonly label: string
  readonly class?: string
  /** For a button that opens something: whether it is open. */
  readonly expanded?: boolean
  readonly onClick: () => void
}

export function IconButton({ label, expanded, onClick, ...icon }: IconButtonProps) {
  return (
    <button
      type="button"
      class={icon.class ?? 'icon'}
      title={label}
      aria-label={label}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      onClick={onClick}
    >
      <Icon {...icon} />
    </button>
  )
}
