import { expect, test } from 'bun:test'
import { messageWith } from '../testing/cards.ts'
import { composerKey, parseSendKey } from './composer-keys.ts'
import type { Aim } from './composer.ts'

const press = (
  key: string,
  held: Partial<Record<'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing', boolean>> = {},
) => ({
  key,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
})
const answer: Aim = { name: 'answer' }
const field = {
  aim: answer,
  empty: false,
  replying: false,
  helped: false,
  coarse: false,
  sendKey: 'enter',
} as const

test('[M8] Enter sends, Shift and Enter start a line', () => {
  expect(composerKey(press('Enter'), field)).toBe('send')
  expect(composerKey(press('Enter', { shiftKey: true }), field)).toBeNull()
  expect(composerKey(press('Enter', { isComposing: true }), field)).toBeNull()
})

test('[M8] with Ctrl or ⌘ it is sent everywhere, and with Shift besides as the last word', () => {
  expect(composerKey(press('Enter', { ctrlKey: true }), field)).toBe('send')
  expect(composerKey(press('Enter', { ctrlKey: true, shiftKey: true }), field)).toBe('sendLast')
  const note: Aim = { name: 'note' }
  expect(composerKey(press('Enter', { metaKey: true, shiftKey: true }), { ...field, aim: note })).toBe('send')
})

test('[M8] who wants it sends with Ctrl + Enter alone', () => {
  const mod = { ...field, sendKey: 'mod' } as const
  expect(composerKey(press('Enter'), mod)).toBeNull()
  expect(composerKey(press('Enter', { ctrlKey: true }), mod)).toBe('send')
  expect([null, 'x', 'mod'].map(parseSendKey)).toEqual(['enter', 'enter', 'mod'])
})

test('[M8] on a touch screen Enter is a new line', () => {
  expect(composerKey(press('Enter'), { ...field, coarse: true })).toBeNull()
  expect(composerKey(press('Enter', { metaKey: true }), { ...field, coarse: true })).toBe('send')
})

test('[M8] Escape takes back what the text is for, and only then is the desk’s', () => {
  expect(composerKey(press('Escape'), field)).toBeNull()
  expect(composerKey(press('Escape'), { ...field, replying: true })).toBe('stop')
  expect(composerKey(press('Escape'), { ...field, aim: { name: 'note' } })).toBe('stop')
})

test('[OH5] Escape first takes away what a model was asked for', () => {
  expect(composerKey(press('Escape'), { ...field, helped: true })).toBe('dropHelp')
  expect(composerKey(press('Escape'), { ...field, helped: true, replying: true })).toBe('dropHelp')
  expect(composerKey(press('Escape', { isComposing: true }), { ...field, helped: true })).toBeNull()
})

test('[M8] ↑ in an empty field edits the last answer', () => {
  expect(composerKey(press('ArrowUp'), { ...field, empty: true })).toBe('editLast')
  expect(composerKey(press('ArrowUp'), field)).toBeNull()
  expect(composerKey(press('ArrowUp', { altKey: true }), { ...field, empty: true })).toBeNull()
  const editing: Aim = { name: 'edit', message: messageWith() }
  expect(composerKey(press('ArrowUp'), { ...field, empty: true, aim: editing })).toBeNull()
})
