import type { OperatorClient } from '@pult/client'
import type { ArticleHead } from '@pult/protocol'
import { readAll, useAll, type All } from '../use-all.ts'

/** What bots by a model answer from, by their titles. */
export function useArticles(): All<ArticleHead> {
  return useAll(readArticles)
}

async function readArticles({ history }: OperatorClient): Promise<readonly ArticleHead[]> {
  const articles = await readAll(history.articles)
  return articles.toSorted((one, other) => one.title.localeCompare(other.title))
}
