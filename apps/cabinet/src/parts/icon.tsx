import { paths, type IconName } from './icon-paths.ts'

export type { IconName } from './icon-paths.ts'

/**
 * Decoration: what it means is said by the text or the label of what it stands in. Drawn on a 24 × 24 field with round strokes of 1.75,
 * in the colour of the text; `small` stands in a line of small text.
 */
export function Icon({ name, small = false }: { readonly name: IconName; readonly small?: boolean }) {
  return (
    <svg
      class={`icon icon-${name}${small ? ' small' : ''}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
