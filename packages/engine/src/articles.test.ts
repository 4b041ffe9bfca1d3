import { ARTICLE_CHARS_MAX, ARTICLES_CHARS_MAX, ARTICLES_MAX, type ArticleId } from '@pult/protocol'
import { beforeEach, expect, test } from 'bun:test'
import { apply, put } from './apply.ts'
import type { Touched } from './ports.ts'
import { createWorkspace } from './state.ts'
import { createDesk, dataOf, type Desk } from './testing/desk.ts'

let desk: Desk

beforeEach(() => {
  desk = createDesk()
  desk.forget()
})

function makes(body = 'Within 14 days.', title = 'Returns'): ArticleId {
  return (dataOf(desk.asks('boss', 'createArticle', { title, body })) as { articleId: ArticleId }).articleId
}

test('[E25] an article is kept, changed and deleted, and told to nobody', () => {
  const articleId = makes()
  desk.does('boss', 'updateArticle', {
    articleId,
    url: 'https://shop.test/returns',
    tags: ['shoes', 'shoes'],
  })
  expect(desk.state.articles.get(articleId)).toMatchObject({
    title: 'Returns',
    body: 'Within 14 days.',
    url: 'https://shop.test/returns',
    tags: ['shoes'],
    rev: desk.state.headSeq,
  })
  const head = desk.state.headSeq
  desk.does('boss', 'updateArticle', { articleId, tags: ['shoes'] })
  expect(desk.state.headSeq).toBe(head)
  desk.does('boss', 'updateArticle', { articleId, url: null })
  expect(desk.state.articles.get(articleId)!.url).toBeNull()
  desk.does('boss', 'deleteArticle', { articleId })
  expect(desk.state.articles.size).toBe(0)
  for (const name of ['updateArticle', 'deleteArticle'] as const)
    expect(desk.refuses('boss', name, { articleId })).toBe('article_not_found')
  expect(desk.story()).toEqual([])
})

test('[E25] there are only so many, and all together are only so long', () => {
  const order = (body: string) => desk.order('boss', 'createArticle', { title: 'x', body })
  const long = 'x'.repeat(ARTICLE_CHARS_MAX)
  const fits = ARTICLES_CHARS_MAX / ARTICLE_CHARS_MAX
  for (const outcome of desk.turn(Array.from({ length: fits }, () => order(long)))) dataOf(outcome)
  expect(desk.refuses('boss', 'createArticle', { title: 'x', body: 'x' })).toBe('articles_too_long')
  const [articleId] = desk.state.articles.keys()
  desk.does('boss', 'updateArticle', { articleId: articleId!, body: long.slice(1) })
  desk.does('boss', 'createArticle', { title: 'x', body: 'x' })
  expect(desk.refuses('boss', 'updateArticle', { articleId: articleId!, body: long })).toBe(
    'articles_too_long',
  )
  desk.does('boss', 'updateArticle', { articleId: articleId!, body: 'short' })
  const more = ARTICLES_MAX - fits - 1
  for (const outcome of desk.turn(Array.from({ length: more }, () => order('x')))) dataOf(outcome)
  expect(desk.refuses('boss', 'createArticle', { title: 'x', body: 'x' })).toBe('articles_full')
})

test('[E14] [E25] the log alone makes them, and so do the read models', () => {
  const kept = makes()
  desk.does('boss', 'deleteArticle', { articleId: makes('Three days.', 'Delivery') })
  desk.does('boss', 'updateArticle', { articleId: kept, title: 'Refunds' })
  const replayed = createWorkspace(desk.state.id)
  const touched = new Map<string, Touched>()
  for (const record of desk.log) apply(replayed, record, (entity) => void touched.set(entity.id, entity))
  expect(replayed.articles).toEqual(desk.state.articles)
  const loaded = createWorkspace(desk.state.id)
  for (const entity of touched.values()) put(loaded, entity)
  expect(loaded.articles).toEqual(desk.state.articles)
})
