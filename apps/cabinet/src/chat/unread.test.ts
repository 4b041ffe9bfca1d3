import { expect, test } from 'bun:test'
import { messageWith } from '../testing/cards.ts'
import { cameSince, firstUnread } from './unread.ts'

const mine = { authorType: 'OPERATOR', authorId: 'me' }
const messages = [
  messageWith({ id: 'm1' }),
  messageWith({ id: 'm2', ...mine }),
  messageWith({ id: 'm3' }),
  messageWith({ id: 'm4', ...mine }),
  messageWith({ id: 'm5' }),
]

test('[M12] the line "new" stands before the first message of the client that was not read', () => {
  expect(firstUnread(messages, 0)).toBeNull()
  expect(firstUnread(messages, 1)).toBe('m5')
  expect(firstUnread(messages, 2)).toBe('m3')
  expect(firstUnread([], 3)).toBeNull()
  // More unread than loaded: from the oldest one on everything is new.
  expect(firstUnread(messages, 200)).toBe('m1')
})

test('[M12] what came since is counted without what one wrote oneself', () => {
  expect(cameSince(messages, 'm5', 'me')).toBe(0)
  expect(cameSince(messages, 'm2', 'me')).toBe(2)
  expect(cameSince(messages, null, 'me')).toBe(3)
  expect(cameSince(messages, undefined, 'me')).toBe(0)
  // A message that was taken out of the list in between does not matter: ids sort by creation.
  expect(cameSince(messages, 'm2x', 'me')).toBe(2)
})
