import { transferTargets } from '../chat/transfer-targets.ts'
import { fillVariables, variablesOf } from '../canned/variables.ts'
import { mineFirst } from '../canned/own-first.ts'
import { byBreach, compareKeys } from '../list/order.ts'
import type { Words } from '../words/words.ts'
import { commands } from './command-table.ts'
import type { CommandContext } from './command.ts'
import { showChord } from './chord.ts'
import type { Entry } from './palette-entries.ts'
import { onMac } from './this-machine.ts'

/** Everything that the palette knows at this moment. */
export function entriesOf(context: CommandContext, words: Words): readonly Entry[] {
  return [
    ...chatsOf(context, words),
    ...commandsOf(context, words),
    ...colleaguesOf(context, words),
    ...cannedOf(context),
  ]
}

function chatsOf({ app, desk }: CommandContext, words: Words): Entry[] {
  const cards = [...desk.state.sessions.value.values()].filter(
    ({ id, status }) => status !== 'CLOSED' && id !== desk.selectedId.value,
  )
  const operators = desk.state.operators.value
  return cards
    .toSorted((a, b) => compareKeys(byBreach(a), byBreach(b)))
    .map((card) => ({
      id: `chat ${card.id}`,
      kind: 'chat',
      label: card.name,
      more: holder(card.operatorId, card.botStatus),
      icon: 'chat',
      keys: '',
      find: [...card.tags, card.clientExternalId ?? '', card.lastMessage?.body ?? ''],
      run: () => app.go({ name: 'desk', sessionId: card.id }),
    }))

  function holder(operatorId: string | null, botStatus: string | null | undefined): string {
    if (operatorId === null) return words.say(botStatus === 'BOT' ? 'holder.bot' : 'holder.help')
    if (operatorId === desk.meId.value) return words.say('holder.me')
    return words.say('holder.operator', { name: operators.get(operatorId)?.name ?? '…' })
  }
}

function commandsOf(context: CommandContext, words: Words): Entry[] {
  return commands
    .filter((command) => command.hidden !== true && command.when(context))
    .map((command) => ({
      id: `command ${command.id}`,
      kind: 'command',
      label: words.say(command.words),
      more: '',
      icon: command.icon,
      keys: command.keys[0] === undefined ? '' : showChord(command.keys[0], onMac),
      find: [],
      run: () => command.run(context),
    }))
}

function colleaguesOf({ desk, shown, can, acts }: CommandContext, words: Words): Entry[] {
  if (shown === null || acts === null || !can.has('transfer')) return []
  return transferTargets(desk.state.operators.value.values(), shown.card.operatorId, words.language)
    .filter(({ status }) => status !== 'OFFLINE')
    .map((operator) => ({
      id: `colleague ${operator.id}`,
      kind: 'colleague',
      label: words.say('key.transferTo', { name: operator.name }),
      more: words.say(`status.${operator.status}`),
      icon: 'transfer',
      keys: '',
      find: [operator.name],
      run: () =>
        acts.giveAway({
          name: 'transferSession',
          data: { sessionId: shown.card.id, operatorId: operator.id },
        }),
    }))
}

function cannedOf({ desk, shown }: CommandContext): Entry[] {
  const replies = desk.state.cannedReplies.value
  if (replies === null || shown === null || shown.where !== 'open') return []
  if (shown.card.operatorId !== desk.meId.value) return []
  return mineFirst(replies.values()).map((reply) => ({
    id: `canned ${reply.id}`,
    kind: 'canned',
    label: reply.title === '' ? `/${reply.shortcut}` : reply.title,
    more: reply.body,
    icon: 'bolt',
    keys: `/${reply.shortcut}`,
    find: [reply.shortcut, reply.body],
    run: () => desk.composer(shown.card.id).insert(fillVariables(reply.body, variablesOf(desk, shown.card))),
  }))
}
