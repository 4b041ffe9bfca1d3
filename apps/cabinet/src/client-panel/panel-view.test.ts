import { expect, test } from 'bun:test'
import { createPanelView, toggled } from './panel-view.ts'

function keptInMemory() {
  const written = new Map<string, string>()
  return {
    read: (name: string) => written.get(name) ?? null,
    write: (name: string, value: string) => void written.set(name, value),
  }
}

test('[CP2] what is folded stays folded the next time', () => {
  const kept = keptInMemory()
  const view = createPanelView(kept)
  view.folded.value = toggled(toggled(view.folded.value, 'visit'), 'notes')
  view.folded.value = toggled(view.folded.value, 'notes')
  view.stop()
  expect([...createPanelView(kept).folded.value]).toEqual(['visit'])
})

test('[CP2] what is no part any more is forgotten', () => {
  const kept = keptInMemory()
  kept.write('panel.folded', 'horoscope past')
  expect([...createPanelView(kept).folded.value]).toEqual(['past'])
})

test('[CP7] a half-written note is that of its session', () => {
  const view = createPanelView(keptInMemory())
  view.noteText('s1').value = 'Ask for the order'
  expect(view.noteText('s2').value).toBe('')
  expect(view.noteText('s1').value).toBe('Ask for the order')
})
