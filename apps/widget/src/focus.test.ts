import { describe, expect, test } from 'bun:test'
import { focusAfter, type FocusTarget } from './focus.ts'
import { initialView, type View } from './view.ts'

const open: View = { ...initialView, open: true }
const menu: View = { ...open, over: { name: 'menu' } }
const asking: View = { ...open, over: { name: 'askingToEnd' } }
const editing: View = {
  ...open,
  composing: { name: 'editing', messageId: 'm1', body: 'x', draft: '' },
}

const touch = (before: View, after: View) => focusAfter({ before, after, within: true, hovers: false })

describe('[A2] the focus', () => {
  const cases: readonly (readonly [string, View, View, FocusTarget])[] = [
    ['goes to the text field when the chat opens', initialView, open, 'field'],
    ['goes back to the button when it closes', open, initialView, 'launcher'],
    ['goes into the menu', open, menu, 'menuItem'],
    ['comes back to the menu button', menu, open, 'menu'],
    ['goes to the safe answer of a question', menu, asking, 'cancel'],
    ['comes back to the field after it', asking, open, 'field'],
    ['goes to the field for an edit', open, editing, 'field'],
    ['stays where it is while messages come', open, { ...open, announcement: 'Anna: hello' }, null],
  ]
  for (const [title, before, after, expected] of cases)
    test(title, () => expect(focusAfter({ before, after, within: true, hovers: true })).toBe(expected))

  test('is left alone when the visitor is busy elsewhere on the page', () => {
    expect(focusAfter({ before: open, after: initialView, within: false, hovers: true })).toBeNull()
    expect(focusAfter({ before: open, after: asking, within: false, hovers: true })).toBeNull()
  })

  test('brings up no keyboard on a touch screen unless the visitor wants to write', () => {
    expect(touch(initialView, open)).toBe('panel')
    expect(touch(asking, open)).toBe('panel')
    expect(touch(open, editing)).toBe('field')
    expect(touch(editing, open)).toBeNull()
  })
})
