import { expect, test } from 'bun:test'
import type { HistoryState, OperatorState } from '@pult/client'
import { messageWith } from '../testing/cards.ts'
import { loadUntil } from './load-until.ts'

const PAGE = 10
const id = (number: number) => `m${String(number).padStart(4, '0')}`

/** What of a client a search needs: one session with a history of so many messages, of which the newest page is loaded. */
function clientWith(count: number, options: { readonly failsAt?: number; readonly loading?: boolean } = {}) {
  const listeners = new Set<(state: OperatorState) => void>()
  let from = Math.max(0, count - PAGE)
  let asked = 0
  let state = stateOf(options.loading === true)

  function stateOf(loading: boolean): OperatorState {
    const messages = Array.from({ length: count - from }, (_, at) => messageWith({ id: id(from + at) }))
    const history: HistoryState = { loading, older: from === 0 ? null : String(from), error: null }
    return {
      messages: new Map([['s1', messages]]),
      histories: new Map([['s1', history]]),
    } as unknown as OperatorState
  }
  function tell(next: OperatorState): void {
    state = next
    for (const listener of listeners) listener(next)
  }
  const client: Parameters<typeof loadUntil>[0] = {
    get state() {
      return state
    },
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async loadOlder() {
      asked += 1
      await Promise.resolve()
      if (asked === options.failsAt) throw new Error('The network is gone.')
      from = Math.max(0, from - PAGE)
      tell(stateOf(false))
    },
  }
  return { client, asked: () => asked, finish: () => tell(stateOf(false)), left: () => tell(emptyState) }
}
const emptyState = { messages: new Map(), histories: new Map() } as unknown as OperatorState

test('[M18] what is loaded already is found without asking', async () => {
  const { client, asked } = clientWith(100)
  expect(await loadUntil(client, 's1', id(95))).toBe('here')
  expect(asked()).toBe(0)
})

test('[M18] pages are loaded until the message is there, and not one more', async () => {
  const { client, asked } = clientWith(100)
  expect(await loadUntil(client, 's1', id(42))).toBe('here')
  expect(asked()).toBe(5)
})

test('[M18] a message of another chat is not looked for to the very beginning', async () => {
  const { client, asked } = clientWith(100)
  expect(await loadUntil(client, 's1', `${id(77)}x`)).toBe('nowhere')
  expect(asked()).toBe(2)
  expect(await loadUntil(client, 's1', 'a')).toBe('nowhere')
})

test('[M18] a page that is on its way is waited for', async () => {
  const { client, asked, finish } = clientWith(100, { loading: true })
  const sought = loadUntil(client, 's1', id(95))
  finish()
  expect(await sought).toBe('here')
  expect(asked()).toBe(0)
})

test('[M18] a lost network and a chat that is left end the search', async () => {
  expect(await loadUntil(clientWith(100, { failsAt: 2 }).client, 's1', id(3))).toBe('failed')
  const { client, left } = clientWith(100, { loading: true })
  const sought = loadUntil(client, 's1', id(3))
  left()
  expect(await sought).toBe('failed')
})
