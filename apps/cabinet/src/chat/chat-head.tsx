import { useState } from 'preact/hooks'
import type { Operator } from '@pult/protocol'
import type { Shown } from '../desk/gate.ts'
import { CountdownMark } from '../list/countdown-mark.tsx'
import { isClientOnline } from '../list/order.ts'
import { Avatar } from '../parts/avatar.tsx'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import type { Words } from '../words/words.ts'
import { noSearch } from './chat-search.ts'
import { permittedActions } from './permitted.ts'
import { SessionDialog, type SessionDialogName } from './session-dialog.tsx'
import { useSessionCommands } from './use-session-commands.ts'

/** Whose chat it is, who holds it, and what can be done with it. */
export function ChatHead({ shown }: { readonly shown: Shown }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const [dialog, setDialog] = useState<SessionDialogName | null>(null)
  const commands = useSessionCommands(shown.card)
  const { card } = shown
  const channel = desk.state.channels.value.get(card.channel)
  const can = permittedActions(shown, {
    meId: desk.meId.value,
    role: desk.state.me.value?.role ?? 'operator',
    hasBot: channel !== undefined && channel.bot.kind !== 'NONE',
  })

  const items: MenuItem[] = []
  if (can.has('returnToBot')) items.push({ label: words.say('act.return'), run: commands.returnToBot })
  if (can.has('tags')) items.push({ label: words.say('act.tags'), run: () => setDialog('tags') })
  if (can.has('watch')) items.push({ label: words.say('act.watch'), run: () => commands.watch(true) })
  if (can.has('unwatch')) items.push({ label: words.say('act.unwatch'), run: () => commands.watch(false) })
  if (can.has('spam'))
    items.push({
      label: words.say(card.markedAsSpam ? 'act.notSpam' : 'act.spam'),
      run: () => commands.spam(!card.markedAsSpam),
    })
  if (can.has('ban'))
    items.push(
      card.clientBanned === true
        ? { label: words.say('act.unban'), run: commands.unban }
        : { label: words.say('act.ban'), danger: true, run: () => setDialog('ban') },
    )
  return (
    <header class="chat-head">
      <button
        type="button"
        class="quiet square phone-only"
        aria-label={words.say('app.back')}
        onClick={() => app.go({ name: 'desk', sessionId: null })}
      >
        <Icon name="back" />
      </button>
      <Avatar id={card.clientId} name={card.name} online={isClientOnline(card)} />
      <div class="chat-who">
        <h1 class="cut">{card.name}</h1>
        <p class="cut dim">
          {holderOf(shown, desk.meId.value, desk.state.operators.value, words)}
          {card.markedAsSpam && <span class="mark-chip alarm">{words.say('list.spam')}</span>}
          {card.clientBanned === true && <span class="mark-chip alarm">{words.say('panel.banned')}</span>}
        </p>
      </div>
      <CountdownMark card={card} />
      <div class="chat-acts">
        {can.has('transfer') && (
          <button type="button" onClick={() => setDialog('transfer')}>
            {words.say('act.transfer')}
          </button>
        )}
        {can.has('close') && (
          <button type="button" onClick={() => setDialog('close')}>
            {words.say('act.close')}
          </button>
        )}
        <Menu label={words.say('act.more')} icon="more" items={items} class="to-left" />
        <button
          type="button"
          class="quiet square"
          aria-label={words.say('search.open')}
          title={`${words.say('search.open')} (Ctrl + F)`}
          onClick={() => {
            const { search } = desk.view(card.id)
            search.value = search.value === null ? noSearch : null
          }}
        >
          <Icon name="search" />
        </button>
        <button
          type="button"
          class="quiet square"
          aria-label={words.say('act.client')}
          title={words.say('act.client')}
          aria-expanded={desk.panelOpen.value}
          onClick={() => {
            desk.panelOpen.value = !desk.panelOpen.value
          }}
        >
          <Icon name="person" />
        </button>
      </div>
      {dialog !== null && <SessionDialog name={dialog} card={card} onClose={() => setDialog(null)} />}
    </header>
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
