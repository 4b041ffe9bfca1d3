import { noSearch } from '../chat/chat-search.ts'
import type { SessionAction } from '../chat/permitted.ts'
import { undoDeed } from '../chat/session-commands.ts'
import type { Command, CommandContext } from './command.ts'
import type { SessionDialogName } from './over.ts'

const can = (action: SessionAction) => (context: CommandContext) => context.can.has(action)
const open =
  (name: SessionDialogName) =>
  ({ desk, shown }: CommandContext): void => {
    if (shown !== null) desk.over.value = { name, sessionId: shown.card.id }
  }

/** What can be done with the chat on screen. */
export const chatCommands: readonly Command[] = [
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
]
