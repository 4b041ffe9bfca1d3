import { expect, test } from 'bun:test'
import { createStore } from './store.ts'

test('listeners hear of changes and of nothing else', () => {
  const store = createStore({ count: 0, word: 'a' })
  let heard = 0
  const stop = store.subscribe(() => heard++)
  const before = store.state
  store.set({ count: 0 })
  expect(store.state).toBe(before)
  expect(heard).toBe(0)
  store.set({ count: 1 })
  expect(store.state).toEqual({ count: 1, word: 'a' })
  expect(before.count).toBe(0)
  expect(heard).toBe(1)
  stop()
  store.set({ count: 2 })
  expect(heard).toBe(1)
})
