import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import type { OperatorStatus } from '@pult/protocol'
import { sayError } from '../store/error-words.ts'
import { LinkBadge } from './link-badge.tsx'

const statuses: readonly OperatorStatus[] = ['ONLINE', 'AWAY', 'OFFLINE']

/** Who I am, how I am, and how the connection is. */
export function TopBar() {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const me = desk.state.me.value

  const items: MenuItem[] = [
    ...(app.place.value.name === 'admin'
      ? [{ label: words.say('admin.desk'), run: () => app.go({ name: 'desk', sessionId: null }) }]
      : []),
    ...(me?.role === 'admin' || me?.role === 'supervisor'
      ? [{ label: words.say('admin.open'), run: () => app.go({ name: 'admin', section: 'operators' }) }]
      : []),
    {
      label: words.say('admin.signout'),
      run: () => {
        app.signOut().catch((error: unknown) => desk.news.say(sayError(words, error)))
      },
    },
  ]
  return (
    <header class="top-bar">
      <strong class="cut grow">{me?.name ?? words.say('app.name')}</strong>
      <StatusSwitch />
      <Menu label={words.say('app.menu')} icon="more" items={items} class="to-left" />
      <LinkBadge />
    </header>
  )
}

function StatusSwitch() {
  const desk = useDesk()
  const words = useWords()
  const status = desk.state.me.value?.status ?? 'OFFLINE'
  return (
    <label class={`status-switch status-${status}`}>
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
