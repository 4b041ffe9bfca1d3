import type { ComponentChildren } from 'preact'
import { Mark } from '../parts/mark.tsx'
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
