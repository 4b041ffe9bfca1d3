import { Moon } from '../attention/moon.tsx'
import { hintOf, withHint } from '../commands/this-machine.ts'
import { Avatar } from '../parts/avatar.tsx'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Mark } from '../parts/mark.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { sayError } from '../store/error-words.ts'
import { addressOf, type Place } from './place.ts'

/** Where one can go in the cabinet, and who one is: a column at the edge, on a phone a bar below the list. */
export function Rail() {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const me = desk.state.me.value
  const settles = me?.role === 'admin' || me?.role === 'supervisor'
  const toDesk: Place = { name: 'desk', sessionId: null }
  const toAdmin: Place = { name: 'admin', section: 'operators' }

  const items: MenuItem[] = [
    {
      label: words.say('app.preferences'),
      icon: 'settings',
      keys: hintOf('preferences'),
      run: () => {
        desk.over.value = { name: 'preferences' }
      },
    },
    {
      label: words.say('key.sheet'),
      icon: 'keyboard',
      keys: hintOf('keys'),
      run: () => {
        desk.over.value = { name: 'keys' }
      },
    },
  ]
  if (app.place.value.name === 'admin')
    items.push({ label: words.say('admin.desk'), icon: 'chat', run: () => app.go(toDesk) })
  else if (settles) items.push({ label: words.say('admin.open'), icon: 'gear', run: () => app.go(toAdmin) })
  items.push({
    label: words.say('admin.signout'),
    icon: 'exit',
    run: () => {
      app.signOut().catch((error: unknown) => desk.news.say(sayError(words, error)))
    },
  })
  return (
    <header class="rail">
      <Mark />
      <RailLink place={toDesk} icon="inbox" label={words.say('list.label')} />
      {settles && <RailLink place={toAdmin} icon="gear" label={words.say('admin.open')} />}
      <button
        type="button"
        class="rail-item"
        aria-label={words.say('key.palette')}
        data-tip={withHint(words.say('key.palette'), 'palette')}
        data-tip-side="right"
        onClick={() => {
          desk.over.value = { name: 'palette' }
        }}
      >
        <Icon name="search" />
      </button>
      <span class="rail-space" />
      <Moon />
      <Menu
        label={words.say('app.menu')}
        icon="more"
        items={items}
        buttonClass="rail-item"
        face={me === null ? undefined : <Avatar id={me.id} name={me.name} small />}
      />
    </header>
  )
}

function RailLink(props: { readonly place: Place; readonly icon: IconName; readonly label: string }) {
  const app = useApp()
  const { place, icon, label } = props
  return (
    <a
      class="rail-item"
      href={addressOf(place)}
      aria-label={label}
      aria-current={app.place.value.name === place.name ? 'page' : undefined}
      data-tip={label}
      data-tip-side="right"
      onClick={(event) => {
        event.preventDefault()
        app.go(place)
      }}
    >
      <Icon name={icon} />
    </a>
  )
}
