import { gateOf, type Shown } from '../desk/gate.ts'
import type { IconName } from '../parts/icon.tsx'
import { noSearch } from '../chat/chat-search.ts'
import { permittedActions, type SessionAction } from '../chat/permitted.ts'
import { sessionCommands, undoDeed, type SessionCommands } from '../chat/session-commands.ts'
import type { App } from '../store/app.ts'
import type { Desk } from '../store/desk.ts'
import type { WordKey } from '../words/words.ts'
import type { Chord } from './chord.ts'
import { nextUrgent } from './next-urgent.ts'
import type { SessionDialogName } from './over.ts'

/**
 * Everything that can be done by a key, from the palette or from a menu, once: its words, its keys, when it makes sense, and what it does.
 * The palette, the shortcuts, the sheet of keys and the hints in menus are made of it.
 */
export interface Command {
  readonly id: string
  readonly words: WordKey
  readonly icon: IconName
  readonly section: CommandSection
  /** The first is the one that hints show. */
  readonly keys: readonly Chord[]
  /**
   * `field`: something in the field answers to the keys, they only stand on the sheet. `idle`: while nothing is being written, since it is
   * the browser's otherwise. Default: always, and a letter with Alt also alone while nothing is being written.
   */
  readonly where?: 'field' | 'idle'
  /** Not offered by the palette: it is where one is already, or shorter by hand. */
  readonly hidden?: boolean
  readonly when: (context: CommandContext) => boolean
  readonly run: (context: CommandContext) => void
}

export type CommandSection = 'go' | 'chat' | 'write' | 'desk'

/** What a command sees of the desk at the moment in which it is offered or done. */
export interface CommandContext {
  readonly app: App
  readonly desk: Desk
  readonly shown: Shown | null
  readonly can: ReadonlySet<SessionAction>
  readonly acts: SessionCommands | null
}

/** What can be done to the chat on screen; nothing to one that is about to go by our own hand. */
export function contextOf(app: App, desk: Desk): CommandContext {
  const shown = desk.shown.value
  if (shown === null || app.place.value.name !== 'desk')
    return { app, desk, shown: null, can: new Set(), acts: null }
  const channel = desk.state.channels.value.get(shown.card.channel)
  const leaving = desk.deeds.book.value.some(({ sessionId }) => sessionId === shown.card.id)
  const can = leaving
    ? new Set<SessionAction>()
    : permittedActions(shown, {
        meId: desk.meId.value,
        role: desk.state.me.value?.role ?? 'operator',
        hasBot: channel !== undefined && channel.bot.kind !== 'NONE',
      })
  return { app, desk, shown, can, acts: sessionCommands(shown.card, { app, desk }) }
}

const always = () => true
const can = (action: SessionAction) => (context: CommandContext) => context.can.has(action)
const open =
  (name: SessionDialogName) =>
  ({ desk, shown }: CommandContext): void => {
    if (shown !== null) desk.over.value = { name, sessionId: shown.card.id }
  }
const onDesk = ({ app }: CommandContext) => app.place.value.name === 'desk'
/** There is a field to write an answer in. */
const writable = ({ desk, shown }: CommandContext) =>
  shown !== null && gateOf(shown, desk.meId.value).name === 'open'
/** A note can be left wherever the chat goes on. */
const notable = ({ shown }: CommandContext) => shown !== null && shown.where !== 'closed'
const press = (id: string) => () => document.getElementById(id)?.click()

