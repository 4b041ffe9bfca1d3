import type { ComponentChildren } from 'preact'
import { Preferences } from './preferences.tsx'

/** The frame of every page outside of the desk: one card in the middle, one heading, one thing to do. */
export function Entrance(props: {
  readonly title: string
  readonly lead?: string
  readonly children?: ComponentChildren
}) {
  return (
    <main class="entrance">
      <div class="entrance-card">
        <Mark />
        <h1>{props.title}</h1>
        {props.lead !== undefined && <p class="lead">{props.lead}</p>}
        {props.children}
      </div>
      <Preferences />
    </main>
  )
}

/** A desk with three faders: the same drawing as the favicon. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" class="mark-ground" />
      <path class="mark-line" d="M9 7v18M16 7v18M23 7v18" />
      <path class="mark-knob" d="M6 19h6M13 11h6M20 16h6" />
    </svg>
  )
}
