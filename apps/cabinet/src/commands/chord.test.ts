import { expect, test } from 'bun:test'
import { bareOf, isPressed, showChord, type Pressed } from './chord.ts'

const press = (code: string, held: Partial<Pressed> = {}): Pressed => ({
  code,
  key: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

test('[K1] a letter is a place on the keyboard: it works in the Russian layout', () => {
  expect(isPressed('Mod+KeyK', press('KeyK', { key: 'л', ctrlKey: true }), false)).toBe(true)
  expect(isPressed('Mod+KeyK', press('KeyK', { key: 'k', metaKey: true }), true)).toBe(true)
  expect(isPressed('Mod+KeyK', press('KeyK', { key: 'k', metaKey: true }), false)).toBe(false)
  expect(isPressed('Mod+KeyK', press('KeyK', { key: 'k', ctrlKey: true, shiftKey: true }), false)).toBe(false)
})

test('[K1] AltGr is not Alt, so that what people write with it stays theirs', () => {
  expect(isPressed('Alt+KeyJ', press('KeyJ', { altKey: true }), false)).toBe(true)
  expect(isPressed('Alt+KeyJ', press('KeyJ', { altKey: true, ctrlKey: true }), false)).toBe(false)
})

test('[K1] the question mark is a sign, wherever the layout has it', () => {
  expect(isPressed('?', press('Slash', { key: '?', shiftKey: true }), false)).toBe(true)
  expect(isPressed('?', press('Digit7', { key: '?', shiftKey: true }), false)).toBe(true)
  // On Russian keys a comma stands there; the sheet is looked for in the same place all the same.
  expect(isPressed('?', press('Slash', { key: ',', shiftKey: true }), false)).toBe(true)
  expect(isPressed('?', press('Slash', { key: '.' }), false)).toBe(false)
})

test('[K1] keys are shown as they are printed', () => {
  expect(showChord('Mod+KeyK', false)).toBe('Ctrl K')
  expect(showChord('Mod+KeyK', true)).toBe('⌘K')
  expect(showChord('Alt+ArrowDown', false)).toBe('Alt ↓')
  expect(showChord('Mod+Shift+Enter', true)).toBe('⌘⇧↵')
  expect(showChord('?', false)).toBe('?')
})

test('[K1] Alt and a letter has a bare letter, nothing else has', () => {
  expect(bareOf('Alt+KeyJ')).toBe('KeyJ')
  expect(bareOf('Mod+KeyK')).toBeNull()
  expect(bareOf('Alt+ArrowDown')).toBeNull()
})