export const commands: readonly Command[] = [
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

  {
    id: 'take',
    words: 'act.take',
    icon: 'hand',
    section: 'chat',
    keys: ['Alt+KeyT'],
    when: can('take'),
    run: ({ acts }) => acts?.take(),
  },
  {
    id: 'transfer',
    words: 'act.transfer',
    icon: 'transfer',
    section: 'chat',
    keys: ['Alt+KeyG'],
    when: can('transfer'),
    run: open('transfer'),
  },
  {
    id: 'close',
    words: 'act.close',
    icon: 'check',
    section: 'chat',
    keys: ['Alt+KeyW'],
    when: can('close'),
    run: open('close'),
  },
  {
    id: 'return',
    words: 'act.return',
    icon: 'bot',
    section: 'chat',
    keys: ['Alt+KeyB'],
    when: can('returnToBot'),
    run: ({ acts }) => acts?.returnToBot(),
  },
  {
    id: 'undo',
    words: 'key.undo',
    icon: 'undo',
    section: 'chat',
    keys: ['Mod+KeyZ'],
    where: 'idle',
    when: ({ desk }) => desk.deeds.book.value.some(({ state }) => state === 'waiting'),
    run: ({ app, desk }) => {
      undoDeed({ app, desk })
    },
  },
  {
    id: 'tags',
    words: 'act.tags',
    icon: 'tag',
    section: 'chat',
    keys: ['Alt+KeyL'],
    when: can('tags'),
    run: open('tags'),
  },
  {
    id: 'priority',
    words: 'act.priority',
    icon: 'arrow-up',
    section: 'chat',
    keys: ['Alt+KeyP'],
    when: can('priority'),
    run: open('priority'),
  },
  {
    id: 'watch',
    words: 'act.watch',
    icon: 'eye',
    section: 'chat',
    keys: ['Alt+KeyO'],
    when: can('watch'),
    run: ({ acts }) => acts?.watch(true),
  },
  {
    id: 'unwatch',
    words: 'act.unwatch',
    icon: 'eye-off',
    section: 'chat',
    keys: ['Alt+KeyO'],
    when: can('unwatch'),
    run: ({ acts }) => acts?.watch(false),
  },
  {
    id: 'spam',
    words: 'act.spam',
    icon: 'spam',
    section: 'chat',
    keys: ['Alt+KeyM'],
    when: (c) => c.can.has('spam') && c.shown?.card.markedAsSpam === false,
    run: ({ acts }) => acts?.spam(true),
  },
  {
    id: 'notSpam',
    words: 'act.notSpam',
    icon: 'spam',
    section: 'chat',
    keys: ['Alt+KeyM'],
    when: (c) => c.can.has('spam') && c.shown?.card.markedAsSpam === true,
    run: ({ acts }) => acts?.spam(false),
  },
  {
    id: 'ban',
    words: 'act.ban',
    icon: 'ban',
    section: 'chat',
    keys: [],
    when: (c) => c.can.has('ban') && c.shown?.card.clientBanned !== true,
    run: open('ban'),
  },
  {
    id: 'unban',
    words: 'act.unban',
    icon: 'ban',
    section: 'chat',
    keys: [],
    when: (c) => c.can.has('ban') && c.shown?.card.clientBanned === true,
    run: ({ acts }) => acts?.unban(),
  },
  {
    id: 'search',
    words: 'search.open',
    icon: 'search',
    section: 'chat',
    keys: ['Mod+KeyF'],
    // The chat itself listens: in the field of its search the key is the browser's own again.
    where: 'field',
    when: ({ shown }) => shown !== null,
    run: ({ desk, shown }) => {
      if (shown !== null) desk.view(shown.card.id).search.value ??= noSearch
    },
  },
  {
    id: 'panel',
    words: 'act.client',
    icon: 'person',
    section: 'chat',
    keys: ['Alt+KeyI'],
    when: ({ shown }) => shown !== null,
    run: ({ desk }) => {
      desk.panelOpen.value = !desk.panelOpen.value
    },
  },

  {
    id: 'answer',
    words: 'key.answer',
    icon: 'edit',
    section: 'write',
    keys: ['Alt+KeyA'],
    when: writable,
    run: write('answer'),
  },
  {
    id: 'note',
    words: 'key.note',
    icon: 'note',
    section: 'write',
    keys: ['Alt+KeyN'],
    when: notable,
    run: write('note'),
  },
  {
    id: 'attach',
    words: 'composer.attach',
    icon: 'clip',
    section: 'write',
    keys: ['Alt+KeyU'],
    when: writable,
    run: press('composer-attach'),
  },
  {
    id: 'emoji',
    words: 'composer.emoji',
    icon: 'emoji',
    section: 'write',
    keys: ['Alt+KeyE'],
    when: writable,
    run: press('composer-emoji'),
  },
  {
    id: 'canned',
    words: 'canned.manage',
    icon: 'bolt',
    section: 'write',
    keys: ['Alt+KeyC'],
    when: always,
    run: ({ desk }) => {
      desk.over.value = { name: 'canned' }
    },
  },
  {
    id: 'slash',
    words: 'key.slash',
    icon: 'bolt',
    section: 'write',
    keys: ['Slash'],
    where: 'field',
    hidden: true,
    when: writable,
    run: () => undefined,
  },
  {
    id: 'last',
    words: 'key.terminal',
    icon: 'send',
    section: 'write',
    keys: ['Mod+Shift+Enter'],
    where: 'field',
    hidden: true,
    when: writable,
    run: () => undefined,
  },
  {
    id: 'editLast',
    words: 'key.editLast',
    icon: 'edit',
    section: 'write',
    keys: ['ArrowUp'],
    where: 'field',
    hidden: true,
    when: writable,
    run: () => undefined,
  },

  {
    id: 'keys',
    words: 'key.sheet',
    icon: 'keyboard',
    section: 'desk',
    keys: ['?'],
    when: always,
    run: ({ desk }) => {
      desk.over.value = { name: 'keys' }
    },
  },
  {
    id: 'preferences',
    words: 'app.preferences',
    icon: 'settings',
    section: 'desk',
    keys: ['Mod+Comma'],
    when: always,
    run: ({ desk }) => {
      desk.over.value = { name: 'preferences' }
    },
  },
  {
    id: 'online',
    words: 'key.online',
    icon: 'check',
    section: 'desk',
    keys: [],
    when: otherStatus('ONLINE'),
    run: setStatus('ONLINE'),
  },
  {
    id: 'away',
    words: 'key.away',
    icon: 'away',
    section: 'desk',
    keys: [],
    when: otherStatus('AWAY'),
    run: setStatus('AWAY'),
  },
  {
    id: 'offline',
    words: 'key.offline',
    icon: 'moon',
    section: 'desk',
    keys: [],
    when: otherStatus('OFFLINE'),
    run: setStatus('OFFLINE'),
  },
  {
    id: 'settings',
    words: 'admin.open',
    icon: 'gear',
    section: 'desk',
    keys: [],
    when: (c) => onDesk(c) && (c.desk.state.me.value?.role ?? 'operator') !== 'operator',
    run: ({ app }) => app.go({ name: 'admin', section: 'operators' }),
  },
  {
    id: 'chats',
    words: 'admin.desk',
    icon: 'chat',
    section: 'desk',
    keys: [],
    when: (c) => !onDesk(c),
    run: ({ app }) => app.go({ name: 'desk', sessionId: null }),
  },
]

/** The keys that do what this command does; the first of them, or null. */
export function chordOf(id: string): Chord | null {
  return commands.find((command) => command.id === id)?.keys[0] ?? null
}

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

function write(aim: 'answer' | 'note'): Command['run'] {
  return ({ desk, shown }) => {
    if (shown === null) return
    const composer = desk.composer(shown.card.id)
    if (composer.aim.value.name !== aim) composer.aimAt({ name: aim })
    // The field may only be drawn now.
    requestAnimationFrame(() => document.getElementById('composer')?.focus())
  }
}

function otherStatus(status: 'ONLINE' | 'AWAY' | 'OFFLINE'): Command['when'] {
  return ({ desk }) => desk.state.me.value?.status !== status
}

function setStatus(status: 'ONLINE' | 'AWAY' | 'OFFLINE'): Command['run'] {
  return ({ desk }) => {
    desk.client.command('setStatus', { status }).catch((error: unknown) => desk.news.tellError(error))
  }
}
