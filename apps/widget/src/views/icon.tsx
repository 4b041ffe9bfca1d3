/** @jsxImportSource ../dom */
/** Outlines on a 24-unit grid, drawn for this widget. */
const outlines = {
  chat: 'M4 5.5h16v11H10l-4.5 3.5V16.5H4zM8 9.5h8M8 12.5h5',
  down: 'M6 9.5l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  clip: 'M19 11.5l-7 7a4.5 4.5 0 0 1-6.4-6.4L13 4.7a3 3 0 0 1 4.3 4.3L10 16.300a1.500 1.500 0 0 1-2.200-2.200l6.600-6.600',
  send: 'M5 12h13M12.5 5.5L19 12l-6.5 6.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  checks: 'M2 12.5l4.5 4.5L16 7.5M11.5 16l1 1L22 7.5',
  clock: 'M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 8v4.3l2.8 1.7',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6',
  leave: 'M10 4.5H5v15h5M15 8l4 4-4 4M19 12H10',
  star: 'M12 4l2.5 5.3 5.7.7-4.2 4 1.1 5.8L12 17l-5.1 2.8L8 14 3.8 10l5.7-.7z',
} as const

export interface IconProps {
  readonly name: keyof typeof outlines
  /** Side in px. */
  readonly size?: number
  readonly filled?: boolean
}

/** Decoration: what it means is said in words beside it. */
export function Icon({ name, size = 22, filled = false }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={outlines[name]}
        fill={filled ? 'currentColor' : 'none'}
        stroke="currentColor"
        stroke-width={name === 'more' ? 3 : 1.8}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
