import { expect, test } from 'bun:test'
import { signal } from '@preact/signals'
import type { OperatorClient, Page, SessionsQuery } from '@pult/client'
import type { ChatSession } from '@pult/protocol'
import { cardWith } from '../testing/cards.ts'
import { createHandClock } from '../testing/hand-clock.ts'
import { createClosedPages } from './closed-pages.ts'

/** The history is answered by hand, so that answers can come late and out of order. */
function stand() {
  const clock = createHandClock(0)
  const recent = signal<ReadonlyMap<string, ChatSession>>(new Map())
  const isLive = signal(true)
  const asked: {
    readonly query: SessionsQuery
    readonly answer: (page: Page<ChatSession>) => void
    readonly fail: () => void
  }[] = []
  const sessions = (query: SessionsQuery = {}) =>
    new Promise<Page<ChatSession>>((answer, reject) => {
      asked.push({ query, answer, fail: () => reject(new Error('away')) })
    })
  const client = { history: { sessions } } as unknown as OperatorClient
  const pages = createClosedPages({ client, recent, isLive, clock })
  const ids = () => pages.cards.value.map(({ id }) => id as string)
  return { clock, recent, isLive, asked, pages, ids }
}
const over = (...ids: string[]) => ids.map((id) => cardWith({ id, status: 'CLOSED' }))
const settle = () => new Promise((resolve) => setTimeout(resolve))

test('[O9] the closed ones are asked for when somebody looks, and page by page', async () => {
  const { clock, asked, pages, ids } = stand()
  clock.pass(1_000)
  expect(asked).toHaveLength(0)
  pages.search('', true)
  clock.pass(1)
  expect(asked[0]?.query).toEqual({ status: 'CLOSED', limit: 50 })
  pages.more()
  expect(asked).toHaveLength(1)
  asked[0]?.answer({ items: over('a', 'b'), next: 'page2' })
  await settle()
  expect(pages.hasMore.value).toBe(true)
  pages.more()
  expect(asked[1]?.query).toEqual({ status: 'CLOSED', limit: 50, after: 'page2' })
  // The order is by the last change: one that changed meanwhile is told twice.
  asked[1]?.answer({ items: over('b', 'c'), next: null })
  await settle()
  expect(ids()).toEqual(['a', 'b', 'c'])
  pages.more()
  expect(asked).toHaveLength(2)
})

test('[O9] a search waits for the hand, and an older answer does not cover a newer one', async () => {
  const { clock, asked, pages, ids } = stand()
  pages.search('', true)
  clock.pass(1)
  pages.search('te', true)
  clock.pass(100)
  pages.search(' tea ', true)
  clock.pass(249)
  expect(asked).toHaveLength(1)
  clock.pass(1)
  expect(asked[1]?.query).toEqual({ status: 'CLOSED', limit: 50, q: 'tea' })
  asked[1]?.answer({ items: over('tea'), next: null })
  await settle()
  asked[0]?.answer({ items: over('old'), next: null })
  await settle()
  expect(ids()).toEqual(['tea'])
  expect(pages.loading.value).toBe(false)
})

test('[O9] what was closed before our eyes stands on top until it is loaded itself', async () => {
  const { clock, asked, pages, recent, ids } = stand()
  pages.search('', true)
  clock.pass(1)
  asked[0]?.answer({ items: over('a'), next: null })
  await settle()
  recent.value = new Map(over('a', 'b', 'c').map((card) => [card.id, card]))
  expect(ids()).toEqual(['c', 'b', 'a'])
  expect(pages.byId.value.get('b')?.id as string).toBe('b')
})

test('[O9] a failure is told and tried again by hand, and once more when the connection is back', async () => {
  const { clock, asked, pages, isLive, ids } = stand()
  pages.search('', true)
  clock.pass(1)
  asked[0]?.fail()
  await settle()
  expect(pages.error.value).toBeInstanceOf(Error)
  pages.again()
  expect(pages.error.value).toBeNull()
  asked[1]?.answer({ items: over('a'), next: null })
  await settle()
  expect(ids()).toEqual(['a'])
  isLive.value = false
  isLive.value = true
  clock.pass(1)
  expect(asked).toHaveLength(3)
  pages.stop()
  expect(clock.waiting).toBe(0)
})
