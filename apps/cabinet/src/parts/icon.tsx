/** Drawn on a 24 × 24 field with round strokes, in the colour of the text. */
const paths = {
  send: 'M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4',
  clip: 'M20 11.5 12 19.5a5 5 0 0 1-7-7l8-8a3.3 3.3 0 0 1 4.7 4.7l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.4-7.3',
  back: 'M15 5 8 12l7 7',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M5 11.9v.2M12 11.9v.2M19 11.9v.2',
  reply: 'M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6',
  check: 'M5 12.5 10 17.5 19.5 7',
  checks: 'M2 12.5 7 17.5 15 7.5M11.5 16.5 12.5 17.5 22 7',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 2',
  alert: 'M12 4 2.5 20h19zM12 10v4M12 17h.01',
  down: 'M6 9l6 6 6-6',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c.5-4 3.7-6 8-6s7.5 2 8 6',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1',
  chat: 'M4 5h16v11H9l-5 4z',
} as const

export type IconName = keyof typeof paths

/** Decoration: what it means is said by the text or the label of what it stands in. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
