import {
  ARTICLES_CHARS_MAX,
  ARTICLES_MAX,
  type Article,
  type ArticleId,
  type OperatorCommandData,
} from '@pult/protocol'
import { accept, refuse, type Decision, type OperatorActor } from './commands.ts'
import type { Draft } from './draft.ts'
import type { Workspace } from './state.ts'

/** [E25] What bots by a model answer from. Admins read them over HTTP: they are told to nobody. */
export function createArticle(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['createArticle'],
): Decision {
  if (draft.state.articles.size >= ARTICLES_MAX) return refuse('articles_full')
  const article: Article = {
    id: draft.id('art') as ArticleId,
    title: data.title,
    body: data.body,
    url: data.url ?? null,
    tags: unique(data.tags ?? []),
    updatedAt: draft.at,
    rev: draft.nextSeq(),
  }
  return put(draft, article)
}

/** [E25] Nothing changed: nothing is written. */
export function updateArticle(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['updateArticle'],
): Decision {
  const known = draft.state.articles.get(data.articleId)
  if (known === undefined) return refuse('article_not_found', { field: 'data.articleId' })
  const changed: Article = {
    ...known,
    title: data.title ?? known.title,
    body: data.body ?? known.body,
    url: data.url === undefined ? known.url : data.url,
    tags: data.tags === undefined ? known.tags : unique(data.tags),
  }
  if (JSON.stringify(changed) === JSON.stringify(known)) return accept({ articleId: known.id })
  return put(draft, { ...changed, updatedAt: draft.at, rev: draft.nextSeq() })
}

export function deleteArticle(
  draft: Draft,
  _actor: OperatorActor,
  data: OperatorCommandData['deleteArticle'],
): Decision {
  if (!draft.state.articles.has(data.articleId))
    return refuse('article_not_found', { field: 'data.articleId' })
  draft.add({ type: 'articleDeleted', articleId: data.articleId, tell: [] })
  return accept({}, draft.facts)
}

/** [E25] All of them together have a bound; one that grows counts with what it would be. */
function put(draft: Draft, article: Article): Decision {
  if (charsOf(draft.state, article.id) + article.body.length > ARTICLES_CHARS_MAX)
    return refuse('articles_too_long', { field: 'data.body' })
  draft.add({ type: 'article', article, tell: [] })
  return accept({ articleId: article.id }, draft.facts)
}

function charsOf({ articles }: Readonly<Workspace>, without: ArticleId): number {
  let chars = 0
  for (const { id, body } of articles.values()) if (id !== without) chars += body.length
  return chars
}

function unique(tags: readonly string[]): string[] {
  return [...new Set(tags)]
}
