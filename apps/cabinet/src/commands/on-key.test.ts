import { expect, test } from 'bun:test'
import { commands } from './command-table.ts'
import { showChord, type Pressed } from './chord.ts'
import { commandFor } from './on-key.ts'

const press = (code: string, held: Partial<Pressed> = {}): Pressed => ({
  code,
  key: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const writing = { writing: true, empty: false }
const idle = { writing: false, empty: true }
const found = (
  pressed: Pressed,
  focus: typeof writing,
  makesSense: (command: { readonly id: string }) => boolean = () => true,
) => commandFor(commands, pressed, focus, false, makesSense)?.id

test('[K1] with Alt a key works in the field too, the letter alone only outside of it', () => {
  expect(found(press('KeyJ', { altKey: true }), writing)).toBe('next')
  expect(found(press('KeyJ', { key: 'о' }), idle)).toBe('next')
  expect(found(press('KeyJ'), writing)).toBeUndefined()
  expect(found(press('Slash', { key: '?', shiftKey: true }), idle)).toBe('keys')
  expect(found(press('Slash', { key: '?', shiftKey: true }), writing)).toBeUndefined()
})

test('[K1] Ctrl + Z is the field’s as long as there is something to undo in it', () => {
  const undo = press('KeyZ', { ctrlKey: true })
  expect(found(undo, writing)).toBeUndefined()
  expect(found(undo, { writing: true, empty: true })).toBe('undo')
  expect(found(undo, idle)).toBe('undo')
})

test('[K1] of two with the same key the one that makes sense is done', () => {
  const watch = press('KeyO', { altKey: true })
  expect(found(watch, idle, ({ id }) => id !== 'watch')).toBe('unwatch')
  expect(found(watch, idle, () => false)).toBeUndefined()
})

test('[K1] what the field answers to is only shown', () => {
  expect(found(press('Slash'), idle)).toBeUndefined()
  expect(found(press('ArrowUp'), idle)).toBeUndefined()
})

test('[K1] no key does two things at once, but where one is the other’s opposite', () => {
  const opposites = new Set(['watch unwatch', 'spam notSpam'])
  const byKey = new Map<string, string[]>()
  for (const { id, keys } of commands)
    for (const chord of keys) byKey.set(chord, [...(byKey.get(chord) ?? []), id])
  for (const [chord, ids] of byKey) expect(ids.length === 1 || opposites.has(ids.join(' ')), chord).toBe(true)
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  for (const chord of byKey.keys()) expect(showChord(chord, false)).not.toBe('')
})
