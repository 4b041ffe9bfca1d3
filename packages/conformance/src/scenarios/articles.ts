import type { Article, ArticleHead } from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import type { Deployment } from '../kit/deployment.ts'
import { desk } from '../kit/desk.ts'
import { scenario, type Scenario } from '../scenario.ts'
import { found } from './settings-list.ts'

const RETURNS = {
  title: 'Returns',
  body: 'Shoes may be returned within 14 days.',
  url: 'https://shop.example/returns',
  tags: ['shop'],
}

/** Gone at the end: a deployment has room for so many only. */
async function article(pult: Deployment, fields: Partial<typeof RETURNS> = {}): Promise<string> {
  const { articleId } = await pult.admin.ask('createArticle', { ...RETURNS, ...fields })
  pult.atEnd(() => pult.admin.send('deleteArticle', { articleId }))
  return articleId
}

async function read(pult: Deployment, articleId: string): Promise<Article> {
  const { body } = await pult.admin.get(`/api/v1/articles/${articleId}`)
  return body as Article
}

/** What bots by a model answer from. */
export const articleScenarios: readonly Scenario[] = [
  scenario('Articles', 'an article is on the list by its length, and is read whole', async (pult) => {
    const articleId = await article(pult)
    const { body, ...head } = await read(pult, articleId)
    const { id, title, url, tags } = head
    equal('the article', { id, title, body, url, tags }, { id: articleId, ...RETURNS })
    equal('on the list', await found<ArticleHead>(pult.admin, '/articles', articleId), {
      ...head,
      chars: RETURNS.body.length,
    })
  }),

  scenario(
    'Articles',
    'what is named changes, null takes the address away, the same again changes nothing',
    async (pult) => {
      const articleId = await article(pult)
      const before = await read(pult, articleId)
      equal(
        'the reply',
        await pult.admin.ask('updateArticle', { articleId, body: 'Within 30 days.', url: null }),
        { articleId },
      )
      const after = await read(pult, articleId)
      const { body, url, title, tags } = after
      equal(
        'the article',
        { body, url, title, tags },
        { body: 'Within 30 days.', url: null, title: before.title, tags: before.tags },
      )
      isTrue('rev rises', after.rev > before.rev)
      await pult.admin.ask('updateArticle', { articleId, body: 'Within 30 days.' })
      equal('rev', (await read(pult, articleId)).rev, after.rev)
    },
  ),

  scenario('Articles', 'a deleted article is nowhere', async (pult) => {
    const articleId = await article(pult)
    await pult.admin.ask('deleteArticle', { articleId })
    equal('on the list', await found<ArticleHead>(pult.admin, '/articles', articleId), undefined)
    const { status, error } = await pult.admin.get(`/api/v1/articles/${articleId}`)
    equal('read', [status, error?.code], [404, 'article_not_found'])
    for (const [command, data] of [
      ['updateArticle', { articleId, title: 'x' }],
      ['deleteArticle', { articleId }],
    ] as const)
      await pult.admin.refused(command, data, 'article_not_found')
  }),

  scenario('C3', 'an article has a title, words and an address of the web', async (pult) => {
    const wrong: readonly [Record<string, unknown>, string][] = [
      [{ ...RETURNS, title: '' }, 'data.title'],
      [{ ...RETURNS, body: ' ' }, 'data.body'],
      [{ ...RETURNS, body: 'x'.repeat(20_001) }, 'data.body'],
      [{ ...RETURNS, url: 'javascript:alert(1)' }, 'data.url'],
      [{ ...RETURNS, author: 'x' }, 'data.author'],
    ]
    for (const [data, field] of wrong)
      equal('field', (await pult.admin.refused('createArticle', data, 'validation_failed')).field, field)
  }),

  scenario('Commands', 'articles are written and read by admins alone', async (pult) => {
    const articleId = await article(pult)
    const { channel, people } = await desk(pult, {
      people: [{ role: 'supervisor', status: 'OFFLINE' }, { status: 'OFFLINE' }],
    })
    const { clientToken } = await pult.client(channel)
    const callers = people.map(({ token }) => pult.as('OPERATOR', token))
    for (const caller of callers) {
      await caller.refused('createArticle', RETURNS, 'not_allowed')
      for (const command of ['updateArticle', 'deleteArticle'])
        await caller.refused(command, { articleId }, 'not_allowed')
    }
    for (const caller of [...callers, pult.as('CLIENT', clientToken)]) {
      for (const path of ['/articles', `/articles/${articleId}`]) {
        const { status } = await caller.get(`/api/v1${path}`)
        equal(`the status of ${path}`, status, 403)
      }
    }
  }),
]
