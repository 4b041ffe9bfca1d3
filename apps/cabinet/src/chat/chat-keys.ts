import type { WordKey } from '../words/words.ts'

/** What is done with the message that has the focus. */
export type MessageDeed = 'reply' | 'edit' | 'copy' | 'note' | 'menu' | 'previous' | 'next' | 'first' | 'last'

interface MessageKey {
  /** As `KeyboardEvent.key` names it, or, for letters, as `KeyboardEvent.code`: the place of the key, whatever the layout writes. */
  readonly code: string
  /** As the sheet of shortcuts shows it. */
  readonly shown: string
  readonly deed: MessageDeed
  readonly says: WordKey
}

/** Keys among the messages of a chat: the list has the focus, or a message in it. */
export const messageKeys: readonly MessageKey[] = [
  { code: 'ArrowUp', shown: '↑', deed: 'previous', says: 'chat.key.previous' },
  { code: 'ArrowDown', shown: '↓', deed: 'next', says: 'chat.key.next' },
  { code: 'Home', shown: 'Home', deed: 'first', says: 'chat.key.first' },
  { code: 'End', shown: 'End', deed: 'last', says: 'chat.key.last' },
  { code: 'Enter', shown: 'Enter', deed: 'menu', says: 'chat.menu' },
  { code: 'KeyR', shown: 'R', deed: 'reply', says: 'chat.reply' },
  { code: 'KeyE', shown: 'E', deed: 'edit', says: 'chat.edit' },
  { code: 'KeyC', shown: 'C', deed: 'copy', says: 'chat.copy' },
  { code: 'KeyN', shown: 'N', deed: 'note', says: 'composer.note.hint' },
]

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** What a key among the messages does; null: nothing of ours. With a modifier it is somebody else's. */
export function messageDeed(event: Pressed): MessageDeed | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null
  return messageKeys.find(({ code }) => code === event.key || code === event.code)?.deed ?? null
}

/** How a deed is done by keyboard, for the end of its line in a menu. */
export function keyOf(deed: MessageDeed): string {
  return messageKeys.find((key) => key.deed === deed)?.shown ?? ''
}

/** Ctrl + F, on a Mac ⌘ + F: the search of the chat. In its own field it stays the browser's. */
export function opensSearch(event: Pressed): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === 'KeyF'
}
