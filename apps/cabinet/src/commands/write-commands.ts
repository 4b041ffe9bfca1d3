import { gateOf } from '../desk/gate.ts'
import { always, type Command, type CommandContext } from './command.ts'

/** There is a field to write an answer in. */
const writable = ({ desk, shown }: CommandContext) =>
  shown !== null && gateOf(shown, desk.meId.value).name === 'open'
/** A note can be left wherever the chat goes on. */
const notable = ({ shown }: CommandContext) => shown !== null && shown.where !== 'closed'
const press = (id: string) => () => document.getElementById(id)?.click()

/** What is written, and what is put into it. */
export const writeCommands: readonly Command[] = [
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
    id: 'model',
    words: 'help.open',
    icon: 'spark',
    section: 'write',
    keys: ['Alt+KeyQ'],
    when: (context) => writable(context) && context.desk.helper.kinds.value.length > 0,
    run: press('composer-help'),
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
]

function write(aim: 'answer' | 'note'): Command['run'] {
  return ({ desk, shown }) => {
    if (shown === null) return
    const composer = desk.composer(shown.card.id)
    if (composer.aim.value.name !== aim) composer.aimAt({ name: aim })
    // The field may only be drawn now.
    requestAnimationFrame(() => document.getElementById('composer')?.focus())
  }
}
