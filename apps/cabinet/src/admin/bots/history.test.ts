import { expect, test } from 'bun:test'
import { beginning, did, redone, undone } from './history.ts'

test('[BE10] steps are taken back and done again one by one, and a new one ends what could be done again', () => {
  let history = beginning('a')
  history = did(did(history, 'b', null), 'c', null)
  expect(undone(history).now).toBe('b')
  expect(undone(undone(undone(history))).now).toBe('a')
  expect(redone(undone(history))).toEqual({ ...history, about: null })
  const other = did(undone(history), 'd', null)
  expect(redone(other)).toBe(other)
  expect(undone(other).now).toBe('b')
})

test('[BE10] letters of one field are one step; after a look back they are a new one', () => {
  let history = did(did(did(beginning(''), 'H', 'field'), 'Hi', 'field'), 'Hi!', 'other')
  expect(undone(history).now).toBe('Hi')
  expect(undone(undone(history)).now).toBe('')
  history = did(undone(history), 'Hi there', 'field')
  expect(undone(history).now).toBe('Hi')
})

test('[BE10] only so many steps are kept', () => {
  let history = beginning(0)
  for (let step = 1; step <= 500; step += 1) history = did(history, step, null)
  for (let back = 0; back < 500; back += 1) history = undone(history)
  expect(history.now).toBe(300)
})
