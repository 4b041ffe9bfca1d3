import { expect, test } from 'bun:test'
import { messageWith } from '../testing/cards.ts'
import { answered, asked, foundIn, noSearch, refused, stepped, wordsOf } from './chat-search.ts'

const page = (ids: readonly string[], next: string | null = null) => ({
  items: ids.map((id) => messageWith({ id })),
  next,
})

test('[M16] a letter is not searched for, a word is', () => {
  expect(asked('')).toEqual(noSearch)
  expect(asked(' a ').state).toBe('idle')
  expect(asked('te').state).toBe('asking')
})

test('[M16] the newest hit is shown first, up goes back in time and round to the newest again', () => {
  let search = answered(asked('tea'), page(['m9', 'm5', 'm2']))
  const shown = () => search.hits[search.at]?.id as string | undefined
  expect(shown()).toBe('m9')
  const way = (['older', 'older', 'older', 'newer', 'newer'] as const).map((direction) => {
    search = stepped(search, direction)
    return shown()
  })
  expect(way).toEqual(['m5', 'm2', 'm9', 'm2', 'm5'])
})

test('[M16] beyond the last hit of a page the next one is asked for, and the step is made when it is there', () => {
  let search = stepped(answered(asked('tea'), page(['m9'], 'p2')), 'older')
  expect(search).toMatchObject({ state: 'asking', at: 0, next: 'p2' })
  expect(stepped(search, 'older')).toBe(search)
  search = answered(search, page(['m9', 'm4']))
  expect(search).toMatchObject({ state: 'found', at: 1, next: null })
  expect(search.hits.map(({ id }) => id as string)).toEqual(['m9', 'm4'])
})

test('[M16] nothing found, a deleted message and a refusal are no hits', () => {
  expect(answered(asked('tea'), page([]))).toMatchObject({ state: 'found', at: -1 })
  const gone = { items: [messageWith({ id: 'm1', deletedAt: '2026-11-22T10:00:00.000Z' })], next: null }
  expect(answered(asked('tea'), gone).hits).toEqual([])
  const failed = refused(asked('tea'), 'why')
  expect(failed).toMatchObject({ state: 'failed', error: 'why' })
  expect(stepped(failed, 'older')).toBe(failed)
})

const marked = (text: string, query: string) =>
  foundIn(text, wordsOf(query)).map(([from, to]) => text.slice(from, to))

test('[M16] what was found is marked in its other forms too', () => {
  expect(marked('The teapot, TEAPOTS and tea', 'teapot')).toEqual(['teapot', 'TEAPOTS'])
  expect(marked('Чайник с трещиной, чайника нет', 'чайник')).toEqual(['Чайник', 'чайника'])
  expect(marked('Ещё раз, еще раз', 'ещё')).toEqual(['Ещё', 'еще'])
  expect(marked('a.b (order-17)', '17 order')).toEqual(['order', '17'])
  expect(marked('anything', '***')).toEqual([])
})
