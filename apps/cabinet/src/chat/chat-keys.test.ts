import { expect, test } from 'bun:test'
import { keyOf, messageDeed, messageKeys, opensSearch } from './chat-keys.ts'
import { mayDo } from './may-do.ts'
import { messageWith } from '../testing/cards.ts'

const press = (key: string, code: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  code,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
})

test('[A2] letters are known by their place on the keyboard, in every layout', () => {
  expect(messageDeed(press('r', 'KeyR'))).toBe('reply')
  expect(messageDeed(press('к', 'KeyR'))).toBe('reply')
  expect(messageDeed(press('ArrowUp', 'ArrowUp'))).toBe('previous')
  expect(messageDeed(press('Enter', 'NumpadEnter'))).toBe('menu')
  expect(messageDeed(press('q', 'KeyQ'))).toBeNull()
})

test("[A2] with a modifier a key is the browser's or the desk's", () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { shiftKey: true }])
    expect(messageDeed(press('c', 'KeyC', held))).toBeNull()
  expect(opensSearch(press('а', 'KeyF', { ctrlKey: true }))).toBe(true)
  expect(opensSearch(press('f', 'KeyF', { metaKey: true }))).toBe(true)
  expect(opensSearch(press('f', 'KeyF', { ctrlKey: true, shiftKey: true }))).toBe(false)
  expect(opensSearch(press('f', 'KeyF'))).toBe(false)
})

test('[A2] no key stands for two deeds, and each deed is shown with its key', () => {
  expect(new Set(messageKeys.map(({ code }) => code)).size).toBe(messageKeys.length)
  expect(keyOf('reply')).toBe('R')
})

test('[P1] only one’s own words are changed, only words are copied, and a deleted message is left alone', () => {
  const mine = messageWith({ authorType: 'OPERATOR', authorId: 'me' })
  const here = { meId: 'me', writable: true, sessionId: mine.sessionId as string }
  const theirs = messageWith({})
  const all = ['reply', 'edit', 'copy', 'delete'] as const
  const may = (message: typeof mine, where = here) => all.filter((wish) => mayDo(wish, message, where))
  expect(may(mine)).toEqual(['reply', 'edit', 'copy', 'delete'])
  expect(may(theirs)).toEqual(['reply', 'copy'])
  expect(may(messageWith({ body: '' }), { ...here, writable: false })).toEqual([])
  expect(may(messageWith({ deletedAt: '2026-11-22T10:00:00.000Z' }))).toEqual([])
  // Of a session before, which is over: it can be answered here, and stands.
  expect(may(mine, { ...here, sessionId: 'ses_later' })).toEqual(['reply', 'copy'])
})
