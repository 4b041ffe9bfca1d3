import type { Operator } from '@pult/protocol'
import { commands } from '../commands/command-table.ts'
import { contextOf, type Command } from '../commands/command.ts'
import { hintOf, withHint } from '../commands/this-machine.ts'
import type { Shown } from '../desk/gate.ts'
import { CountdownMark } from '../list/countdown-mark.tsx'
import { isClientOnline } from '../list/order.ts'
import { Avatar } from '../parts/avatar.tsx'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import type { Words } from '../words/words.ts'
import { noSearch } from './chat-search.ts'
import { nearestLevel } from './priority-dialog.tsx'

/** In sight on a desk; on a phone they stand on top of the sheet. */
const onFace = ['take', 'transfer', 'close'] as const
const inMenu = ['return', 'tags', 'priority', 'watch', 'unwatch', 'spam', 'notSpam', 'ban', 'unban'] as const

/** Whose chat it is, who holds it, and what can be done with it. */
export function ChatHead({ shown }: { readonly shown: Shown }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const { card } = shown
  const channel = desk.state.channels.value.get(card.channel)
  const context = contextOf(app, desk)
  const fit = (ids: readonly string[]): readonly Command[] =>
    ids.flatMap((id) => commands.filter((command) => command.id === id && command.when(context)))
  const faces = fit(onFace)
  const itemOf = (command: Command): MenuItem => ({
    label: words.say(command.words),
    icon: command.icon,
    ...(hintOf(command.id) === '' ? {} : { keys: hintOf(command.id) }),
    ...(command.id === 'ban' ? { danger: true } : {}),
    run: () => command.run(contextOf(app, desk)),
  })
  const items = fit(inMenu).map(itemOf)
  const level = nearestLevel(card.priority)
  return (
    <header class="chat-head">
      <IconButton
        icon="back"
        label={words.say('app.back')}
        class="phone-only"
        run={() => app.go({ name: 'desk', sessionId: null })}
      />
      <Avatar id={card.clientId} name={card.name} online={isClientOnline(card)} />
      <div class="chat-who">
        <div class="row">
          <h1 class="cut">{card.name}</h1>
          {level !== 'priority.usual' && (
            <span class={`mark-chip ${level === 'priority.low' ? '' : 'warn'}`}>{words.say(level)}</span>
          )}
          {card.markedAsSpam && <span class="mark-chip alarm">{words.say('list.spam')}</span>}
          {card.clientBanned === true && <span class="mark-chip alarm">{words.say('panel.banned')}</span>}
        </div>
        <p class="cut dim">
          {holderOf(shown, desk.meId.value, desk.state.operators.value, words)}
          {channel !== undefined && (
            <>
              {' · '}
              {card.messengerType !== null && card.messengerType !== undefined && (
                <Icon name={card.messengerType} small />
              )}{' '}
              {channel.name}
            </>
          )}
        </p>
      </div>
      <CountdownMark card={card} />
      <div class="chat-acts desk-only">
        {faces.map((command) => (
          <button
            key={command.id}
            type="button"
            class={command.id === 'take' ? 'primary' : ''}
            data-tip={withHint(words.say(command.words), command.id)}
            onClick={() => command.run(contextOf(app, desk))}
          >
            <Icon name={command.icon} small />
            <span class="act-words">{words.say(command.words)}</span>
          </button>
        ))}
        <Menu label={words.say('act.more')} icon="more" items={items} class="to-left" />
        <SearchButton sessionId={card.id} />
        <PanelButton />
      </div>
      <div class="chat-acts phone-only">
        <SearchButton sessionId={card.id} />
        <PanelButton />
        <Menu
          label={words.say('act.more')}
          icon="more"
          items={[...faces.map(itemOf), ...items]}
          class="to-left as-sheet"
        />
      </div>
    </header>
  )
}

function SearchButton({ sessionId }: { readonly sessionId: string }) {
  const desk = useDesk()
  const words = useWords()
  return (
    <IconButton
      icon="search"
      label={words.say('search.open')}
      tip={withHint(words.say('search.open'), 'search')}
      run={() => {
        const { search } = desk.view(sessionId)
        search.value = search.value === null ? noSearch : null
      }}
    />
  )
}

function PanelButton() {
  const desk = useDesk()
  const words = useWords()
  return (
    <IconButton
      icon="person"
      label={words.say('act.client')}
      tip={withHint(words.say('act.client'), 'panel')}
      expanded={desk.panelOpen.value}
      run={() => {
        desk.panelOpen.value = !desk.panelOpen.value
      }}
    />
  )
}

function holderOf(
  shown: Shown,
  meId: string | null,
  operators: ReadonlyMap<string, Operator>,
  words: Words,
): string {
  const { card, where } = shown
  if (where === 'closed') return words.say('holder.closed')
  if (where === 'departed') return words.say('holder.gone')
  if (card.operatorId !== null && card.operatorId === meId) return words.say('holder.me')
  if (card.operatorId !== null)
    return words.say('holder.operator', { name: operators.get(card.operatorId)?.name ?? '…' })
  return words.say(card.botStatus === 'BOT' ? 'holder.bot' : 'holder.help')
}
