import type { Desk } from '../store/desk.ts'
import { always, onDesk, type Command, type CommandContext } from './command.ts'
import { nextUrgent } from './next-urgent.ts'

/** From one place of the desk to another. */
export const goCommands: readonly Command[] = [
  {
    id: 'palette',
    words: 'key.palette',
    icon: 'search',
    section: 'go',
    keys: ['Mod+KeyK'],
    hidden: true,
    when: always,
    run: ({ desk }) => {
      desk.over.value = { name: 'palette' }
    },
  },
  {
    id: 'next',
    words: 'key.next',
    icon: 'clock',
    section: 'go',
    keys: ['Alt+KeyJ'],
    when: onDesk,
    run: goToUrgent,
  },
  {
    id: 'below',
    words: 'key.below',
    icon: 'arrow-down',
    section: 'go',
    keys: ['Alt+ArrowDown'],
    hidden: true,
    when: onDesk,
    run: step(1),
  },
  {
    id: 'above',
    words: 'key.above',
    icon: 'arrow-up',
    section: 'go',
    keys: ['Alt+ArrowUp'],
    hidden: true,
    when: onDesk,
    run: step(-1),
  },
  {
    id: 'leave',
    words: 'key.leave',
    icon: 'back',
    section: 'go',
    keys: ['Escape'],
    hidden: true,
    when: ({ shown }) => shown !== null,
    run: leave,
  },
  {
    id: 'mine',
    words: 'key.mine',
    icon: 'inbox',
    section: 'go',
    keys: ['Alt+Digit1'],
    when: onDesk,
    run: tab('mine'),
  },
  {
    id: 'help',
    words: 'key.help',
    icon: 'help',
    section: 'go',
    keys: ['Alt+Digit2'],
    when: onDesk,
    run: tab('help'),
  },
  {
    id: 'watched',
    words: 'key.watched',
    icon: 'eye',
    section: 'go',
    keys: ['Alt+Digit3'],
    when: onDesk,
    run: tab('watched'),
  },
  {
    id: 'closed',
    words: 'key.closed',
    icon: 'history',
    section: 'go',
    keys: ['Alt+Digit4'],
    when: onDesk,
    run: tab('closed'),
  },
]

function goToUrgent({ app, desk }: CommandContext): void {
  const next = nextUrgent(desk.state.sessions.value.values(), desk.meId.value, desk.selectedId.value)
  if (next === null) {
    desk.news.tell('key.next.nobody')
    return
  }
  desk.list.tab.value = next.operatorId === null ? 'help' : 'mine'
  app.go({ name: 'desk', sessionId: next.id })
}

function step(by: 1 | -1): Command['run'] {
  return ({ app, desk }) => {
    // The order that is stepped through stands until the steps are over.
    desk.list.hold('key')
    const next = desk.list.beside(desk.selectedId.value, by)
    if (next !== undefined) app.go({ name: 'desk', sessionId: next })
  }
}

function leave({ app, desk }: CommandContext): void {
  if (desk.panelOpen.value) desk.panelOpen.value = false
  else app.go({ name: 'desk', sessionId: null })
}

function tab(name: Desk['list']['tab']['value']): Command['run'] {
  return ({ desk }) => {
    desk.list.tab.value = name
  }
}
