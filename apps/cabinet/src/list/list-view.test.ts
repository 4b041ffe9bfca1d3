import { expect, test } from 'bun:test'
import { signal } from '@preact/signals'
import type { ChatSession } from '@pult/protocol'
import { cardWith } from '../testing/cards.ts'
import { createHandClock } from '../testing/hand-clock.ts'
import type { ClosedPages } from './closed-pages.ts'
import { FILTER_FROM } from './filter.ts'
import { KEY_HOLD_MS, POINTER_HOLD_MS } from './hold.ts'
import { createListView } from './list-view.ts'
import type { Lists } from './lists.ts'

const named = (...ids: string[]) => ids.map((id) => cardWith({ id, name: id }))

function view(mine: readonly ChatSession[]) {
  const clock = createHandClock(0)
  const lists = signal<Lists>({ mine, help: [], watched: [] })
  const asked: string[] = []
  const closed = {
    cards: signal(named('z')),
    search: (query: string, onScreen: boolean) => void asked.push(`${query} ${onScreen}`),
  } as unknown as ClosedPages
  const names = signal({ channel: () => 'Shop', holder: () => 'Boris' })
  const list = createListView({ lists, closed, names, clock })
  const become = (...ids: string[]) => {
    lists.value = { ...lists.value, mine: named(...ids) }
  }
  return { clock, list, become, lists, asked }
}

test('[O8] while a hand is on the list, rows stand where they were; what comes stands below, what left stays', () => {
  const { list, become, clock } = view(named('a', 'b', 'c'))
  list.hold('pointer')
  become('c', 'new', 'a')
  expect(list.order.value).toEqual(['a', 'b', 'c', 'new'])
  expect(list.isHeld.value).toBe(true)
  clock.pass(POINTER_HOLD_MS - 1)
  expect(list.isHeld.value).toBe(true)
  clock.pass(1)
  expect(list.order.value).toEqual(['c', 'new', 'a'])
  expect(list.isHeld.value).toBe(false)
})

test('[O8] a hand that moves holds longer, a step of a key never shorter, and a hand that leaves lets go at once', () => {
  const { list, become, clock } = view(named('a', 'b'))
  list.hold('pointer')
  clock.pass(POINTER_HOLD_MS - 1)
  list.hold('pointer')
  list.hold('key')
  become('b', 'a')
  clock.pass(KEY_HOLD_MS + 1)
  expect(list.order.value).toEqual(['a', 'b'])
  list.release()
  expect(list.order.value).toEqual(['b', 'a'])
  expect(clock.waiting).toBe(0)
})

test('[O8] nothing is said to be held where nothing would move', () => {
  const { list, become } = view(named('a', 'b'))
  list.hold('pointer')
  become('a', 'b')
  expect(list.isHeld.value).toBe(false)
})

test('[A2] the neighbours of a chat are those on screen', () => {
  const { list, become } = view(named('a', 'b', 'c'))
  list.hold('key')
  become('c', 'b', 'a')
  expect(list.beside('a', 1)).toBe('b')
  expect(list.beside('a', -1)).toBeUndefined()
  expect(list.beside(null, -1)).toBe('c')
  expect(list.beside('elsewhere', 1)).toBe('a')
})

test('[O9] the filter is there when there is something to filter, and stays', () => {
  const many = Array.from({ length: FILTER_FROM }, (_, at) => `n${at}`)
  const { list, become } = view(named('a'))
  expect(list.filterable.value).toBe(false)
  become(...many)
  expect(list.filterable.value).toBe(true)
  become('a')
  expect(list.filterable.value).toBe(true)
  list.tab.value = 'help'
  expect(list.filterable.value).toBe(false)
})

test('[O9] a filter belongs to its list, and the closed ones are searched by the server', () => {
  const { list, asked } = view(named('Anna', 'Boris'))
  list.filter.value = 'bo'
  expect(list.order.value).toEqual(['Anna', 'Boris'])
  list.filter.value = 'ann'
  expect(list.order.value).toEqual(['Anna'])
  list.tab.value = 'closed'
  expect(list.filter.value).toBe('')
  expect(list.order.value).toEqual(['z'])
  list.filter.value = 'nobody has that'
  expect(list.order.value).toEqual(['z'])
  expect(asked.at(-1)).toBe('nobody has that true')
})
