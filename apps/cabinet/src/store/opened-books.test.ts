import { expect, test } from 'bun:test'
import { closedBooks, onScreen, onSessions, OPENED_MAX } from './opened-books.ts'

const here = () => true
const gone = () => false

test('[M10] the newest books stay open, the others are closed', () => {
  let books = closedBooks
  for (let index = 0; index <= OPENED_MAX; index += 1) books = onScreen(books, `s${index}`)
  expect(books.opened).toHaveLength(OPENED_MAX)
  expect(books.opened[0]).toBe(`s${OPENED_MAX}`)
  expect(books.opened).not.toContain('s0')
  expect(onScreen(books, `s${OPENED_MAX}`)).toBe(books)
  expect(onScreen(books, 's1').opened[0]).toBe('s1')
})

test('[M10] a chat that went stays readable, and is loaded anew when it comes back', () => {
  const open = onSessions(onScreen(closedBooks, 's1'), here)
  const away = onSessions(open, gone)
  expect(away.opened).toEqual(['s1'])
  expect(onSessions(away, gone).opened).toEqual(['s1'])
  expect(onSessions(away, here).opened).toEqual([])
  expect(onSessions(onSessions(open, here), here).opened).toEqual(['s1'])
})

test('[M10] a book that is closed is forgotten as away too', () => {
  let books = onSessions(onScreen(closedBooks, 's0'), gone)
  for (let index = 1; index <= OPENED_MAX; index += 1) books = onScreen(books, `s${index}`)
  expect(books.away.has('s0')).toBe(false)
})
