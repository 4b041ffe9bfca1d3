import type { OperatorStatus } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { sayError } from '../store/error-words.ts'
import { LinkBadge } from './link-badge.tsx'

const statuses: readonly OperatorStatus[] = ['ONLINE', 'AWAY', 'OFFLINE']

/** The head of the side: how I am, and how the connection is. */
export function TopBar() {
  return (
    <div class="side-head">
      <StatusSwitch />
      <LinkBadge />
    </div>
  )
}

function StatusSwitch() {
  const desk = useDesk()
  const words = useWords()
  const status = desk.state.me.value?.status ?? 'OFFLINE'
  return (
    <label class={`status-switch status-${desk.link.value.name === 'live' ? status : 'unsure'}`}>
      <span class="dot" />
      <select
        aria-label={words.say('status.label')}
        value={status}
        onChange={(event) => {
          const chosen = statuses.find((one) => one === event.currentTarget.value)
          // The event of the change draws the new value; a refusal must draw the old one again.
          event.currentTarget.value = status
          if (chosen !== undefined)
            desk.client
              .command('setStatus', { status: chosen })
              .catch((error: unknown) => desk.news.say(sayError(words, error)))
        }}
      >
        {statuses.map((one) => (
          <option key={one} value={one}>
            {words.say(`status.${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
